"""What takes a skill goes only to who has it; who grants one stands with it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import handling
from gehoor.inbox.models import Conversation
from gehoor.inbox.rules.labels import protected_word
from gehoor.kit.clock import about_now, now
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Actor
from gehoor.skills import actions, queries
from gehoor.skills.models import Held, Skill
from gehoor.skills.rules import Asked, taken

AS_CHOSEN: Final = ("name", "labels")


@dataclass(frozen=True)
class NotKept(Exception):
    """It goes against another one. Nothing was changed."""

    field: str
    told: str


def refuse(user: int | None, conversation: Conversation) -> None:
    """Raise NotPossible when this takes a skill that somebody does not have.

    Danger waits for no skill. Who has it is named, so that one knows whom to ask.
    """
    skills = queries.asked() if user else []
    if not skills or conversation.is_emergency:
        return
    labels = list(conversation.tags.values_list("name", flat=True))
    if lacking := _lacking(user or 0, taken(skills, labels)):
        raise NotPossible(_refusal(lacking, conversation))


def refuse_many(user: int | None, numbers: Collection[int]) -> None:
    """The same for many at once: when one of them takes it, all of them wait."""
    skills = queries.asked() if user else []
    if skills:
        for labels, conversation in inbox.labelled(numbers):
            lacking = _lacking(user or 0, taken(skills, labels))
            if lacking and not conversation.is_emergency:
                raise NotPossible(_refusal(lacking, conversation))


def _lacking(user: int, wanted: list[Asked]) -> list[Asked]:
    if not wanted:
        return []
    has = queries.held_by(user, [each.number for each in wanted], today=_today())
    return [each for each in wanted if each.number not in has]


def _refusal(lacking: list[Asked], conversation: Conversation) -> str:
    able = people.answering_in(conversation.routed_to_id or conversation.channel.team_id)
    names = {each.pk: each.name for each in able}
    having = queries.who_has([each.number for each in lacking], list(names), today=_today())
    facts = {
        "skills": ", ".join(each.name for each in lacking),
        "names": ", ".join(sorted(names[number] for number in having)),
    }
    if having:
        return _("This takes a skill: %(skills)s. It can be given to: %(names)s.") % facts
    return (
        _("This takes a skill: %(skills)s. Nobody in the team has it; ask a coordinator.") % facts
    )


def _today() -> date:
    return timezone.localdate(about_now())


def label_was_set(actor: Actor, conversation: Conversation, name: str) -> None:
    """Let go of what now takes a skill that its colleague does not have. Part of setting it."""
    holder = conversation.assignee_id
    marked = taken(queries.asked(), [name]) if holder else []
    if marked and not conversation.is_emergency and _lacking(holder or 0, marked):
        handling.assign(conversation, user_id=None)
        record(
            actor, "conversation.assigned", "conversation", conversation.pk,
            conversation_id=conversation.pk, team_id=conversation.channel.team_id,
            before=holder, after=None, skill=[each.number for each in marked],
        )  # fmt: skip


def label_was_set_on(actor: Actor, numbers: Collection[int], name: str) -> None:
    """The same for a label that was set on many at once."""
    if taken(queries.asked(), [name]):
        for _labels, conversation in inbox.labelled(numbers):
            label_was_set(actor, conversation, name)


@transaction.atomic
def keep(actor: Actor, skill: Skill, wanted: Mapping[str, Any]) -> bool:
    """Keep a skill as it is `wanted`; tells whether that is new. Raises NotKept."""
    is_new = skill.pk is None
    changed = [name for name in AS_CHOSEN if getattr(skill, name) != wanted[name]]
    for name in changed:
        setattr(skill, name, wanted[name])
    if queries.has_other(skill):
        raise NotKept("name", _("There is one of this name already. Choose another name."))
    if word := next(filter(None, map(protected_word, skill.labels)), None):
        raise NotKept("labels", _("“%(word)s” would put people in a group.") % {"word": word})
    if is_new or changed:
        actions.keep(skill)
        record(actor, "add" if is_new else "change", "skill", skill.pk, changed=changed)
    return bool(is_new or changed)


@transaction.atomic
def forget(actor: Actor, skill: Skill) -> None:
    """Remove it; what took it takes nothing any more."""
    record(actor, "forget", "skill", skill.pk, name=skill.name)
    actions.forget(skill)


@transaction.atomic
def grant(actor: Actor, skill: Skill, user: User, *, until: date | None = None) -> None:
    """Write down that somebody has it, and until when. Raises NotPossible."""
    if until and until < timezone.localdate(now()):
        raise NotPossible(_("That day is over. Choose today or a later day; nothing was changed."))
    if not user.is_active or actor.user_id is None:
        raise NotPossible(_("This colleague does not work here any more. Nothing was changed."))
    if user.pk == actor.user_id:
        raise NotPossible(_("Nobody grants a skill to themselves: ask a colleague to do it."))
    if actions.grant(skill, user=user.pk, by=actor.user_id, until=until, now=now()):
        record(actor, "grant", "skill", skill.pk, user=user.pk,
               until=until.isoformat() if until else None)  # fmt: skip


@transaction.atomic
def take_back(actor: Actor, held: Held) -> None:
    record(actor, "take_back", "skill", held.skill_id, user=held.user_id)
    actions.take_back(held)
