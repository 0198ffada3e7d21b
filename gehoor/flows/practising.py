"""Practising and going live: what is planned, what must be ready, and what is said of answers.

The day that was planned reminds and switches nothing: a person makes a channel live, by name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gehoor.accounts import queries as accounts
from gehoor.audit.actions import record
from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.flows import alarms, connecting
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import Message
from gehoor.kit.clock import about_now, now
from gehoor.kit.jobs import background
from gehoor.knowledge import queries as knowledge
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Actor, Place, change_stage, see_conversations
from gehoor.planning import queries as planning
from gehoor.practice import actions, queries, rules
from gehoor.practice.models import GoLive, Point, Review
from gehoor.practice.queries import Counted

MOST_SHOWN: Final = 100


@dataclass(frozen=True)
class Readiness:
    """What a channel needs before it goes live, and what of it is there."""

    channel: Channel
    plan: GoLive | None
    known: rules.Known
    needs: Mapping[rules.Need, bool]
    points: Sequence[Point]

    @property
    def missing(self) -> list[str]:
        """Return what is not ready, as the log names it."""
        needs = [str(need) for need, is_met in self.needs.items() if not is_met]
        return needs + [f"point {point.pk}" for point in self.points if not point.ticked_at]

    @property
    def met(self) -> int:
        return self.asked - len(self.missing)

    @property
    def asked(self) -> int:
        return len(self.needs) + len(self.points)


@dataclass(frozen=True)
class Person:
    """How far a colleague has come."""

    name: str
    counted: Counted

    @property
    def has_practised(self) -> bool:
        return _has_practised(self.counted)


def _has_practised(counted: Counted) -> bool:
    return rules.has_practised(answers=counted.answers, scenarios=counted.scenarios)


def readiness_of(channel: Channel) -> Readiness:
    """Return how ready a channel is to go live."""
    plan = queries.plan_of(channel.pk)
    answering = people.answering_in(channel.team_id)
    counted = queries.progress([each.pk for each in answering])
    known = rules.Known(
        owner=plan.switcher.name if plan and plan.switcher.is_active else "",
        looked_after_by=_looked_after_by(channel),
        answering=[each.name for each in answering],
        has_hours=_has_hours(channel),
        has_signature=bool(channel.team.signature.strip()),
        kept=knowledge.kept_for(channel.team_id).count(),
        unpractised=[each.name for each in answering if not _has_practised(counted[each.pk])],
        came_in=queries.came_in(channel.pk),
        was_practised=queries.was_practised(channel.pk),
    )
    points = list(queries.points_of(channel.pk))
    return Readiness(channel, plan, known, rules.needs_met(known), points)


def _looked_after_by(channel: Channel) -> str:
    """Return who looks after its account, when the register has a team behind them as well."""
    account = accounts.of_channel(channel.pk)
    is_whole = account and account.owner and account.owner.is_active and account.backup
    return account.owner.name if account and account.owner and is_whole else ""


def _has_hours(channel: Channel) -> bool:
    return bool(planning.desks().of(channel=channel.pk, team=channel.team_id).week)


def channels_ahead(actor: Actor) -> list[Readiness]:
    """Return the readiness of each channel that somebody may make live and that is not yet."""
    return [
        readiness_of(channel)
        for channel in channels.all_channels()
        if _is_ahead(channel) and change_stage(actor, Place(channel.team_id))
    ]


def _is_ahead(channel: Channel) -> bool:
    is_closed_or_live = channel.is_closed or channel.stage == Channel.Stage.LIVE
    return not is_closed_or_live and channels.can_answer(channel)


def people_of(actor: Actor) -> list[Person]:
    """Return how far each colleague who answers in the actor's teams has come."""
    found = {each.pk: each.name for team in actor.teams for each in people.answering_in(team)}
    counted = queries.progress(list(found))
    shown = [Person(name, counted[pk]) for pk, name in found.items()]
    return sorted(shown, key=lambda each: each.name.casefold())


@transaction.atomic
def plan(actor: Actor, channel: Channel, *, day: date, switcher: User) -> bool:
    """Mean to go live on a day, by a named person. Raises NotPossible."""
    if channel.is_closed or channel.stage == Channel.Stage.LIVE:
        raise NotPossible(_("This channel is live or closed, so there is no day to plan."))
    if not channels.can_answer(channel):
        raise NotPossible(_("This channel is only read: it never goes live."))
    refuse_past(day)
    _refuse_who_cannot_switch(switcher, channel)
    is_new = actions.plan(channel.pk, day=day, switcher=switcher.pk)
    if is_new:
        record(actor, "plan_live", "channel", channel.pk, team_id=channel.team_id,
               day=day.isoformat(), switcher=switcher.pk)  # fmt: skip
    return is_new


def refuse_past(day: date) -> None:
    """Raise NotPossible for a day that is over."""
    if rules.is_past(day, today=timezone.localdate(now())):
        raise NotPossible(_("That day is over. Choose today or a later day; nothing was changed."))


def _refuse_who_cannot_switch(switcher: User, channel: Channel) -> None:
    if not change_stage(people.actor_of(switcher), Place(channel.team_id)):
        raise NotPossible(
            _("%(name)s may not make this channel live. Choose a coordinator of its team or an "
              "administrator.") % {"name": switcher.name}
        )  # fmt: skip


@transaction.atomic
def plan_all(actor: Actor, day: date) -> None:
    """Mean to go live on that day with every channel that has no day yet; oneself switches."""
    person = User.objects.filter(pk=actor.user_id or 0).first()
    for channel in channels.all_channels():
        if person and _is_ahead(channel) and queries.plan_of(channel.pk) is None:
            plan(actor, channel, day=day, switcher=person)


@transaction.atomic
def forget_plan(actor: Actor, channel: Channel) -> None:
    if actions.forget_plan(channel.pk):
        record(actor, "forget_plan", "channel", channel.pk, team_id=channel.team_id)


@transaction.atomic
def go_live(actor: Actor, channel: Channel) -> None:
    """Make a channel live, and let the log say what was not ready. Raises connecting.NotChanged."""
    missing = readiness_of(channel).missing
    connecting.change_stage(actor, channel, Channel.Stage.LIVE)
    if missing:
        record(actor, "live_unready", "channel", channel.pk, team_id=channel.team_id,
               missing=missing)  # fmt: skip


@transaction.atomic
def add_point(actor: Actor, channel: Channel, *, text: str) -> None:
    """Put something of one's own on the list. Raises NotPossible."""
    text = " ".join(text.split())
    points = queries.points_of(channel.pk)
    if not text:
        raise NotPossible(_("Write what must be settled. Nothing was added."))
    if points.count() >= rules.MOST_POINTS:
        raise NotPossible(_("The list is full. Remove something first."))
    if points.filter(text__iexact=text).exists():
        raise NotPossible(_("That stands on the list already."))
    point = actions.add_point(channel.pk, text=text)
    _log_point(actor, "add_point", point)


@transaction.atomic
def tick(actor: Actor, point: Point) -> None:
    """It is settled, says somebody by name; or, when it was ticked, it is not after all."""
    if point.ticked_at or actor.user_id is None:
        actions.untick(point)
    else:
        actions.tick(point, by=actor.user_id, now=now())
    _log_point(actor, "untick_point" if point.ticked_at else "tick_point", point)


@transaction.atomic
def forget_point(actor: Actor, point: Point) -> None:
    _log_point(actor, "forget_point", point)
    actions.forget_point(point)


def _log_point(actor: Actor, act: str, point: Point) -> None:
    record(actor, act, "channel", point.channel_id, team_id=point.channel.team_id, point=point.pk)


def to_review(actor: Actor) -> list[Message]:
    """Return what the actor can say something of: not what they wrote themselves."""
    found = queries.to_review(actor.teams, most=MOST_SHOWN)
    return [each for each in found if each.author_id != actor.user_id]


@transaction.atomic
def review(actor: Actor, answer: Message, *, verdict: str, note: str) -> None:
    """Say of a practised answer that it is good, or how it could be better. Raises NotPossible."""
    note = note.strip()
    if verdict not in Review.Verdict.values:
        raise NotPossible(_("Choose whether it is good or could be better. Nothing was saved."))
    if verdict == Review.Verdict.BETTER and not note:
        raise NotPossible(_("Say how it could be better. Nothing was saved."))
    if len(note) > rules.LONGEST_NOTE:
        raise NotPossible(_("Make it shorter: at most %(most)s signs.")
                          % {"most": rules.LONGEST_NOTE})  # fmt: skip
    if actor.user_id is None or answer.author_id == actor.user_id:
        raise NotPossible(_("This is your own answer: somebody else looks at it."))
    actions.review(answer.pk, verdict=verdict, note=note, reviewer=actor.user_id, now=now())
    conversation = answer.conversation
    record(actor, "practice.reviewed", "message", answer.pk, conversation_id=conversation.pk,
           team_id=conversation.channel.team_id, verdict=verdict)  # fmt: skip


@transaction.atomic
def own_answers(actor: Actor) -> list[Message]:
    """Return what the actor practised, as far as they may still see it. What was said is read."""
    if actor.user_id is None:
        return []
    found = queries.practised_by(actor.user_id, most=MOST_SHOWN)
    seen = [each for each in found if see_conversations(actor, Place(each.channel.team_id))]
    said = [each.practice_review.pk for each in seen if hasattr(each, "practice_review")]
    actions.note_read(said, now=now())
    return seen


def remind() -> None:
    """Remind who makes a channel live that its day has come. Taken by the timer; nothing else."""
    for each in queries.due(today=timezone.localdate(about_now())):
        tell_switcher.wake(each.pk)


@background(queue="alarms", actor="timer")
def tell_switcher(number: int) -> None:
    """Mail who switches that the day of plan `number` has come, once."""
    plan = GoLive.objects.select_related("channel", "switcher").filter(pk=number).first()
    if plan is None or not settings.EMAIL_HOST or plan.channel.stage == Channel.Stage.LIVE:
        return
    if not actions.note_told(plan, now=now()):
        return
    with translation.override(plan.switcher.language):
        subject = _("Gehoor: today %(name)s goes live") % {"name": plan.channel.name}
        text = _(
            "You are the one who makes the channel %(name)s live, and that was planned for "
            "today. Nothing happens by itself: until you do it, nothing leaves.\n\n"
            "What is ready and what is not: %(address)s\n"
        ) % {
            "name": plan.channel.name,
            "address": f"{settings.BASE_URL}/practice/channels/{plan.channel_id}/",
        }
    alarms.mail(plan.switcher.email, subject, text)
