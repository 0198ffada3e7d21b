"""What an answer would give away of somebody: looked at before it leaves, without any network.

Where others read along it is stopped: the text stays a draft, and what is somebody's own can go in
a private message. In private it is asked once. Of what was found only the kind is written down.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoor.audit.actions import record
from gehoor.contracts.posts import Visibility
from gehoor.flows import answering, audience
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import handling
from gehoor.inbox.models import Conversation, Draft, DraftFile, Reply
from gehoor.kit.clock import now
from gehoor.kit.personal.finding import blocks_in_public, find
from gehoor.kit.personal.found import Kind, Own, Span
from gehoor.kit.personal.health import find_health
from gehoor.kit.personal.parting import in_two
from gehoor.kit.text import N_
from gehoor.organisation import queries as organisation
from gehoor.people import queries as people
from gehoor.people.policies import Actor

NAMES: Final[Mapping[Kind, Any]] = {
    Kind.BSN: gettext_lazy("citizen service number (BSN)"),
    Kind.IBAN: gettext_lazy("account number"),
    Kind.PHONE: gettext_lazy("telephone number"),
    Kind.EMAIL: gettext_lazy("e-mail address"),
    Kind.POSTCODE_ADDRESS: gettext_lazy("address"),
    Kind.LICENCE_PLATE: gettext_lazy("licence plate"),
    Kind.BIRTH_DATE: gettext_lazy("date of birth"),
    Kind.PATIENT_NUMBER: gettext_lazy("patient number"),
    Kind.CASE_NUMBER: gettext_lazy("case number"),
    Kind.PERSON_NAME: gettext_lazy("name of a person"),
    Kind.DIAGNOSIS: gettext_lazy("illness of a person"),
}
NOBODYS: Final = Own(case_forms=())
"""nothing is the organisation's own: whatever could be found is found"""
CAMERA: Final = re.compile(r"(?<!\d)(?:19|20)\d{6}[_-]\d{6,9}(?!\d)")
STOPPED: Final = N_(
    "This answer gives away personal data, and others can read it. Nothing was sent. Write it anew "
    "without them."
)


@dataclass(frozen=True)
class Found:
    """One text of an answer, with what in it is somebody's own."""

    text: str = field(repr=False)
    spans: Sequence[Span]
    file: str = ""
    """the name of the file it describes; empty for the answer itself"""
    is_name: bool = False
    """it is that name itself"""

    def marks(self) -> list[str]:
        """Return what is found by kind and place, without a letter of it."""
        where = "name" if self.is_name else "file" if self.file else "text"
        return [f"{where}:{each.kind}:{each.start}-{each.end}" for each in self.spans]

    def only(self, spans: Sequence[Span]) -> "Found":
        return replace(self, spans=spans)


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody saw that an answer gives away, and why it may: that, and nothing else."""

    token: str = ""
    reason: str = ""
    seen_in: str = field(default="", repr=False)
    """the text they saw it in, where a second person let another leave: that may hold the same"""


UNDECIDED: Final = Decided()


@dataclass(frozen=True)
class Settled:
    """What may leave because somebody decided so."""

    kinds: Sequence[Kind] = ()
    marks: Sequence[str] = ()
    """of what others will read"""
    reason: str = ""


NOTHING_GIVEN: Final = Settled()


@dataclass
class GivesAway(NotPossible):
    """An answer gives away what is somebody's own."""

    told: str
    found: Sequence[Found] = field(repr=False)
    token: str
    is_for_more: bool

    def __str__(self) -> str:
        return self.told


@dataclass(frozen=True)
class Leaving:
    """An answer as it would leave."""

    text: str = field(repr=False)
    files: Sequence[DraftFile]
    readers: Visibility
    to: str


def settle(conversation: Conversation, answer: Leaving, decided: Decided) -> Settled:
    """Return what may leave although it is somebody's own. Raises GivesAway until its writer
    decided so; where others read along that takes a reason, and a second person (`second_eyes`)."""
    described = [(file.description, file.name) for file in answer.files]
    suspect = _suspects(answer.text, described)
    if not suspect:
        return NOTHING_GIVEN
    own = own_of(conversation)
    found = _look(answer.text, described, own)
    is_for_more = audience.reaches_more(conversation, answer.readers)
    if not is_for_more:
        found = _without_names_they_gave(conversation, found, to=answer.to)
    if not found:
        return NOTHING_GIVEN
    token = _token_of(found)
    is_seen = decided.token == token or _is_of_before(found, decided, own)
    if told := _what_is_missing(found, decided, own, is_seen=is_seen, in_public=is_for_more):
        raise GivesAway(told, found, token, is_for_more)
    marks = [mark for each in found for mark in each.marks()] if is_for_more else []
    return Settled(kinds_in(found), marks, decided.reason.strip())


def _what_is_missing(
    found: Sequence[Found], decided: Decided, own: Own, *, is_seen: bool, in_public: bool
) -> str:
    """Say what stands in the way; nothing when somebody decided that it may leave."""
    kinds = {"kinds": in_words(kinds_in(found))}
    if not in_public and not is_seen:
        return _("Not sent yet. Found: %(kinds)s. May this person know it?") % kinds
    if in_public and not is_seen:
        return _("Not sent: others read this too. Found: %(kinds)s. Your text is kept.") % kinds
    if in_public and not decided.reason.strip():
        return _("Say why this may be read by others. Nothing was sent; your text is kept.")
    if in_public and find(decided.reason, own):
        return _("Leave personal data out of the reason: it stands in the log. Nothing was sent; "
                 "your text is kept.")  # fmt: skip
    return ""


def _is_of_before(found: Sequence[Found], decided: Decided, own: Own) -> bool:
    """Does a changed text give away nothing but what was decided about in the one before it? The
    files are the same."""
    if not decided.seen_in:
        return False
    before = _words_of(look(decided.seen_in.strip(), own))
    return all(each.file or _words_of(each) <= before for each in found)


def _words_of(found: Found) -> set[tuple[Kind, str]]:
    return {(span.kind, found.text[span.start : span.end]) for span in found.spans}


@transaction.atomic
def set_apart(
    actor: Actor, conversation: Conversation, *, text: str, answers: int | None = None
) -> None:
    """Keep what is somebody's own in a text as an answer to one person, and what is left of it for
    all readers; nothing is sent. Raises NotPossible where an answer cannot be kept from others."""
    if not actor.user_id:
        return
    answered = answering.settle(conversation, chosen=answers)
    audience.settle(conversation, answered, wanted=Visibility.DIRECT)
    rest, personal = in_two(text, look(text, own_of(conversation)).spans)
    there = inbox.draft_text_of(conversation, actor.user_id, kind=Draft.Kind.PRIVATE)
    together = there if personal in there else f"{there.rstrip()}\n\n{personal}".strip()
    kept: dict[str, Any] = {"author_id": actor.user_id, "now": now(),
            "answers": answering.name_of(conversation, chosen=answers)}  # fmt: skip
    for kind, words in ((Draft.Kind.REPLY, rest), (Draft.Kind.PRIVATE, together)):
        handling.keep_draft(conversation, kind=kind, text=words, **kept)


def log_decided(actor: Actor, reply: Reply, settled: Settled) -> None:
    """Write down that somebody let personal data leave: of which kind, never what they are."""
    if settled.kinds:
        act = "reply.let_out" if settled.marks else "reply.personal_confirmed"
        record(
            actor, act, "reply", reply.pk, conversation_id=reply.message.conversation_id,
            team_id=reply.channel.team_id, reason=settled.reason if settled.marks else "",
            kinds=[str(kind) for kind in settled.kinds],
        )  # fmt: skip


def is_stopped(reply: Reply) -> bool:
    """Would a reply whose turn has come let others read what nobody decided they may?

    In private a person was asked already, and a machine has nobody to ask.
    """
    message = reply.message
    if not audience.reaches_more(message.conversation, Visibility(reply.visibility)):
        return False
    text, described = inbox.whole_text(reply), inbox.descriptions_of(message)
    if not _suspects(text, described):
        return False
    found = _look(text, described, own_of(message.conversation))
    return not {mark for each in found for mark in each.marks()} <= set(reply.let_out)


def refuse_again(reply: Reply) -> None:
    """Raise NotPossible when a reply that is to be sent once more would be stopped."""
    if is_stopped(reply):
        raise NotPossible(_(STOPPED))


def own_of(conversation: Conversation) -> Own:
    """Return what may be named in a conversation: our own, and who wrote here."""
    ours, channel = what_is_ours(), conversation.channel
    signed = organisation.what_is_in(channel.team.signature)
    mailbox = [channel.address] if "@" in channel.address.lstrip("@") else []
    writers = inbox.names_of_writers(conversation)
    return Own(
        numbers=[*ours.numbers, *signed.numbers],
        addresses=[*ours.addresses, *signed.addresses, *mailbox],
        names=[*ours.names, *signed.names, channel.team.name, *writers],
        case_forms=ours.case_forms,
    )


def what_is_ours() -> Own:
    """Return what the organisation gives of itself, with the names of its colleagues."""
    ours = organisation.what_is_public()
    return replace(ours, names=[*ours.names, *people.active_names()])


def look(text: str, own: Own) -> Found:
    """Return what in a text may not be read by everybody."""
    found = [span for span in find(text, own) if blocks_in_public(span)]
    ill = [span for span in find_health(text) if not any(span.touches(other) for other in found)]
    return Found(text, sorted([*found, *ill]))


def _look(text: str, described: Sequence[tuple[str, str]], own: Own) -> list[Found]:
    """Look at an answer, at what is said of its files and at their names; return what holds
    something."""
    texts = [(text.strip(), ""), *described]
    found = [Found(words, look(words, own).spans, name) for words, name in texts]
    found += [_look_at_name(name, own) for _, name in described]
    return [each for each in found if each.spans]


def _look_at_name(name: str, own: Own) -> Found:
    """A camera gives a moment, which is nobody's; what else stands in a name is read as words."""
    words = CAMERA.sub(lambda found: " " * len(found[0]), name).replace("_", " ")
    return Found(name, look(words, own).spans, name, is_name=True)


def _suspects(text: str, described: Sequence[tuple[str, str]]) -> bool:
    """Could there be anything? Most answers hold nothing; then nobody's name has to be asked."""
    return bool(_look(text, described, NOBODYS))


def _without_names_they_gave(
    conversation: Conversation, found: Sequence[Found], *, to: str
) -> list[Found]:
    """Leave out the names that whoever is answered wrote to us here: they know them."""
    if not any(span.kind is Kind.PERSON_NAME for each in found for span in each.spans):
        return list(found)
    theirs = _bare(" ".join(inbox.words_of(conversation, to)))
    kept = [each.only([s for s in each.spans if not _is_theirs(each, s, theirs)]) for each in found]
    return [each for each in kept if each.spans]


def _is_theirs(found: Found, span: Span, theirs: str) -> bool:
    is_name = span.kind is Kind.PERSON_NAME
    return is_name and _bare(found.text[span.start : span.end]) in theirs


def _bare(words: str) -> str:
    """Return words so that a name is found in others as a whole."""
    return " " + " ".join(re.findall(r"\w+", words.casefold())) + " "


def kinds_in(found: Sequence[Found]) -> list[Kind]:
    """Return each kind once, in the order of the list above."""
    there = {span.kind for each in found for span in each.spans}
    return [kind for kind in NAMES if kind in there]


def in_words(kinds: Sequence[Kind]) -> str:
    return ", ".join(str(NAMES[kind]) for kind in kinds)


def _token_of(found: Sequence[Found]) -> str:
    """Return what names exactly this, so that what is decided holds for nothing else."""
    facts = [
        (mark, each.text[span.start : span.end])
        for each in found
        for mark, span in zip(each.marks(), each.spans, strict=True)
    ]
    return sha256(json.dumps(facts).encode()).hexdigest()
