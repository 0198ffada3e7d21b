"""Several acts on one conversation at once: told before, whole or not at all, one undo."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit import queries as audit
from gehoor.audit.actions import record
from gehoor.flows import audience, handling, kept_answers, snoozing
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import macros as actions
from gehoor.inbox.actions.handling import known_tag
from gehoor.inbox.models import Conversation, Macro
from gehoor.inbox.queries.seen import READINGS
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.policies import Actor

Ends, Gives = Macro.Ends, Macro.Gives
AS_CHOSEN: Final = ("team_id", "name", "inserts", "kept_answer_id", "tag", "gives", "ends")
OUTCOMES: Final = {
    Ends.HANDLED: Conversation.Outcome.HANDLED,
    Ends.SEEN: Conversation.Outcome.SEEN,
}


class NameTaken(Exception):
    """Another macro for the same team is called so. Nothing was changed."""


@dataclass(frozen=True)
class Done:
    """What a macro changed, as undoing needs it: numbers and no word of anybody."""

    macro: int
    entry: int
    """the newest line of the log about the conversation: what comes after it stands in the way"""
    tagged: bool = False
    was_with: Sequence[int | None] = ()
    """whose it was; empty: that did not change"""
    text: bool = False
    ended: bool = False
    put_off: bool = False
    was_put_off: Sequence[str] = ()
    """until when it was put off before; empty: it was not"""


@transaction.atomic
def keep(actor: Actor, macro: Macro, wanted: Mapping[str, Any]) -> None:
    """Keep a macro as it is `wanted`, with its label. Raises NameTaken, and NotPossible for a label
    that may not be."""
    is_new = macro.pk is None
    for name in AS_CHOSEN:
        setattr(macro, name, wanted[name])
    if inbox.has_other_macro(macro):
        raise NameTaken
    if macro.tag:
        known_tag(handling.usable_label(macro.tag))
    actions.keep_macro(macro)
    record(actor, "keep" if is_new else "change", "macro", macro.pk, team_id=macro.team_id)


@transaction.atomic
def forget(actor: Actor, macro: Macro) -> None:
    record(actor, "forget", "macro", macro.pk, team_id=macro.team_id)
    actions.forget_macro(macro)


def missing(macro: Macro) -> str:
    """Say what it needs that is gone; nothing when it can be done."""
    if macro.tag and not inbox.is_tag(macro.tag):
        return _("The label “%(name)s” does not exist any more.") % {"name": macro.tag}
    if macro.inserts and macro.kept_answer is None:
        return _("The kept answer it puts in was removed.")
    return ""


def preview(macro: Macro) -> list[str]:
    """Say in words what it will do, in that order."""
    steps = []
    if macro.inserts:
        title = macro.kept_answer.title if macro.kept_answer else "?"
        steps.append(_("Puts “%(title)s” in the reply; you send it.") % {"title": title})
    if macro.tag:
        steps.append(_("Adds the label “%(name)s”.") % {"name": macro.tag})
    words = {
        Gives.ME: _("Assigns it to you."),
        Gives.DIVIDE: _("Gives it back to divide."),
        Ends.HANDLED: _("Finishes it."),
        Ends.SEEN: _("Marks it as seen, no action."),
        Ends.ANSWER: _("Puts it off until an answer comes."),
        Ends.TOMORROW: _("Puts it off until the next morning you are open."),
    }
    return [*steps, *(words[each] for each in (Gives(macro.gives), Ends(macro.ends)) if each)]


@transaction.atomic
def run(actor: Actor, conversation: Conversation, macro: Macro) -> Done:
    """Do all of it. Raises NotPossible when one part cannot be done; then nothing is."""
    if problem := missing(macro):
        unchanged = _("Nothing has changed.")
        raise NotPossible(f"{problem} {unchanged}")
    if macro.ends and conversation.status != Conversation.Status.OPEN:
        raise NotPossible(_("This conversation is finished already. Nothing has changed."))
    tagged = _tag(actor, conversation, macro)
    was_with = _give(actor, conversation, macro)
    if macro.inserts:
        _put_in(actor, conversation, macro)
    was_put_off = _was_put_off(conversation) if macro.ends else ()
    _end(actor, conversation, macro)
    record(
        actor, "macro.run", "conversation", conversation.pk, conversation_id=conversation.pk,
        team_id=conversation.channel.team_id, macro=macro.pk,
    )  # fmt: skip
    return Done(
        macro.pk, audit.newest_line(conversation.pk, without=READINGS), tagged, was_with,
        macro.inserts, macro.ends in OUTCOMES, macro.ends in (Ends.ANSWER, Ends.TOMORROW),
        was_put_off,
    )  # fmt: skip


def _tag(actor: Actor, conversation: Conversation, macro: Macro) -> bool:
    """Add its label; tells whether it was not there."""
    if not macro.tag or conversation.tags.filter(name=macro.tag).exists():
        return False
    handling.add_tag(actor, conversation, macro.tag)
    return True


def _give(actor: Actor, conversation: Conversation, macro: Macro) -> Sequence[int | None]:
    """Give it to whom it goes; return whose it was, if that is somebody else."""
    to = actor.user_id if macro.gives == Gives.ME else None
    before = conversation.assignee_id
    if not macro.gives or before == to:
        return ()
    _assign(actor, conversation, to)
    return (before,)


def _assign(actor: Actor, conversation: Conversation, number: int | None) -> None:
    found = people.find_user(number) if number else None
    handling.assign(actor, conversation, found[0] if found else None)


def _put_in(actor: Actor, conversation: Conversation, macro: Macro) -> None:
    """Put its text behind what somebody is writing; never in its place."""
    text = _text_of(actor, conversation, macro)
    kind = _kind_of(conversation)
    there = inbox.draft_text_of(conversation, actor.user_id, kind=kind)
    together = text if not there.strip() else f"{there.rstrip()}\n\n{text}"
    handling.save_draft(actor, conversation, kind=kind, text=together)
    kept_answers.count_use(conversation, macro.kept_answer_id or 0)


def _take_out(actor: Actor, conversation: Conversation, macro: Macro) -> None:
    """Take its text out again, unless somebody changed it."""
    text, kind = _text_of(actor, conversation, macro), _kind_of(conversation)
    there = inbox.draft_text_of(conversation, actor.user_id, kind=kind)
    if text and there.endswith(text):
        left = there.removesuffix(text).rstrip()
        handling.save_draft(actor, conversation, kind=kind, text=left)


def _text_of(actor: Actor, conversation: Conversation, macro: Macro) -> str:
    found = kept_answers.offered(actor, conversation)
    return next((each.text for each in found if each.kept.pk == macro.kept_answer_id), "")


def _kind_of(conversation: Conversation) -> Any:
    answered = inbox.newest_incoming(conversation)
    return audience.draft_kind(answered.visibility if answered else "")


def _was_put_off(conversation: Conversation) -> Sequence[str]:
    until = conversation.snoozed_until
    return (until.isoformat() if until else "",) if conversation.is_snoozed else ()


def _end(actor: Actor, conversation: Conversation, macro: Macro) -> None:
    if macro.ends in OUTCOMES:
        outcome = OUTCOMES[Ends(macro.ends)]
        handling.finish(actor, conversation, outcome=outcome, reason=macro.name)
    elif macro.ends:
        is_tomorrow = macro.ends == Ends.TOMORROW
        until = snoozing.times(now(), conversation).tomorrow if is_tomorrow else None
        snoozing.snooze(actor, conversation, until=until)


@transaction.atomic
def undo(actor: Actor, conversation: Conversation, done: Done) -> None:
    """Put back what a macro changed, as one. Raises NotPossible once anything was done since."""
    found = inbox.find_macro(done.macro)
    if audit.newest_line(conversation.pk, without=READINGS) != done.entry or found is None:
        raise NotPossible(
            _("Something was done in this conversation since, so it cannot be undone as one.")
        )
    macro = found[0]
    if done.ended:
        handling.reopen(actor, conversation)
    if done.was_put_off:
        [was] = done.was_put_off
        until = datetime.fromisoformat(was) if was else None
        snoozing.put_back(actor, conversation, until=until)
    elif done.put_off:
        snoozing.bring_back(actor, conversation)
    for before in done.was_with:
        _assign(actor, conversation, before)
    if done.tagged:
        handling.remove_tag(actor, conversation, macro.tag)
    if done.text:
        _take_out(actor, conversation, macro)
    record(
        actor, "macro.undone", "conversation", conversation.pk, conversation_id=conversation.pk,
        team_id=conversation.channel.team_id, macro=macro.pk,
    )  # fmt: skip
