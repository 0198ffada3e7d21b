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
from gehoor.screens.inbox.lists import Choice, address_of, chosen
from gehoor.screens.narrowing import Reading, is_of_reading, reading_in

LONGEST_NUMBER = 18


@dataclass(frozen=True)
class Asked:
    """What a form of the list says."""

    act: BulkAct.Act
    numbers: list[int]
    everything: bool
    choice: Choice | Reading
    seen: str
    """the newest message and row of the log when the list was shown, as the list wrote them"""
    is_one: bool = False
    """asked for one row by a button of its own"""

    @property
    def back(self) -> str:
        """The address of the list it was asked from."""
        if isinstance(self.choice, Reading):
            return self.choice.address()
        return address_of(self.choice)

    @property
    def is_plain(self) -> bool:
        """Is there nothing to ask before it is done? It can be undone."""
        return self.act == "inbox" or (self.is_one and self.act == "seen")

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
    act, _colon, number = given.get("one", "").partition(":")
    is_one = bool(act)
    act = act or given.get("do", "")
    if act not in BulkAct.Act.values:
        raise NotPossible(_("Choose what to do with them. Nothing has changed."))
    choice = reading_in(given) if is_of_reading(given) else chosen(given)
    everything = given.get("all") == "yes" and not is_one
    if everything:
        numbers = _everything(actor, choice)
    else:
        named = [number] if is_one else given.getlist("chosen")[: bulk.MOST]
        listed = (number_in(each) for each in named)
        numbers = inbox.visible_among(actor, [each for each in listed if each])
    if not numbers:
        raise NotPossible(_("No conversation is chosen. Nothing has changed."))
    seen = given.get("seen", "")[:40]
    return Asked(BulkAct.Act(act), numbers, everything, choice, seen, is_one=is_one)


def _everything(actor: Actor, choice: Choice | Reading) -> list[int]:
    """Return everything that fits a list, also what is not shown."""
    if isinstance(choice, Reading):
        return inbox.to_read(actor, choice.asked, most=bulk.MOST + 1)
    return inbox.matching(
        actor,
        choice.view,
        words=choice.words,
        narrowed=choice.narrowed,
        upto=choice.tier,
        most=bulk.MOST + 1,
    )


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
