"""The register of processing as a page of text (Markdown), made from what is declared and set."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from gehoor import __version__
from gehoor.channels import queries as channels
from gehoor.consultations import queries as consultations
from gehoor.flows.processing.of_messages import OF_MESSAGES
from gehoor.flows.processing.of_work import OF_WORK
from gehoor.flows.processing.words import Held, Purpose
from gehoor.logins import queries as logins
from gehoor.organisation import queries as organisation
from gehoor.people import queries as people
from gehoor.people.policies import Role

DECLARED: Final[dict[str, tuple[Held, ...]]] = OF_MESSAGES | OF_WORK


def page(*, day: date) -> str:
    """Return the register as it is on this day, in the language that is on."""
    parts = [*_head(day), *_receivers(), *_purposes(), *_safety()]
    return "\n".join(parts) + "\n"


def _head(day: date) -> Iterator[str]:
    ours = organisation.ours()
    officers = people.with_role(Role.PRIVACY_OFFICER).values_list("name", flat=True)
    yield "# " + _("Register of processing")
    yield ""
    made = _("Made by Gehoor %(version)s on %(day)s, from the settings as they were then.")
    yield made % {"version": __version__, "day": day.isoformat()}
    yield ""
    yield from _table(
        (_("about"), _("as it was filled in")),
        [
            (_("Organisation"), ours.name or _not_told()),
            (_("Privacy officer"), ", ".join(officers) or _not_told()),
            (_("What messages are kept for"), ours.purpose or _not_told()),
            (_("Term that was agreed"), _agreed(ours.retention_months)),
        ],
    )


def _agreed(months: int | None) -> str:
    if months is None:
        return _not_told()
    words = _("%(months)d months. Gehoor does not carry this out yet: it removes no message by "
              "itself. See below what stays.")  # fmt: skip
    return words % {"months": months}


def _not_told() -> str:
    return _("not filled in")


def _receivers() -> Iterator[str]:
    yield "## " + _("Who receives data")
    yield ""
    yield _("Colleagues see what their roles and teams give them. Beside them:")
    yield ""
    yield from _table((_("who"), _("what for")), list(_others()))
    yield _(
        "Gehoor itself sends nothing to its makers, and has no texts looked at elsewhere. Who runs "
        "your server, database or backup is a processor too; Gehoor does not know them, so add "
        "them here."
    )
    yield ""


def _others() -> Iterator[tuple[str, str]]:
    for channel in channels.all_channels().filter(is_closed=False):
        name = f"{channel.connector}: {channel.name} ({channel.get_stage_display()})"
        yield name, channel.purpose or _not_told()
    if number := consultations.listed().count():
        what = _("They read the question that a colleague asks them, and what was added to it.")
        yield _("Specialists in the list: %(number)d") % {"number": number}, what
    if provider := logins.provider_in_use():
        what = _("It tells who logs in; it learns that this colleague did.")
        yield f"{provider.name} ({provider.issuer})", what
    if settings.EMAIL_HOST:
        what = _("It passes on mail of Gehoor to colleagues.")
        yield settings.EMAIL_HOST, what
    if settings.AUDIT_SYSLOG:
        what = _("It keeps the heads of the log; they hold nothing about people.")
        yield _("The log server of your own"), what


def _purposes() -> Iterator[str]:
    yield "## " + _("What is kept, what for and how long")
    yield ""
    yield _(
        "Fields are called as in the database. Times, numbers and choices in the same row stay as "
        "long as what stands beside them. A backup holds what was there when it was made."
    )
    yield ""
    for purpose in Purpose:
        if rows := _rows_for(purpose):
            yield f"### {purpose.label}"
            yield ""
            yield from _table((_("of whom"), _("how long"), _("fields")), rows)


def _rows_for(purpose: Purpose) -> list[tuple[str, str, str]]:
    together: dict[tuple[str, str], list[str]] = defaultdict(list)
    for table, declared in DECLARED.items():
        for held in declared:
            if held.whose and held.purpose == purpose:
                place = (str(held.whose.label), str(held.term.label))
                together[place].append(f"{table}: {', '.join(held.fields)}")
    return [(whose, term, "; ".join(fields)) for (whose, term), fields in together.items()]


def _safety() -> Iterator[str]:
    yield "## " + _("How it is guarded")
    yield ""
    for line in (
        _("Each colleague sees what a role and a team give; a second step at log-in can be asked."),
        _("Passwords are kept so that nobody can read them; logins of channels are encrypted."),
        _("Who did and who saw what stands in a log that shows when it was changed."),
        _("What came in from outside is read apart and shown as text."),
    ):
        yield f"- {line}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(head)
    yield "|" + "---|" * len(head)
    yield from (_row(row) for row in rows)
    yield ""


def _row(cells: Iterable[object]) -> str:
    """Return a line of a table; what somebody typed cannot break out of its cell."""
    clean = (" ".join(str(cell).split()).replace("|", "\\|") for cell in cells)
    return "| " + " | ".join(clean) + " |"
