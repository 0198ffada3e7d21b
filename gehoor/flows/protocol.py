"""Which messages are answered: the table colleagues agreed on, what it says here, and obeying it.

What is left without an answer carries the line by which it was, or somebody's reason. Where one
asks first, or leaves fellow sufferers alone, who answers all the same says why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.channels import queries as channels
from gehoor.contacts.rules import fold
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.actions import handling
from gehoor.inbox.models import Conversation
from gehoor.inbox.queries.answering import Newest, newest_in
from gehoor.inbox.rules.ways import way_of
from gehoor.kit.live import announce
from gehoor.knowledge.actions import protocol as actions
from gehoor.knowledge.models import KeptAnswer, ProtocolLine
from gehoor.knowledge.queries import protocol as queries
from gehoor.knowledge.queries.protocol import Agreed
from gehoor.knowledge.rules.kinds import NAMES, Kind, kind_of, misconception_in
from gehoor.knowledge.rules.protocol import Case, Verdict, complaint_about
from gehoor.people.policies import Actor

AS_CHOSEN: Final = ("name", "kind", "channel_id", "way", "sender", "verdict", "why", "text", "link")
MOST_LINES: Final = 200


@dataclass
class NotKept(Exception):
    """The table would contradict itself, or the law. Nothing was changed."""

    field: str
    told: str


@dataclass
class AgainstProtocol(NotPossible):
    """The protocol does not just say to answer this, and nobody said yet why it is sent."""

    told: str

    def __str__(self) -> str:
        return self.told


@dataclass(frozen=True)
class Applying:
    """What the protocol says of a conversation."""

    kind: Kind
    is_chosen: bool
    """a colleague says that it is of this kind"""
    line: ProtocolLine | None
    has_table: bool
    correction: KeptAnswer | None = None
    """what puts right the misconception in it"""
    tips: str = ""
    """of one's own for this kind, a line each; empty: the usual ones"""
    said: str = field(default="", repr=False)
    """what was written"""

    @property
    def verdict(self) -> str:
        """Return what to do; among peers one leaves them alone, whatever else holds."""
        if self.line is None:
            return Verdict.LEAVE if self.kind is Kind.PEERS else ""
        return self.line.verdict

    @property
    def text(self) -> str:
        """Return what can be put in the answer at once: the line's own, or the correction."""
        if self.line and self.line.text:
            return _with_link(self.line.text, self.line.link)
        return _with_link(self.correction.text, self.correction.link) if self.correction else ""


def _with_link(text: str, link: str) -> str:
    return text if not link or link in text else f"{text.rstrip()}\n{link}"


def applying_to(conversation: Conversation) -> Applying:
    """Return what the protocol says of the newest message somebody wrote in a conversation."""
    agreed = queries.agreed_by(conversation.channel.team_id)
    return applying(conversation, newest_in(conversation), agreed)


def applying(conversation: Conversation, newest: Newest | None, agreed: Agreed) -> Applying:
    """The same, of what is known already."""
    said = newest.text if newest else ""
    text = f"{conversation.subject}\n{said}"
    kind, correction = _kind_of(conversation, text, agreed.misconceptions)
    case = Case(
        kind=str(kind),
        channel=conversation.channel_id,
        way=_way_of(conversation, newest),
        sender=fold(newest.handle) if newest else "",
    )
    line, tips = queries.line_for(agreed.lines, case), agreed.tips.get(str(kind), "")
    has_table = bool(agreed.lines)
    return Applying(kind, bool(conversation.kind), line, has_table, correction, tips, said)


def _way_of(conversation: Conversation, newest: Newest | None) -> str:
    if newest is None:
        return ""
    is_chat = channels.is_chat(conversation.channel)
    return str(
        way_of(visibility=newest.visibility, is_answer=bool(newest.answers), is_chat=is_chat)
    )


def _kind_of(
    conversation: Conversation, text: str, known: Sequence[KeptAnswer]
) -> tuple[Kind, KeptAnswer | None]:
    """Return what it is, and what puts it right when it is a misconception we know."""
    if conversation.is_emergency:
        return Kind.DANGER, None
    found = misconception_in(text, [(each.pk, each.misconception) for each in known])
    correction = next((each for each in known if each.pk == found), None)
    if conversation.kind:
        chosen = Kind(conversation.kind)
        return chosen, correction if chosen is Kind.MISCONCEPTION else None
    kind = kind_of(text)
    is_light = kind in (Kind.OPINION, Kind.QUESTION, Kind.COMPLAINT)
    return (Kind.MISCONCEPTION, correction) if correction and is_light else (kind, None)


def line_for_ending(conversation: Conversation, *, reason: str) -> ProtocolLine | None:
    """Return the line by which a conversation is left without an answer; None with a reason of
    one's own. Raises NotPossible when the table does not say so and nobody says why."""
    if reason.strip() or not channels.can_answer(conversation.channel):
        return None
    here = applying_to(conversation)
    if here.line and here.line.verdict == Verdict.LEAVE:
        return here.line
    if not here.has_table or (here.line is None and here.verdict == Verdict.LEAVE):
        return None
    raise NotPossible(_why_wanted(here))


def _why_wanted(here: Applying) -> str:
    if here.line is None:
        return _("No line of the protocol fits this. Say why it is not answered, beside the "
                 "protocol above it. Nothing has changed.")  # fmt: skip
    told = {
        Verdict.ANSWER: _("The protocol says: answer this (%(line)s). Say why it is not, beside "
                          "the protocol above it. Nothing has changed."),
        Verdict.ASK: _("The protocol says: ask first (%(line)s). Say what was decided, beside the "
                       "protocol above it. Nothing has changed."),
    }  # fmt: skip
    return told[Verdict(here.line.verdict)] % {"line": here.line.name}


def refuse(actor: Actor, conversation: Conversation, *, reason: str) -> None:
    """Raise AgainstProtocol where one asks first, or leaves people alone, and nobody says why this
    is answered. That it is, is written down. Part of the transaction that sends."""
    here = applying_to(conversation)
    if here.verdict not in (Verdict.LEAVE, Verdict.ASK):
        return
    is_asked = here.verdict == Verdict.ASK or here.kind is Kind.PEERS
    if is_asked and not reason.strip():
        raise AgainstProtocol(_why_asked(here))
    details: dict[str, Any] = {"line": here.line.pk, "rule": here.line.name} if here.line else {}
    record(
        actor, "conversation.answered_against_protocol", "conversation", conversation.pk,
        conversation_id=conversation.pk, team_id=conversation.channel.team_id,
        reason=reason.strip()[:1000], verdict=str(here.verdict), **details,
    )  # fmt: skip


def _why_asked(here: Applying) -> str:
    line = here.line
    if line is None or line.verdict != Verdict.ASK:
        return _("Here fellow sufferers help each other: do not come between them. Nothing was "
                 "sent; your text is kept.")  # fmt: skip
    return _("The protocol says: ask first (%(line)s): %(whom)s. Nothing was sent; your text is "
             "kept.") % {"line": line.name, "whom": line.why}  # fmt: skip


@transaction.atomic
def say_kind(actor: Actor, conversation: Conversation, *, kind: str) -> None:
    """Say what a conversation is; empty: by its words again. Raises NotPossible."""
    if kind and kind not in set(Kind) - {Kind.DANGER}:
        raise NotPossible(_("There is no such kind. Nothing has changed."))
    if handling.say_kind(conversation, kind=kind):
        team = conversation.channel.team_id
        record(actor, "conversation.kind_said", "conversation", conversation.pk,
               conversation_id=conversation.pk, team_id=team, kind=kind)  # fmt: skip
        announce(f"team-{team}", "conversation", conversation.pk)


def table() -> Sequence[ProtocolLine]:
    return queries.lines()


@transaction.atomic
def keep_line(actor: Actor, line: ProtocolLine, wanted: Mapping[str, Any]) -> bool:
    """Keep a line as it is `wanted`; tells whether that is new. Raises NotKept."""
    actions.lock_all()
    is_new = line.pk is None
    changed = [name for name in AS_CHOSEN if getattr(line, name) != wanted[name]]
    for name in changed:
        setattr(line, name, wanted[name])
    _refuse_contradiction(line, is_new=is_new)
    if is_new or changed:
        actions.keep_line(line)
        record(actor, "add" if is_new else "change", "protocol_line", line.pk, name=line.name,
               changed=changed)  # fmt: skip
    return bool(is_new or changed)


def _refuse_contradiction(line: ProtocolLine, *, is_new: bool) -> None:
    wrong, told = complaint_about(
        kind=line.kind, verdict=line.verdict, why=line.why, text=line.text
    )
    if wrong:
        raise NotKept(wrong, _(told))
    if queries.has_other_line_named(line):
        raise NotKept("name", _("There is a line with this name already. Choose another."))
    if other := queries.of_same_case(line):
        said = {"line": other.name, "verdict": other.get_verdict_display()}
        raise NotKept("verdict", _(
            "The line “%(line)s” is about exactly the same messages, and says: %(verdict)s. Two "
            "lines cannot say it both; change that one, or make this one more particular."
        ) % said)  # fmt: skip
    if is_new and len(queries.lines()) >= MOST_LINES:
        raise NotKept(
            "name", _("The table is full: at most %(most)s lines.") % {"most": MOST_LINES}
        )


@transaction.atomic
def forget_line(actor: Actor, line: ProtocolLine) -> None:
    """Remove a line. What was left by it keeps its name as the reason."""
    record(actor, "forget", "protocol_line", line.pk, name=line.name)
    actions.forget_line(line)


def name_of(kind: str) -> str:
    """Return a kind in words; of none, that it is every kind."""
    return _(NAMES[Kind(kind)]) if kind else _("Every kind")
