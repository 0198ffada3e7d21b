"""Which saved views a colleague has, and what a list can be narrowed by."""

from dataclasses import dataclass

from django.db.models import Q

from gehoor.channels.models import Channel
from gehoor.inbox.models import SavedView, Tag
from gehoor.inbox.queries.pages import Filter, visible_teams
from gehoor.kit import often
from gehoor.people.policies import Actor


@dataclass(frozen=True)
class View:
    """A saved view as the menu has it."""

    pk: int
    name: str
    view: str
    words: str
    narrowed: Filter
    is_own: bool
    team: str
    """the name of the team it is shared with; empty: the owner's alone"""


OF_COLLEAGUE = """
    SELECT v.id, v.name, v.view, v.words, v.channel_id, coalesce(t.name, ''), v.only_unread,
           v.only_at_risk, v.owner_id = %(user)s AS is_own, coalesce(p.name, '')
    FROM inbox_savedview v
    LEFT JOIN inbox_tag t ON t.id = v.tag_id
    LEFT JOIN people_team p ON p.id = v.team_id
    WHERE v.owner_id = %(user)s OR v.team_id = ANY(%(teams)s::bigint[])
    ORDER BY is_own DESC, v.position, v.name
"""


def views_of(actor: Actor) -> list[View]:
    """Return the colleague's own views in their order, then those shared with their teams."""
    given = {"user": actor.user_id, "teams": visible_teams(actor)}
    return [
        View(pk, name, view, words, Filter(*narrowed), is_own, team)
        for pk, name, view, words, *narrowed, is_own, team in often.ask(OF_COLLEAGUE, given)
    ]


def own_view(actor: Actor, pk: int) -> SavedView | None:
    return SavedView.objects.filter(owner_id=actor.user_id, pk=pk).first()


def visible_channels(actor: Actor) -> list[tuple[int, str]]:
    """Return the channels whose conversations the colleague sees, by name."""
    found = Channel.objects.filter(team_id__in=visible_teams(actor)).order_by("is_closed", "name")
    return list(found.values_list("pk", "name"))


def tag_names(actor: Actor) -> list[str]:
    """Return the labels there are on conversations the colleague sees."""
    teams = visible_teams(actor)
    own, passed_on = (
        Q(conversation__channel__team_id__in=teams),
        Q(conversation__routed_to__in=teams),
    )
    seen = Tag.objects.filter(own | passed_on)
    return list(seen.order_by("name").values_list("name", flat=True).distinct())
