"""Who saw what in a period: to read, to filter, to add up, and to take along with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gehoor.flows import second_person, seeing
from gehoor.flows.replies import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.queries import Seen
from gehoor.kit.clock import here
from gehoor.kit.table import csv_text
from gehoor.people.models import ROLE_NAMES
from gehoor.people.policies import Role, see_report_of_reads
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private
from gehoor.screens.settings.seen_forms import ContactForm, ExportForm, PeriodForm, teams_of
from gehoor.screens.settings.showing import show

MOST_ROWS = 100_000
"""in one download; more than a spreadsheet is pleasant with"""
KNOWN_ROLES = {str(role) for role in Role}
ACTS = {
    "conversation.shown": gettext_lazy("Read a conversation"),
    "conversation.inspected": gettext_lazy("Read a conversation in an inspection"),
    "original.shown": gettext_lazy("Saw the original of a message"),
    "attachment.shown": gettext_lazy("Saw a picture"),
    "attachment.downloaded": gettext_lazy("Downloaded an attachment"),
    "delivery.downloaded": gettext_lazy("Downloaded what could not be read"),
    "conversations.searched": gettext_lazy("Searched conversations"),
    "report.shown": gettext_lazy("Looked at who saw what"),
    "report.exported": gettext_lazy("Downloaded who saw what"),
}


ANSWERS = {"agree": second_person.agree, "noted": second_person.note}


@dataclass(frozen=True, slots=True)
class Line:
    """One reading in words."""

    at: datetime
    who: str
    what: str
    conversation_id: int | None
    contact_id: int | None
    contact: str
    team: str
    right: str
    reason: str


@who_may(see_report_of_reads)
@require_safe
def seen(request: Request) -> HttpResponse:
    """Show who saw what, each time or taken together."""
    form = PeriodForm(request.GET, request.actor)
    if not form.is_valid():
        return _show(request, form, status=422)
    if request.method == "GET":
        seeing.report(request.actor)
    asked, by = form.asked(request.actor), form.cleaned_data["by"]
    if by != "each":
        return _show(request, form, totals=inbox.totals_of_seen(asked, by), by=by)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        asked = replace(asked, before=int(before))
    rows = inbox.seen(asked)
    following = form.query(before=rows[-1].pk) if len(rows) == inbox.SEEN_PAGE else ""
    return _show(request, form, rows=[in_words(row) for row in rows], following=following)


@who_may(see_report_of_reads)
@require_POST
def find_contact(request: Request) -> HttpResponse:
    """Find a contact by a name or address, which so stands in no address of ours."""
    form = PeriodForm(request.POST, request.actor)
    words = ContactForm(request.POST)
    if not (form.is_valid() and words.is_valid()):
        return _show(request, form, words=words, status=422)
    found = inbox.contacts_named(words.cleaned_data["words"].strip(), teams_of(request.actor))
    if len(found) == 1:
        return redirect(f"{reverse('seen')}?{form.query(contact=found[0][0])}")
    if not found:
        words.add_error("words", _("Nobody is called so, or writes from exactly this address."))
    return _show(request, form, words=words, found=found, status=200 if found else 422)


@who_may(see_report_of_reads)
@require_POST
def export(request: Request) -> HttpResponse:
    """Hand out the report as a table for a spreadsheet; why is in the log."""
    form, why = PeriodForm(request.POST, request.actor), ExportForm(request.POST)
    if not (form.is_valid() and why.is_valid()):
        return _show(request, form, why=why, status=422)
    asked = form.asked(request.actor)
    try:
        rows = seeing.export(request.actor, asked, reason=why.cleaned_data["reason"])
    except seeing.AgreementNeeded:
        messages.success(
            request, _("A second person must agree first. They find it on this screen.")
        )
        return redirect(f"{reverse('seen')}?{form.query()}")
    kept = list(islice(rows, MOST_ROWS + 1))
    if len(kept) > MOST_ROWS:
        why.add_error("reason", _("That is more than 100,000 lines. Choose a shorter period."))
        return _show(request, form, why=why, status=422)
    table = HttpResponse(table_of(kept), "text/csv; charset=utf-8")
    name = f"wie-zag-wat-{form.cleaned_data['since']}-{form.cleaned_data['until']}.csv"
    table["Content-Disposition"] = f'attachment; filename="{name}"'
    return private(table)


@who_may(see_report_of_reads)
@require_POST
def answer(request: Request) -> HttpResponse:
    """Agree, or not, that a colleague takes much along; or say that one saw that somebody did."""
    number = request.POST.get("request", "")
    decide = ANSWERS.get(request.POST.get("act", ""), second_person.refuse)
    try:
        decide(request.actor, int(number) if number.isdecimal() and len(number) < 19 else 0)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Your answer is in the log, and your colleague sees it here."))
    return redirect("seen")


def table_of(rows: Iterable[Seen]) -> str:
    """Return readings as a table for a spreadsheet, with moments as the clock here showed them."""
    head = [
        _("When"), _("Who"), _("What"), _("Number of the conversation"), _("Contact"), _("Team"),
        _("By which right"), _("Reason"),
    ]  # fmt: skip
    return csv_text(head, (_cells(in_words(row)) for row in rows))


def _cells(line: Line) -> list[object]:
    return [
        f"{here(line.at):%Y-%m-%d %H:%M:%S}",
        line.who,
        line.what,
        line.conversation_id,
        line.contact,
        line.team,
        line.right,
        line.reason,
    ]


def in_words(row: Seen) -> Line:
    rights = [str(ROLE_NAMES[Role(role)]) for role in row.rights if role in KNOWN_ROLES]
    return Line(
        row.at,
        row.who,
        str(ACTS.get(row.act, row.act)),
        row.conversation_id,
        row.contact_id,
        row.contact,
        row.team,
        ", ".join(rights) or _("Not kept"),
        row.reason,
    )


def _show(request: Request, form: PeriodForm, *, status: int = 200, **facts: Any) -> HttpResponse:
    """Render the report, or what is wrong with what was asked."""
    contact = form.cleaned_data.get("contact") if form.is_valid() else None
    told: dict[str, Any] = {
        "form": form,
        "why": ExportForm(None),
        "words": ContactForm(None),
        "rows": None,
        "totals": None,
        "by": "",
        "found": (),
        "waiting": second_person.waiting_for(request.actor),
        "own": second_person.asked_by(request.actor),
        "following": "",
        "contact": inbox.name_of_contact(contact, teams_of(request.actor)) if contact else None,
    }
    return show(request, "seen.html", "seen", status=status, **told | facts)
