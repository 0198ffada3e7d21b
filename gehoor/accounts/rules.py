"""The register as a file, and what holds of an account. No database, no Django."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from gehoor.kit.text import N_

LONGEST: Final = {"platform": 40, "handle": 200, "name": 100, "purpose": 500}
MOST_LINES: Final = 2_000
LARGEST_FILE: Final = 1_000_000
"""bytes"""
COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "platform": ("platform",),
    "handle": ("account", "handle"),
    "name": ("naam", "name"),
    "kind": ("soort", "kind"),
    "owner": ("eigenaar", "owner"),
    "backup": ("achtervang", "backup"),
    "purpose": ("doel", "purpose"),
    "ends_on": ("einddatum", "end date", "ends_on"),
}
"""each column, and what it may be called in a file; the first is what we write"""
NEEDED: Final = ("platform", "handle", "name")
KINDS: Final = {
    "": "main", "hoofd": "main", "hoofdaccount": "main", "main": "main",
    "project": "project", "wijk": "district", "district": "district",
}  # fmt: skip
DAYS: Final = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""with these a spreadsheet begins to reckon"""


class Care(StrEnum):
    """Whether somebody looks after an account."""

    THERE = "there"
    AWAY = "away"
    LEFT = "left"
    NOBODY = "nobody"


def care_of(*, has_owner: bool, is_active: bool, is_away: bool) -> Care:
    if not has_owner:
        return Care.NOBODY
    if not is_active:
        return Care.LEFT
    return Care.AWAY if is_away else Care.THERE


def is_over(ends_on: date | None, *, today: date) -> bool:
    """Has the day passed until which it was used for what it was made for?"""
    return ends_on is not None and ends_on < today


def flows_to_backup(care: Care, *, is_adopted: bool) -> bool:
    """Do its messages go to the team behind it?"""
    return is_adopted or care is not Care.THERE


@dataclass(frozen=True, slots=True)
class Line:
    """One account as a file has it."""

    number: int
    platform: str
    handle: str
    name: str
    kind: str = "main"
    owner: str = ""
    """a mail address"""
    backup: str = ""
    """the name of a team"""
    purpose: str = ""
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line; the sentence is translated where it is shown."""

    number: int
    words: str
    facts: Mapping[str, str | int]


class NotReadable(Exception):
    """The file as a whole cannot be read. The words are translated where they are shown."""

    def __init__(self, words: str, **facts: str | int) -> None:
        super().__init__(words)
        self.words, self.facts = words, facts


def read(raw: bytes) -> tuple[list[Line], list[Fault]]:
    """Return the lines of a file, and what is wrong with those that cannot be used."""
    rows = _rows(raw)
    columns = _columns(rows[0])
    lines: list[Line] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: _plain(row[at]) if at < len(row) else "" for name, at in columns.items()}
        found = _line(number, cells)
        if isinstance(found, Fault):
            faults.append(found)
            continue
        key = (found.platform.casefold(), found.handle.casefold())
        if key in seen:
            words = N_("stands in line %(other)s as well.")
            faults.append(Fault(number, words, {"other": seen[key]}))
            continue
        seen[key] = number
        lines.append(found)
    return lines, faults


def _rows(raw: bytes) -> list[list[str]]:
    if len(raw) > LARGEST_FILE:
        raise NotReadable(N_("The file is too large: at most 1 MB."))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if "\0" in text:
        raise NotReadable(N_("This is no CSV file. Save the sheet as CSV and try again."))
    first = text.split("\n", 1)[0]
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in first else ","))
    except csv.Error as problem:
        raise NotReadable(
            N_("This is no CSV file. Save the sheet as CSV and try again.")
        ) from problem
    if len(rows) < 2:
        raise NotReadable(N_("The file holds no accounts: a line with headings, then one a line."))
    if len(rows) > MOST_LINES:
        raise NotReadable(N_("At most %(most)s lines at once."), most=MOST_LINES)
    return rows


def _columns(headings: Sequence[str]) -> dict[str, int]:
    written = [heading.strip().casefold() for heading in headings]
    found = {
        name: written.index(called)
        for name, names in COLUMNS.items()
        for called in names
        if called in written
    }
    if missing := [COLUMNS[name][0] for name in NEEDED if name not in found]:
        raise NotReadable(N_("The first line misses: %(names)s."), names=", ".join(missing))
    return found


def _line(number: int, cells: Mapping[str, str]) -> Line | Fault:
    for name in NEEDED:
        if not cells[name]:
            return Fault(number, N_("%(column)s is empty."), {"column": COLUMNS[name][0]})
    for name, most in LONGEST.items():
        if len(cells.get(name, "")) > most:
            words = N_("%(column)s is too long: at most %(most)s signs.")
            return Fault(number, words, {"column": COLUMNS[name][0], "most": most})
    kind = KINDS.get(cells.get("kind", "").casefold())
    if kind is None:
        words = N_("the kind “%(given)s” is not known. Choose: hoofd, project or wijk.")
        return Fault(number, words, {"given": cells["kind"][:40]})
    day = cells.get("ends_on", "")
    ends_on = _day(day)
    if day and ends_on is None:
        words = N_("“%(given)s” is no date. Write it as 2026-12-31 or 31-12-2026.")
        return Fault(number, words, {"given": day[:40]})
    return Line(
        number, cells["platform"], cells["handle"], cells["name"], kind,
        cells.get("owner", ""), cells.get("backup", ""), cells.get("purpose", ""), ends_on,
    )  # fmt: skip


def _day(written: str) -> date | None:
    for pattern in DAYS:
        try:
            return datetime.strptime(written, pattern).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    return None


def _plain(cell: str) -> str:
    """Return what a cell says; the sign that kept a spreadsheet from reckoning goes."""
    bare = " ".join(cell.split())
    return bare[1:] if bare.startswith("'") and bare[1:2] in FORMULA else bare


def write(lines: Sequence[Line]) -> str:
    """Return the same as a file that a spreadsheet opens, and that can be read again."""
    words = {"main": "hoofd", "project": "project", "district": "wijk"}
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(names[0] for names in COLUMNS.values())
    for each in lines:
        writer.writerow(
            _harmless(cell)
            for cell in (
                each.platform, each.handle, each.name, words[each.kind], each.owner, each.backup,
                each.purpose, each.ends_on.isoformat() if each.ends_on else "",
            )
        )  # fmt: skip
    return "\ufeff" + file.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
