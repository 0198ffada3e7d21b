"""The log of a conversation, each act as a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from gehoor.audit.queries import Line
from gehoor.consultations.models import Call
from gehoor.flows.leaking import in_words
from gehoor.inbox.models import Conversation, Reply
from gehoor.kit.personal.found import Kind
from gehoor.kit.text import N_
from gehoor.people import queries as people
from gehoor.screens.words import long_moment

ACTS = {
    "conversation.shown": _("read the conversation"),
    "conversation.inspected": _("read the conversation in an inspection"),
    "inspection.begun": _("began an inspection of it"),
    "inspection.ended": _("ended an inspection of it"),
    "conversation.reopened": _("opened it again"),
    "conversation.tagged": _("added a label"),
    "conversation.untagged": _("took a label off"),
    "conversation.answered_again": _("answered although a colleague had answered"),
    "conversation.marked_unread": _("marked it as unread"),
    "conversation.left_to_answer": _("left it to be answered"),
    "conversation.sent_to_webcare": _("sent it from listening to webcare"),
    "conversation.split": _("split it: the later messages became a conversation of their own"),
    "conversation.split_off": _("made this conversation by splitting another"),
    "conversation.merged": _("merged another conversation into this one"),
    "conversation.merged_away": _("merged this conversation into an older one"),
    "conversation.split_undone": _("put back what was split"),
    "conversation.merge_undone": _("took apart again what was merged"),
    "conversation.emergency": _("put it on top: somebody may be in danger"),
    "conversation.no_emergency": _("took it from the top: nobody is in danger"),
    "conversation.emergency_found": _("put it on top by its words: somebody may be in danger"),
    "conversation.false_alarm": _("called it a false alarm: nobody was in danger"),
    "conversation.had_contact": _("noted: they tried before"),
    "conversation.first_contact": _("noted: this is the first time"),
    "conversation.linked": _("linked it to a matter"),
    "conversation.unlinked": _("took it out of its matter"),
    "conversation.contact_blocked": _("blocked this contact for a while"),
    "conversation.block_lifted": _("took the block of this contact away"),
    "conversation.follow_up_made": _("made a task: tell that it is solved"),
    "conversation.follow_up_told": _("told that it is solved"),
    "conversation.follow_up_dropped": _("left the task: it need not be told"),
    "conversation.consent_noted": _("noted that they may be quoted"),
    "conversation.consent_withdrawn": _("noted that they may not be quoted any more"),
    "compliment.taken": _("took the compliment over to publish it"),
    "compliment.thanked": _("thanked for a compliment"),
    "compliment.finished": _("counted a compliment"),
    "conversation.distanced": _("put it back to divide"),
    "conversation.taken_up": _("took it up again"),
    "conversation.given_back": _("gave it back: it was not for this team"),
    "reply.alone": _("answered by itself with the 112 text: nobody was there"),
    "conversation.not_by_social": _("noted: not by social media"),
    "conversation.by_social": _("noted: social media is fine again"),
    "conversation.answered_unwanted": _("answered by social media all the same"),
    "conversation.answered_against_protocol": _("answered other than the protocol says"),
    "conversation.advised_medically": _("sent what looks like medical advice"),
    "conversation.private_repeated": _("said to others what was written in private"),
    "conversation.kind_said": _("said what it is"),
    "conversation.brought_back": _("brought it back"),
    "question.link_opened": _("opened the link to the question"),
    "question.link_withdrawn": _("let the link to the question work no longer"),
    "question.changed": _("changed the question to a colleague"),
    "question.taken_back": _("took the question to a colleague back"),
    "conversation.we_phoned": _("phoned them"),
    "conversation.they_phoned": _("noted a call of theirs"),
    "macro.run": _("did the above with a macro"),
    "macro.undone": _("undid what a macro did"),
    "note.written": _("wrote an internal note"),
    "reply.queued": _("answered"),
    "approval.asked": _("wrote an answer that a second person looks at"),
    "approval.approved": _("approved an answer of a colleague"),
    "approval.returned": _("gave an answer back to a colleague"),
    "approval.withdrawn": _("took back an answer that waited for approval"),
    "reply.sent": _("sent the reply"),
    "reply.practised": _("would have sent the reply; the channel practises"),
    "reply.refused": _("saw the reply refused by the platform"),
    "reply.unknown": _("does not know whether the reply arrived"),
    "reply.failed": _("gave up sending the reply"),
    "reply.withdrawn": _("took the reply back"),
    "reply.confirmed": _("said that the reply arrived"),
    "reply.sent_again": _("had the reply sent again"),
    "reply.given_up": _("left the reply unsent"),
    "reply.held": _("held the reply back: it came out of a backup"),
    "reply.freed": _("had the held reply sent after all"),
    "reply.held_confirmed": _("said that the held reply arrived"),
    "reply.held_withdrawn": _("left the held reply unsent"),
    "conversation.covered": _("gave it to the team behind, because nobody was there"),
    "delivery.made_by_hand": _("made this message by hand from what could not be read"),
}
GIVEN_TO = {
    "conversation.passed_on": N_("passed the answer on to %(name)s"),
    "conversation.handed_over": N_("handed it over to %(name)s"),
}
LEFT_ALL_THE_SAME = {
    "reply.let_out": N_("let others read personal data: %(kinds)s"),
    "reply.personal_confirmed": N_("sent personal data in private: %(kinds)s"),
}
QUESTIONS = {
    ("question.asked", "call"): N_("asked a colleague of the second line, by phone"),
    ("question.asked", "link"): N_("asked a colleague of the second line, by a link"),
    ("question.answered", "phone"): N_("noted what the second line answered by phone"),
    ("question.answered", "link"): N_("answered the question by the link"),
    ("question.linked", "False"): N_("made a link to the question"),
    ("question.linked", "True"): N_("made a link to the question, in which a name may stand"),
}
FLOWS = {
    "replies": _("Sending"),
    "incoming": _("Intake"),
    "timer": _("The clock"),
    "restore": _("The restore"),
    "emergencies": _("Looking for emergencies"),
    "routing": _("A rule"),
    "expert": _("The second line"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    at: datetime
    who: str
    what: str
    reason: str


def sentences(lines: Sequence[Line]) -> list[Sentence]:
    """Put each act in words; an act without words of its own shows its name."""
    together = [list(each) for _act, each in groupby(lines, _act_on_messages)]
    sides = (line.details.get(side) for line in lines for side in ("before", "after"))
    in_notes = (number for line in lines for number in line.details.get("named", ()))
    named = people.names_of({number for number in (*sides, *in_notes) if number})
    return [
        Sentence(
            line.at,
            line.who if line.is_person else str(FLOWS.get(line.who, line.who)),
            _on_messages(line, len(more) + 1) or _words(line, named) + _together(line),
            line.reason,
        )
        for line, *more in together
    ]


def _act_on_messages(line: Line) -> object:
    """What lines have in common that are shown as one: an act on messages of the thread has a line
    for each of them, and says how many they were."""
    is_of_messages = line.act in ("message.finished", "message.reopened")
    return (line.act, line.details.get("bulk")) if is_of_messages else id(line)


def _on_messages(line: Line, number: int) -> str:
    """Say what was done with so many messages of the thread; empty for every other act."""
    if line.act == "message.reopened":
        words = ngettext(
            "opened %(n)s message of the thread again",
            "opened %(n)s messages of the thread again",
            number,
        )
        return words % {"n": number}
    if line.act != "message.finished":
        return ""
    outcome = str(line.details.get("outcome", ""))
    words = ngettext(
        "finished %(n)s message of the thread: %(outcome)s",
        "finished %(n)s messages of the thread: %(outcome)s",
        number,
    )
    return words % {
        "n": number,
        "outcome": dict(Conversation.Outcome.choices).get(outcome, outcome),
    }


def _together(line: Line) -> str:
    """Say that it was part of an act on many, if it was."""
    others = int(line.details.get("of", 1)) - 1
    if "undoes" in line.details:
        return gettext(", undoing what was done to several at once")
    if others < 1:
        return ""
    return ngettext(
        ", together with %(n)s other", ", together with %(n)s others", others
    ) % {"n": others}  # fmt: skip


def _words(line: Line, named: dict[int, str]) -> str:
    if line.act == "conversation.assigned":
        return _assigned(line, named)
    if line.act == "conversation.taken_over":
        name = named.get(line.details.get("before") or 0, "")
        if not name:
            return gettext("took the answer over")
        return gettext("took the answer over from %(name)s") % {"name": name}
    if line.act in GIVEN_TO:
        name = named.get(line.details.get("after") or 0, "") or line.details.get("team_name", "")
        return gettext(GIVEN_TO[line.act]) % {"name": name}
    if line.act == "reply.referred":
        return _referred(line)
    if line.act in ("conversation.snoozed", "conversation.came_back"):
        return _put_off(line)
    if line.act == "conversation.finished":
        return _finished(line)
    told = (
        _note(line, named) or _let_out(line) or _approved(line) or _by_rule(line) or _question(line)
    )
    return told or str(ACTS.get(line.act, line.act))


def _finished(line: Line) -> str:
    outcome = str(line.details.get("outcome", ""))
    words = dict(Conversation.Outcome.choices).get(outcome, outcome)
    by_line = gettext("finished it by the protocol: %(outcome)s")
    return (by_line if "line" in line.details else gettext("finished it: %(outcome)s")) % {
        "outcome": words
    }


def _by_rule(line: Line) -> str:
    """Say what a rule did, with its name, or that it was given back; empty when by none."""
    told = {
        "conversation.routed": N_("passed it on to another team, by the rule “%(rule)s”"),
        "conversation.tagged": N_("added a label, by the rule “%(rule)s”"),
        "conversation.emergency_found": N_("put it on top, by the rule “%(rule)s”"),
        "conversation.given_back": N_("gave back what the rule “%(rule)s” had passed on"),
    }
    name = line.details.get("rule", "")
    return gettext(told[line.act]) % {"rule": name} if name and line.act in told else ""


def _note(line: Line, named: dict[int, str]) -> str:
    """Say whom a note named; empty when it is none, or named nobody."""
    names = ", ".join(named.get(number, "") for number in line.details.get("named", ()))
    if not names:
        return ""
    return gettext("wrote an internal note, and named %(names)s") % {"names": names}


def _approved(line: Line) -> str:
    """Say of what a second person approved that they changed it; empty for other acts."""
    is_changed = line.act == "approval.approved" and line.details.get("changed")
    return gettext("approved an answer of a colleague, with a change") if is_changed else ""


def _let_out(line: Line) -> str:
    """Say of which kinds personal data left because somebody decided so; empty for other acts."""
    kinds = in_words([Kind(kind) for kind in line.details.get("kinds", ())])
    told = LEFT_ALL_THE_SAME.get(line.act, "")
    return gettext(told) % {"kinds": kinds} if told else ""


def _referred(line: Line) -> str:
    reason = str(line.details.get("referral", ""))
    if reason == Reply.Referral.NONE:
        return gettext("said that the reply is no referral")
    words = dict(Reply.Referral.choices).get(reason, reason)
    return gettext("sent them elsewhere: %(reason)s") % {"reason": words}


def _put_off(line: Line) -> str:
    """Until when exactly it was put off; or why it is back."""
    written = line.details.get("until")
    moment = long_moment(datetime.fromisoformat(written)) if written else ""
    if line.act == "conversation.snoozed" and moment:
        return gettext("put it off until %(moment)s") % {"moment": moment}
    if line.act == "conversation.snoozed":
        return gettext("put it off until an answer came")
    if line.who == "timer":
        return gettext("brought it back: it was put off until %(moment)s") % {"moment": moment}
    if moment:
        return gettext("brought it back, put off until %(moment)s: an answer came") % {
            "moment": moment
        }
    return gettext("brought it back: an answer came")


def _assigned(line: Line, named: dict[int, str]) -> str:
    name = named.get(line.details.get("after") or 0, "")
    if not name:
        return gettext("put it back to divide")
    if name == line.who:
        return gettext("took it")
    return gettext("gave it to %(name)s") % {"name": name}


def _question(line: Line) -> str:
    """Say what became of a question to the second line; empty for other acts."""
    told = line.details
    if line.act == "question.called":
        words = dict(Call.Result.choices).get(told.get("result", ""), "")
        return gettext("called the second line: %(result)s") % {"result": words}
    if line.act == "question.due":
        moment = long_moment(datetime.fromisoformat(told["due_at"]))
        return gettext("gave the second line until %(moment)s") % {"moment": moment}
    how = str(told.get("way") or told.get("how") or bool(told.get("with_name")))
    return gettext(QUESTIONS[line.act, how]) if (line.act, how) in QUESTIONS else ""
