"""Everything asked of what is planned, ticked, practised and said of it."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet

from gehoor.channels.models import Channel
from gehoor.inbox.models import Message, Reply
from gehoor.kit.portable import flat
from gehoor.people.policies import Place
from gehoor.practice.models import Attempt, GoLive, Point, Review

PRACTISED = Q(
    reply__is_practice=True, reply__state=Reply.State.PRACTISED, reply__part=1, is_automatic=False
)
"""an answer that would have been sent; a text in numbered parts is one"""


class Ahead(NamedTuple):
    """A channel that is to go live."""

    channel: int
    name: str
    day: date
    switcher: str


def plan_of(channel: int) -> GoLive | None:
    return GoLive.objects.filter(channel=channel).select_related("switcher").first()


# A piece of the one statement that `flows.around` asks for every page.
AHEAD = """
    SELECT json_agg(json_build_array(c.id, c.name, g.day, u.name) ORDER BY g.day, c.name)
    FROM practice_golive g JOIN channels_channel c ON c.id = g.channel_id
    JOIN people_user u ON u.id = g.switcher_id
    WHERE NOT c.is_closed AND c.stage <> 'live' AND c.team_id = ANY(%(teams)s::bigint[])
"""


def as_ahead(rows: list[list[Any]] | None) -> list[Ahead]:
    """Return which channels are to go live of what AHEAD gives, the soonest first."""
    return [
        Ahead(channel, name, date.fromisoformat(day), switcher)
        for channel, name, day, switcher in rows or ()
    ]


def due(*, today: date) -> Sequence[GoLive]:
    """Return the plans whose day has come and whose switcher was not told."""
    found = _waiting().filter(day__lte=today, told_at=None, switcher__is_active=True)
    return list(found.select_related("channel", "switcher").order_by("pk"))


def _waiting() -> QuerySet[GoLive]:
    return GoLive.objects.filter(channel__is_closed=False).exclude(
        channel__stage=Channel.Stage.LIVE
    )


def points_of(channel: int) -> QuerySet[Point]:
    return Point.objects.filter(channel=channel).select_related("ticked_by").order_by("pk")


def find_point(pk: int) -> tuple[Point, Place] | None:
    found = Point.objects.filter(pk=pk).select_related("channel").first()
    return (found, Place(team=found.channel.team_id)) if found else None


class Counted(NamedTuple):
    """How much somebody practised."""

    answers: int = 0
    good: int = 0
    better: int = 0
    scenarios: int = 0

    @property
    def reviewed(self) -> int:
        return self.good + self.better


def progress(people: Collection[int]) -> dict[int, Counted]:
    """Return how much each of these practised, in two queries."""
    asked = list(people)
    written = Message.objects.filter(PRACTISED, author__in=asked).order_by().values("author")
    rows = written.annotate(
        made=Count("pk"),
        good=Count("pk", filter=Q(practice_review__verdict="good")),
        better=Count("pk", filter=Q(practice_review__verdict="better")),
    ).values_list("author", "made", "good", "better")
    answers = {number: (made, good, better) for number, made, good, better in rows}
    done = dict(
        Attempt.objects.filter(user__in=asked)
        .order_by()
        .values_list("user")
        .annotate(Count("scenario", distinct=True))
    )
    return {
        number: Counted(*answers.get(number, (0, 0, 0)), scenarios=done.get(number, 0))
        for number in asked
    }


def to_review(teams: Collection[int], *, most: int) -> Sequence[Message]:
    """Return what was practised in these teams and nobody said anything of, oldest first."""
    found = _practised().filter(channel__team__in=list(teams), practice_review=None)
    return list(found.order_by("pk")[:most])


def practised_by(user: int, *, most: int) -> Sequence[Message]:
    """Return what somebody practised, the newest first."""
    return list(_practised().filter(author=user).order_by("-pk")[:most])


def _practised() -> QuerySet[Message]:
    found = Message.objects.filter(PRACTISED)
    return found.select_related(
        "author", "channel", "conversation__channel", "practice_review__reviewer"
    )


def find_practised(pk: int) -> tuple[Message, Place] | None:
    """Find an answer that was practised by its number."""
    found = _practised().filter(pk=pk).first()
    return (found, Place(team=found.channel.team_id)) if found else None


def unread_reviews(user: int) -> int:
    """Return of how many of somebody's answers they have not seen what was said."""
    return Review.objects.filter(message__author=user, read_at=None).count()


def was_practised(channel: int) -> bool:
    return Message.objects.filter(PRACTISED, channel=channel).exists()


def came_in(channel: int) -> bool:
    return Message.objects.filter(channel=channel, kind=Message.Kind.INCOMING).exists()


def newest_attempts(user: int) -> dict[str, Attempt]:
    """Return somebody's newest answer to each situation, by its key."""
    found = Attempt.objects.filter(user=user).order_by("made_at", "pk")
    return {each.scenario: each for each in found}


def newest_attempt(user: int, scenario: str) -> Attempt | None:
    found = Attempt.objects.filter(user=user, scenario=scenario)
    return found.order_by("-made_at", "-pk").first()


def plan_records() -> Iterator[dict[str, Any]]:
    """Return plans to go live as the open format has them."""
    return flat(GoLive.objects.all(), "id", "channel", "day", "switcher", "told_at")


def point_records() -> Iterator[dict[str, Any]]:
    return flat(Point.objects.all(), "id", "channel", "text", "ticked_by", "ticked_at")


def review_records() -> Iterator[dict[str, Any]]:
    return flat(
        Review.objects.all(), "id", "message", "verdict", "note", "reviewer", "reviewed_at",
        "read_at",
    )  # fmt: skip


def attempt_records() -> Iterator[dict[str, Any]]:
    return flat(Attempt.objects.all(), "id", "user", "scenario", "text", "met", "made_at")
