"""Reads the file of `gehoor setup`: TOML, every mistake named with its line and key.

A secret never stands in the file: it names an environment variable or another file.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from gehoor.channels import queries as channels
from gehoor.channels.rules import SECRET, part_account
from gehoor.contracts.connector import Connector, Field, presets_of
from gehoor.flows.organising import MOST_LINES, Work
from gehoor.flows.setup import OwnWeek
from gehoor.flows.setup_from_file import (
    ChannelWanted,
    DayWanted,
    PersonWanted,
    TeamWanted,
    Wanted,
)
from gehoor.organisation.rules import LONGEST_RETENTION
from gehoor.people.policies import Role
from gehoor.people.rules import Identity
from gehoor.planning.rules import OVERLAP_OF_NIGHT, Day, NotHours, day_in_a_night, read_day
from gehoor.planning.rules.public_holidays import Holiday
from gehoor.project.setup_lines import Lines, Place
from gehoor.project.setup_norms import read_norm_of
from gehoor.project.setup_work import read_emergencies_of, read_work_of
from gehoor.project.terminal import Trouble

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
AGREEMENTS = (
    "roster",
    "first_line",
    "second_line",
    "third_line",
    "style",
    "coordination",
)
PUBLIC = {"public_numbers": 2000, "public_addresses": 2000, "public_names": 2000, "case_forms": 500}
"""what may stand in a public answer, a line each, with the most signs"""
LANGUAGES = ("nl", "en")
LONGEST = 2000


class SetupFileIsWrong(Trouble):
    """The file cannot be used as it is. The message names line and key."""


@dataclass(frozen=True)
class Table:
    """One table of the file, which complains with the line something stands on."""

    values: Mapping[str, Any]
    place: Place
    lines: Lines = field(repr=False)

    def wrong(self, key: str, words: str) -> SetupFileIsWrong:
        return SetupFileIsWrong(self.lines.at((*self.place, key) if key else self.place, words))

    def only(self, *known: str) -> None:
        """Refuse keys nobody knows, with the one that was probably meant."""
        for key in self.values:
            if key not in known:
                meant = get_close_matches(key, known, 1)
                hint = f" Did you mean {meant[0]}?" if meant else f" Known: {', '.join(known)}."
                raise self.wrong(key, f"nobody knows this key.{hint}")

    def text(self, key: str, *, default: str | None = None, longest: int = LONGEST) -> str:
        value = self.values.get(key, default)
        if value is None:
            raise self.wrong("", f"{key} is missing.")
        if not isinstance(value, str):
            raise self.wrong(key, 'this must be text, between quotes ("…").')
        if len(value) > longest:
            raise self.wrong(key, f"this is longer than {longest} characters.")
        return value

    def choice(self, key: str, choices: Sequence[str], *, default: str) -> str:
        value = self.text(key, default=default)
        if value not in choices and value != default:
            raise self.wrong(key, f"{value!r} is none of {', '.join(choices)}.")
        return value

    def texts(self, key: str) -> list[str]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.wrong(key, 'this must be a list of texts, such as ["a", "b"].')
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "this must be true or false.")
        return value

    def table(self, key: str) -> "Table":
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, f"this must be a table: [{key}].")
        return Table(value, (*self.place, key), self.lines)

    def tables(self, key: str) -> Iterator["Table"]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.wrong(key, f"this must be a list of tables: [[{key}]].")
        for number, each in enumerate(value):
            yield Table(each, (*self.place, key, number), self.lines)


def read(path: Path) -> Wanted:
    """Read the whole file. Raises SetupFileIsWrong."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SetupFileIsWrong(f"{path} cannot be read: {type(error).__name__}.") from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SetupFileIsWrong(f"{path.name} is no TOML: {error}.") from error
    return _wanted(Table(values, (), Lines(path.name, text)))


def _wanted(file: Table) -> Wanted:
    file.only(
        "organisation", "teams", "people", "channels", "hours", "norms", "privacy", "agreements",
        "kept_answers", "macros", "rules", "emergencies", "protocol", "house_styles",
    )  # fmt: skip
    week, days = _hours(file)
    facts, officer = _privacy(file.table("privacy"))
    return Wanted(
        organisation=_organisation(file.table("organisation"))
        | facts
        | read_emergencies_of(file.table("emergencies"))
        | _agreements(file.table("agreements")),
        teams=[_team(each) for each in file.tables("teams")],
        people=[_person(each) for each in file.tables("people")],
        channels=[_channel(each) for each in file.tables("channels")],
        week=week,
        holidays=_holidays(file),
        days=days,
        norms=[read_norm_of(each) for each in file.tables("norms")],
        officer=officer,
        work=read_work_of(file),
        sits=file.table("organisation").choice("work", list(Work), default=""),
        lines=_lines(file.table("organisation")),
    )


def _organisation(table: Table) -> dict[str, Any]:
    table.only("name", "language", "identity", "signature", "work", "lines", *PUBLIC)
    found: dict[str, Any] = {
        "name": table.text("name", default="", longest=100),
        "language": table.choice("language", LANGUAGES, default="nl"),
        "identity": table.choice("identity", list(Identity), default=Identity.FIRST_NAME),
        "signature": table.text("signature", default="", longest=500),
        **{key: table.text(key, default="", longest=longest) for key, longest in PUBLIC.items()},
    }
    return {key: value for key, value in found.items() if key in table.values}


def _lines(table: Table) -> int:
    lines = table.values.get("lines", 1)
    if type(lines) is not int or not 1 <= lines <= MOST_LINES:
        raise table.wrong("lines", f"this is a number, 1 to {MOST_LINES}.")
    if "lines" in table.values and "work" not in table.values:
        raise table.wrong("lines", f"name work as well: {', '.join(Work)}.")
    return lines


def _privacy(table: Table) -> tuple[dict[str, Any], str]:
    table.only("purpose", "retention_months", "officer")
    found: dict[str, Any] = {}
    if "purpose" in table.values:
        found["purpose"] = table.text("purpose", longest=1000)
    if "retention_months" in table.values:
        months = table.values["retention_months"]
        if type(months) is not int or not 1 <= months <= LONGEST_RETENTION:
            raise table.wrong("retention_months", f"this is a number, 1 to {LONGEST_RETENTION}.")
        found["retention_months"] = months
    return found, table.text("officer", default="")


def _agreements(table: Table) -> dict[str, Any]:
    table.only(*AGREEMENTS)
    return {key: table.text(key) for key in AGREEMENTS if key in table.values}


def _team(table: Table) -> TeamWanted:
    table.only("name", "identity", "signature", "hours")
    return TeamWanted(
        name=table.text("name", longest=100),
        identity=table.choice("identity", list(Identity), default=""),
        signature=table.text("signature") if "signature" in table.values else None,
        hours=_own_hours(table),
        days=_days(table.table("hours")),
    )


def _person(table: Table) -> PersonWanted:
    table.only("name", "email", "roles", "teams")
    email = table.text("email", longest=200)
    if email.count("@") != 1 or email.startswith("@") or email.endswith("@"):
        raise table.wrong("email", f"{email!r} is no e-mail address.")
    roles = []
    for name in table.texts("roles"):
        if name not in list(Role):
            raise table.wrong("roles", f"{name!r} is no role. Choose from {', '.join(Role)}.")
        roles.append(Role(name))
    return PersonWanted(table.text("name", longest=100), email, roles, table.texts("teams"))


def _hours(file: Table) -> tuple[dict[int, Day] | None, list[DayWanted]]:
    if "hours" not in file.values:
        return None, []
    table = file.table("hours")
    table.only(*WEEKDAYS, "days", "holidays")
    return _week(table), _days(table)


def _week(table: Table) -> dict[int, Day]:
    week = {number: _day(table, name) for number, name in enumerate(WEEKDAYS)}
    in_a_night = day_in_a_night(week)
    if in_a_night is not None:
        raise table.wrong(WEEKDAYS[in_a_night], OVERLAP_OF_NIGHT)
    return week


def _own_hours(table: Table) -> OwnWeek | None:
    """Return the hours of a team or channel; None when the file does not say."""
    if "hours" not in table.values:
        return None
    hours = table.table("hours")
    hours.only(*WEEKDAYS, "closing_days", "days")
    if hours.values.keys() == {"days"}:
        return None  # only some days are different; every week is as it is
    week = _week(hours)
    if not any(week.values()):
        raise table.wrong("hours", "this is never open. Name a day, or leave out these hours.")
    return OwnWeek(week, keeps_days=hours.flag("closing_days", default=True))


def _holidays(file: Table) -> frozenset[Holiday] | None:
    """Return the public holidays one is closed; None when the file does not say."""
    table, found = file.table("hours"), set()
    if "holidays" not in table.values:
        return None
    for name in table.texts("holidays"):
        if name not in list(Holiday):
            known = ", ".join(Holiday)
            raise table.wrong("holidays", f"{name!r} is no holiday. Choose from {known}.")
        found.add(Holiday(name))
    return frozenset(found)


def _days(hours: Table) -> list[DayWanted]:
    """Return the days that are different, each of which is named once."""
    found: dict[date, DayWanted] = {}
    for each in hours.tables("days"):
        special = _special(each)
        if special[0] in found:
            raise each.wrong("day", "this day is named twice. Write all its hours in one.")
        found[special[0]] = special
    return list(found.values())


def _special(table: Table) -> DayWanted:
    table.only("day", "hours", "reason")
    day = table.values.get("day")
    if type(day) is not date:
        raise table.wrong("day", "this must be a day without quotes, as 2026-12-25.")
    if not 2000 <= day.year <= 2200:
        raise table.wrong("day", "choose a day of this century.")
    if "hours" not in table.values:
        raise table.wrong("", 'hours is missing. A day on which nobody is there has hours = "".')
    return day, _day(table, "hours"), table.text("reason", default="", longest=100)


def _day(table: Table, key: str) -> Day:
    try:
        return read_day(table.text(key, default=""))
    except NotHours as problem:
        raise table.wrong(key, str(problem)) from problem


def _channel(table: Table) -> ChannelWanted:
    table.only(
        "connector", "preset", "name", "team", "purpose", "try", "account", "secrets", "hours"
    )
    key = table.text("connector")
    connector = channels.connectors().get(key)
    if connector is None:
        known = ", ".join(sorted(channels.connectors()))
        raise table.wrong("connector", f"there is no {key!r}. Choose from {known}.")
    settings = _with_defaults(table, connector)
    return ChannelWanted(
        connector=connector,
        name=table.text("name", longest=100),
        team=table.text("team", longest=100),
        purpose=table.text("purpose", default="", longest=500),
        settings=settings,
        secrets=_secrets(table.table("secrets"), connector, settings),
        is_tried=table.flag("try", default=True),
        hours=_own_hours(table),
        days=_days(table.table("hours")),
    )


def _preset(table: Table, connector: Connector) -> dict[str, str]:
    known = {preset.key: preset for preset in presets_of(connector)}
    chosen = table.choice("preset", list(known), default="")
    return dict(known[chosen].settings) if chosen else {}


def _account(table: Table, connector: Connector) -> dict[str, str]:
    fields = {each.name: each for each in connector.fields if each.kind != SECRET}
    secret = [each.name for each in connector.fields if each.kind == SECRET]
    for name in secret:
        if name in table.values:
            raise table.wrong(name, "a secret belongs under secrets, as {env = …} or {file = …}.")
    table.only(*fields)
    return {name: _setting(table, fields[name]) for name in table.values}


def _setting(table: Table, asked: Field) -> str:
    value = table.values[asked.name]
    if asked.kind == "number":
        if type(value) is not int or value < 0:
            raise table.wrong(asked.name, "this must be a whole number.")
        return str(value)
    if asked.kind == "date" and type(value) is date:
        return value.isoformat()
    text = table.text(asked.name, longest=500)
    allowed = [choice for choice, _ in asked.choices]
    if asked.kind == "choice" and text not in allowed:
        raise table.wrong(asked.name, f"{text!r} is none of {', '.join(allowed)}.")
    return text


def _with_defaults(table: Table, connector: Connector) -> dict[str, str]:
    """Return every setting in the open; what other answers make pointless stays empty."""
    given = _preset(table, connector) | _account(table.table("account"), connector)
    filled_in = {asked.name: asked.default for asked in connector.fields} | given
    settings, _ = part_account(connector.fields, filled_in)
    for asked in connector.fields:
        is_open = asked.name in settings
        if is_open and asked.required and asked.is_asked(filled_in) and not settings[asked.name]:
            raise table.wrong("account", f"{asked.name} is missing.")
    return settings


def _secrets(table: Table, connector: Connector, settings: Mapping[str, str]) -> dict[str, str]:
    fields = {each.name: each for each in connector.fields if each.kind == SECRET}
    table.only(*fields)
    for name, asked in fields.items():
        if asked.required and asked.is_asked(settings) and name not in table.values:
            raise table.wrong("", f"{name} is missing.")
    return {name: _secret(table, name) for name in table.values}


def _secret(table: Table, name: str) -> str:
    source = table.values[name]
    if not isinstance(source, dict) or source.keys() not in ({"env"}, {"file"}):
        raise table.wrong(
            name,
            'a secret never stands in this file. Write {env = "NAME"} or {file = "path"}.',
        )
    [(kind, where)] = source.items()
    value = os.environ.get(str(where), "") if kind == "env" else _content(table, name, str(where))
    if not value:
        raise table.wrong(name, f"the {'variable' if kind == 'env' else 'file'} {where} is empty.")
    return value


def _content(table: Table, name: str, where: str) -> str:
    try:
        return Path(where).read_text("utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise table.wrong(
            name, f"the file {where} cannot be read: {type(error).__name__}."
        ) from error
