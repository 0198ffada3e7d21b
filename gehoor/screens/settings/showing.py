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
    see_channel_list,
    see_report_of_reads,
    see_settings,
)
from gehoor.screens.access import Request
from gehoor.screens.fragments import private

TABS: tuple[tuple[str, Policy], ...] = (
    ("channels", see_channel_list),
    ("people", see_settings),
    ("teams", see_settings),
    ("logging_in", see_settings),
    ("hours", administer),
    ("organisation", administer),
    ("agreements", administer),
    ("privacy", administer),
    ("changes", see_settings),
    ("seen", see_report_of_reads),
    ("held", administer),
)


def show(
    request: Request, template: str, tab: str, *, status: int = 200, **facts: Any
) -> HttpResponse:
    """Render one screen of setting up, with the tabs this colleague may open."""
    facts |= {
        "place": "settings",
        "tab": tab,
        "tabs": tabs_for(request.actor),
        "unfinished": tab != "begin"
        and administer(request.actor, ORGANISATION)
        and not organisation.is_set_up(),
    }
    return private(render(request, f"settings/{template}", facts, status=status))


def tabs_for(actor: Actor) -> list[tuple[str, str]]:
    words = {
        "channels": _("Channels"),
        "people": _("People"),
        "teams": _("Teams"),
        "logging_in": _("Logging in"),
        "hours": _("Opening hours"),
        "organisation": _("Organisation"),
        "agreements": _("Agreements"),
        "privacy": _("Privacy"),
        "changes": _("Log"),
        "seen": _("Who saw what"),
        "held": _("Held back"),
    }
    open_to = [name for name, policy in TABS if policy(actor, ORGANISATION)]
    return [(name, words[name]) for name in open_to if name != "held" or inbox.count_held()]
