"""The lines of the protocol that Gehoor comes with: a beginning, to be made one's own.

A formal complaint, an objection and a Woo request get a receipt and are told which way to go, as
the law has it; a medical question gets a safe text. Written for the organisation's language.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from gehoor.audit.actions import record
from gehoor.flows.protocol import NotKept, keep_line, table
from gehoor.knowledge.models import ProtocolLine
from gehoor.knowledge.rules.kinds import Kind
from gehoor.knowledge.rules.protocol import Verdict
from gehoor.organisation import queries as organisation
from gehoor.people.policies import Actor


@dataclass(frozen=True, slots=True)
class Ready:
    """One line as Gehoor comes with it."""

    kind: Kind
    verdict: Verdict
    name: str
    why: str
    text: str = ""

    def wanted(self) -> dict[str, Any]:
        return {
            "name": self.name, "kind": str(self.kind), "channel_id": None, "way": "", "sender": "",
            "verdict": str(self.verdict), "why": self.why, "text": self.text, "link": "",
        }  # fmt: skip


@transaction.atomic
def take(actor: Actor) -> int:
    """Put the lines that are not there yet in the table; return how many. What colleagues wrote
    themselves stays as it is."""
    there = {line.kind for line in table() if not (line.channel_id or line.way or line.sender)}
    taken = sum(_took(actor, each) for each in lines() if str(each.kind) not in there)
    if taken:
        record(actor, "take_ready_made", "protocol", 0, lines=taken)
    return taken


def _took(actor: Actor, ready: Ready) -> bool:
    """One whose name somebody gave to another line is left out."""
    try:
        return keep_line(actor, ProtocolLine(), ready.wanted())
    except NotKept:
        return False


def lines() -> list[Ready]:
    """Return them all in the language of the organisation."""
    with override(organisation.ours().language):
        return [*_formal(), *_of_people(), *_usual()]


def _formal() -> list[Ready]:
    answer = Verdict.ANSWER
    return [
        Ready(
            Kind.FORMAL, answer, _("Formal complaint"),
            _("By law it gets a receipt and is told which way to go. Fill in the link."),
            _("We have read your message. You want to make a formal complaint. That cannot be done "
              "here, because we must know for certain who you are. Please send it by our complaint "
              "form or by letter; you then get a confirmation, and the term begins that day. Would "
              "you like to tell us first what went wrong? Send us a private message."),
        ),
        Ready(
            Kind.OBJECTION, answer, _("Objection"),
            _("By law it gets a receipt and is told which way to go. Mind the term of six weeks."),
            _("We have read your message. You do not agree with a decision. An objection cannot be "
              "made here: that goes by our form or by letter, mostly within six weeks after the "
              "date of the decision. You then get a confirmation. Do not wait too long, also when "
              "you have questions: those we answer meanwhile."),
        ),
        Ready(
            Kind.WOO, answer, _("Woo request"),
            _("By law it is told which way to go, with a receipt."),
            _("We have read your message. You ask for documents under the Open Government Act "
              "(Woo). We handle that once it has come in by our form, by mail or by letter; you "
              "then get a confirmation with the term. Do tell in it what it is about and of which "
              "period, then it goes quicker."),
        ),
    ]  # fmt: skip


def _of_people() -> list[Ready]:
    return [
        Ready(
            Kind.MEDICAL, Verdict.ANSWER, _("Medical question"),
            _("Never give advice. Send the safe text, and hand it to who treats them."),
            _("We cannot judge this here, and we give no medical advice. Please call the practice "
              "that treats you, or your GP; in the evening and at weekends the out-of-hours GP. Is "
              "it life-threatening? Call 112. Please leave out in public what is about your "
              "health."),
        ),
        Ready(Kind.DANGER, Verdict.ANSWER, _("Danger"), _("First the 112 text, then all else.")),
        Ready(
            Kind.GRIEF, Verdict.ANSWER, _("Grief or loss"),
            _("Answer personally and calmly: first the person, then what must be arranged."),
        ),
        Ready(
            Kind.PEERS, Verdict.LEAVE, _("Fellow sufferers"),
            _("They help each other. Read along, and step in only when somebody is in danger."),
        ),
    ]  # fmt: skip


def _usual() -> list[Ready]:
    answer, leave = Verdict.ANSWER, Verdict.LEAVE
    return [
        Ready(Kind.MISCONCEPTION, answer, _("Misconceptions"),
              _("Put it right once, with a source; then leave the discussion to others.")),
        Ready(Kind.COMPLAINT, answer, _("Complaints"),
              _("Say sorry for the trouble first; then what you do about it.")),
        Ready(Kind.REPORT, answer, _("Reports"),
              _("Say that it was reported, and where they can follow it.")),
        Ready(Kind.QUESTION, answer, _("Questions"), _("Answer what is asked.")),
        Ready(Kind.THANKS, leave, _("Thanks and praise"),
              _("A short thank you is nice, and need not be.")),
        Ready(Kind.ADVERTISING, leave, _("Advertising"), _("Never react to it.")),
        Ready(Kind.OPINION, leave, _("Opinions"),
              _("Everybody may have one. React only when facts are wrong.")),
    ]  # fmt: skip
