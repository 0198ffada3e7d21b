"""How every screen of setting up is shown."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gehoor.inbox import queries as inbox
from gehoor.organisation import queries as organisation
from gehoor.people.policies import (
    ORGANISATION,
    Actor,
    Policy,
    administer,
    coordinate_something,
    keep_answer,
    keep_answers,
    keep_phone_book,
    keep_register,
    keep_skills,
    see_channel_list,
    see_inspections,
    see_report_of_reads,
    see_settings,
)
from gehoor.screens.access import Request
from gehoor.screens.fragments import private

GROUPS: tuple[tuple[str, tuple[tuple[str, Policy], ...]], ...] = (
    (
        "reachable",
        (
            ("channels", see_channel_list),
            ("accounts", keep_register),
            ("outside", coordinate_something),
            ("hours", administer),
            ("told_hours", see_channel_list),
            ("norms", see_channel_list),
            ("rules", see_channel_list),
            ("emergencies", administer),
            ("protocol", keep_answers),
            ("styles", keep_answers),
            ("kept_answers", keep_answers),
            ("macros", keep_answers),
            ("second_eyes", coordinate_something),
            ("agenda", keep_answer),
            ("phone_book", keep_phone_book),
        ),
    ),
    (
        "colleagues",
        (
            ("people", see_settings),
            ("teams", see_settings),
            ("skills", keep_skills),
            ("logging_in", see_settings),
        ),
    ),
    (
        "about_us",
        (
            ("organisation", administer),
            ("agreements", administer),
            ("conduct_settings", administer),
            ("may_be_public", administer),
            ("hard_words", administer),
            ("privacy", administer),
        ),
    ),
    (
        "accountable",
        (
            ("changes", see_settings),
            ("seen", see_report_of_reads),
            ("inspections", see_inspections),
            ("held", administer),
        ),
    ),
)


def show(
    request: Request, template: str, tab: str, *, status: int = 200, **facts: Any
) -> HttpResponse:
    """Render one screen of setting up, with the menu of what this colleague may open."""
    facts |= {
        "place": "settings",
        "tab": tab,
        "side_menu": groups_for(request.actor),
        "unfinished": tab != "begin"
        and administer(request.actor, ORGANISATION)
        and not organisation.is_set_up(),
    }
    return private(render(request, f"settings/{template}", facts, status=status))


def tabs_for(actor: Actor) -> list[tuple[str, str]]:
    """Return the address and the words of every screen of setting up this colleague may open."""
    return [tab for _heading, tabs in groups_for(actor) for tab in tabs]


def groups_for(actor: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the same below a heading each, without headings that have nothing below them."""
    headings = {
        "reachable": _("How to reach us"),
        "colleagues": _("Colleagues"),
        "about_us": _("Who we are"),
        "accountable": _("Accountability"),
    }
    words = _words()
    groups = [
        (
            headings[heading],
            [(name, words[name]) for name, policy in tabs if _is_open(name, policy, actor)],
        )
        for heading, tabs in GROUPS
    ]
    return [(heading, tabs) for heading, tabs in groups if tabs]


def _is_open(name: str, policy: Policy, actor: Actor) -> bool:
    return policy(actor, ORGANISATION) and (name != "held" or inbox.count_held() > 0)


def _words() -> dict[str, str]:
    return {
        "channels": _("Channels"),
        "accounts": _("Accounts"),
        "outside": _("Sent outside Gehoor"),
        "skills": _("Skills"),
        "people": _("People"),
        "teams": _("Teams"),
        "logging_in": _("Logging in"),
        "hours": _("Opening hours"),
        "told_hours": _("Telling the hours"),
        "norms": _("Norms"),
        "rules": _("Rules"),
        "emergencies": _("Emergencies"),
        "protocol": _("Protocol"),
        "styles": _("House style"),
        "kept_answers": _("Kept answers"),
        "macros": _("Macros"),
        "second_eyes": _("Second eyes"),
        "agenda": _("Agenda"),
        "phone_book": _("Phone book"),
        "organisation": _("Organisation"),
        "agreements": _("Agreements"),
        "conduct_settings": _("Code of conduct"),
        "may_be_public": _("May be public"),
        "hard_words": _("Hard words"),
        "privacy": _("Privacy"),
        "changes": _("Log"),
        "seen": _("Who saw what"),
        "inspections": _("Inspections"),
        "held": _("Held back"),
    }
