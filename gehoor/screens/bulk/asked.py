"""Reading what somebody asks for many conversations: which, seen when, and what is to be done."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from gehoor.flows import bulk
from gehoor.flows.replies import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import BulkAct
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Actor
from gehoor.screens import until
from gehoor.screens.inbox.lists import Choice, chosen

LONGEST_NUMBER = 18


@dataclass(frozen=True)
class Asked:
    """What a form of the list says."""

    act: BulkAct.Act
    numbers: list[int]
    everything: bool
    choice: Choice
    seen: str
    """the newest message and row of the log when the list was shown, as the list wrote them"""

    def wanted(self, given: QueryDict, user: User) -> bulk.Wanted:
        message, _dash, entry = self.seen.partition("-")
        return bulk.Wanted(
            act=self.act,
            seen_message=number_in(message) or 0,
            seen_entry=number_in(entry) or 0,
            tag=given.get("label", ""),
            assignee=_receiver(given.get("to", ""), user) if self.act == "assign" else None,
            reason=given.get("reason", ""),
            until=until.wanted_in(given).until if self.act == "snooze" else None,
        )


def asked_in(given: QueryDict, actor: Actor) -> Asked:
    """Raises NotPossible when nothing is chosen, or no act."""
    act = given.get("do", "")
    if act not in BulkAct.Act.values:
        raise NotPossible(_("Choose what to do with them. Nothing has changed."))
    choice = chosen(given)
    everything = given.get("all") == "yes"
    if everything:
        numbers = inbox.matching(
            actor,
            choice.view,
            words=choice.words,
            narrowed=choice.narrowed,
            upto=choice.tier,
            most=bulk.MOST + 1,
        )
    else:
        listed = (number_in(each) for each in given.getlist("chosen")[: bulk.MOST])
        numbers = inbox.visible_among(actor, [each for each in listed if each])
    if not numbers:
        raise NotPossible(_("No conversation is chosen. Nothing has changed."))
    return Asked(BulkAct.Act(act), numbers, everything, choice, given.get("seen", "")[:40])


def number_in(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def _receiver(asked: str, user: User) -> User | None:
    """Return who gets them: oneself ("me"), a colleague, or nobody (empty)."""
    if asked in ("", "me"):
        return user if asked else None
    found = people.find_user(number_in(asked) or 0)
    if found is None:
        raise NotPossible(_("There is no such colleague. Nothing has changed."))
    return found[0]
