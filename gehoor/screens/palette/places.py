"""The screens one can go to by their name."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gehoor.people.policies import (
    Actor,
    Policy,
    act_on_many,
    answer,
    be_on_duty,
    colleague,
    coordinate_something,
    practise,
    see_conversations,
    see_health_page,
    see_questions,
    see_totals,
)
from gehoor.screens.access import may_anywhere
from gehoor.screens.inbox.lists import NAMES, saved_views
from gehoor.screens.settings.showing import tabs_for


@dataclass(frozen=True)
class Offer:
    """Somewhere to go, and the key that leads there too, if any."""

    name: Promise | str
    href: str
    key: str = ""
    subject: Promise | str = ""
    """of a screen of setting up: its name among those alone"""

    def fits(self, words: str) -> bool:
        """Do all words begin or stand somewhere in the name?"""
        name = str(self.name).casefold()
        return all(word in name for word in words.casefold().split())


SCREENS: Sequence[tuple[Promise | str, str, Policy]] = (
    (_("Inbox"), "inbox", see_conversations),
    (_("Reading mode"), "reading_mode", see_conversations),
    (_("Sending problems"), "problems", answer),
    (_("Not processed"), "failures", answer),
    (_("To approve"), "approvals", see_conversations),
    (_("Filter and views"), "views", see_conversations),
    (_("Done at once"), "many", act_on_many),
    (_("Who has what"), "board", coordinate_something),
    (_("Code of conduct"), "conduct", colleague),
    (_("Roster"), "roster", colleague),
    (_("Away and backup"), "away", be_on_duty),
    (_("Waiting for colleagues"), "questions", see_questions),
    (_("Practising"), "practice", practise),
    (_("Balance of the day"), "day_balance", see_totals),
    (_("Minutes of work"), "minutes", see_totals),
    (_("Right first time"), "first_time", see_totals),
    (_("Answered in our own channel"), "own_channel", see_totals),
    (_("For you: given, named, followed"), "named", see_conversations),
    (_("Matters"), "matters", act_on_many),
    (_("To tell as solved"), "follow_ups", act_on_many),
    (_("Compliments to publish"), "compliments", act_on_many),
    (_("Second line"), "second_line", see_totals),
    (_("Condition"), "health", see_health_page),
    (_("Language and display"), "profile", colleague),
    (_("Logging in and security"), "security", colleague),
    (_("Keys"), "keys", colleague),
)


def offers(actor: Actor) -> list[Offer]:
    """Return the lists, own views and screens this colleague may open."""
    return [*_lists(actor), *_screens(actor)]


def _lists(actor: Actor) -> list[Offer]:
    if not may_anywhere(actor, see_conversations):
        return []
    lists = [
        Offer(name, reverse("inbox_view", kwargs={"view": view})) for view, name in NAMES.items()
    ]
    return lists + [Offer(view["name"], view["href"], view["key"]) for view in saved_views(actor)]


def _screens(actor: Actor) -> list[Offer]:
    screens = [
        Offer(name, reverse(address))
        for name, address, policy in SCREENS
        if may_anywhere(actor, policy)
    ]
    settings = [
        Offer(_("Set up: %(subject)s") % {"subject": name}, reverse(address), subject=name)
        for address, name in tabs_for(actor)
    ]
    return screens + settings
