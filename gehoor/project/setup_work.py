"""Reads what a file of `gehoor setup` says of the work: kept answers, macros, rules, emergencies,
protocol and house style; every mistake with its line and key."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from gehoor.contacts.rules import fold
from gehoor.flows.handling import usable_label
from gehoor.flows.refusing import NotPossible
from gehoor.flows.setup_of_work import Item, Work
from gehoor.knowledge import rules as kept
from gehoor.knowledge.rules import style
from gehoor.knowledge.rules.kept_forms import Form
from gehoor.knowledge.rules.kinds import Kind
from gehoor.knowledge.rules.protocol import Verdict, complaint_about
from gehoor.planning.rules.norms import Way
from gehoor.routing import rules as routing

FORMS = tuple(str(form) for form in Form)
Self = TypeVar("Self", bound="Table")
LONGEST_112 = 270
SHORTEST_WORD = 4


class Table(Protocol):
    """What is used here of a table of the file."""

    @property
    def values(self) -> Mapping[str, Any]: ...
    def only(self, *known: str) -> None: ...
    def text(self, key: str, *, default: str | None = None, longest: int = 0) -> str: ...
    def texts(self, key: str) -> list[str]: ...
    def flag(self, key: str, *, default: bool) -> bool: ...
    def choice(self, key: str, choices: Sequence[str], *, default: str) -> str: ...
    def wrong(self, key: str, words: str) -> Exception: ...
    def table(self: Self, key: str) -> Self: ...
    def tables(self: Self, key: str) -> Iterator[Self]: ...


def read_work_of(file: Table) -> Work:
    """Read all of it. Raises SetupFileIsWrong."""
    protocol = file.table("protocol")
    protocol.only("ready_made", "lines")
    return Work(
        kept_answers=[_item(each, _kept_answer(each)) for each in file.tables("kept_answers")],
        macros=[_item(each, _macro(each)) for each in file.tables("macros")],
        rules=[_item(each, _rule(each)) for each in file.tables("rules")],
        lines=[_item(each, _line(each)) for each in protocol.tables("lines")],
        takes_ready_made=protocol.flag("ready_made", default=False),
        styles=[_item(each, _style(each)) for each in file.tables("house_styles")],
    )


def read_emergencies_of(table: Table) -> dict[str, Any]:
    """Read words of one's own and the 112 texts, as the organisation keeps them."""
    table.only("words", "text", "answers", "answer")
    found: dict[str, Any] = {}
    if "words" in table.values:
        words = [" ".join(each.split()) for each in table.texts("words")]
        for each in words:
            if len(each) < SHORTEST_WORD or len(each.split()) > 6:
                raise table.wrong(
                    "words", f"{each!r}: at least four characters, at most six words."
                )
        found["emergency_words"] = "\n".join(dict.fromkeys(words))
    for key, name in (("text", "emergency_text"), ("answer", "emergency_answer")):
        if key in table.values:
            found[name] = table.text(key, longest=LONGEST_112)
            if found[name] and "112" not in found[name]:
                raise table.wrong(key, "this text does not mention 112.")
    if "answers" in table.values:
        found["answers_emergencies"] = table.flag("answers", default=False)
    return found


def _item(table: Table, values: Mapping[str, Any]) -> Item:
    return Item(values, lambda key, words: str(table.wrong(key, words)))


def _name(table: Table, key: str, *, longest: int) -> str:
    name = " ".join(table.text(key, longest=longest).split())
    if not any(sign.isalnum() for sign in name):
        raise table.wrong(key, "a name has at least one letter or figure.")
    return name


def _link(table: Table) -> str:
    link = table.text("link", default="", longest=500).strip()
    try:
        if link:
            URLValidator(schemes=["http", "https"])(link)
    except ValidationError as problem:
        raise table.wrong("link", "a link begins with https:// and names a page.") from problem
    return link


def _of(table: Table, key: str, known: Sequence[str]) -> str:
    value = table.text(key, default="", longest=40)
    if value and value not in known:
        raise table.wrong(key, f"{value!r} is not known. Choose from {', '.join(known)}.")
    return value


def _kept_answer(table: Table) -> dict[str, Any]:
    table.only("title", "shortcut", "text", "link", "misconception", "labels", "team", "owner",
               "review_on", *FORMS)  # fmt: skip
    shortcut = kept.fold_shortcut(table.text("shortcut", default="", longest=31))
    if shortcut and not kept.is_shortcut(shortcut):
        raise table.wrong("shortcut", "this is one word of letters and figures, at most 30.")
    review_on = table.values.get("review_on")
    if review_on is not None and type(review_on) is not date:
        raise table.wrong("review_on", "this must be a day without quotes, as 2027-03-01.")
    labels = kept.read_labels(",".join(table.texts("labels")))
    if len(labels) > kept.MOST_LABELS or any(len(each) > kept.LONGEST_LABEL for each in labels):
        raise table.wrong("labels", "at most 10 words, of at most 40 letters each.")
    text = table.text("text", longest=kept.LONGEST_TEXT).strip()
    if not text:
        raise table.wrong("text", "this text is empty.")
    return {
        "title": _name(table, "title", longest=100), "shortcut": shortcut, "text": text,
        "link": _link(table), "labels": labels, "review_on": review_on,
        "misconception": table.text("misconception", default="", longest=300),
        "team": table.text("team", default="", longest=100),
        "owner": table.text("owner", default="", longest=200),
        "forms": {
            each: table.text(each, longest=kept.LONGEST_TEXT).strip()
            for each in FORMS if each in table.values
        },
    }  # fmt: skip


def _label(table: Table, key: str) -> str:
    name = table.text(key, default="", longest=40)
    try:
        return usable_label(name) if name else ""
    except NotPossible as problem:
        raise table.wrong(key, str(problem)) from problem


def _macro(table: Table) -> dict[str, Any]:
    table.only("name", "team", "kept_answer", "label", "gives", "ends")
    found = {
        "name": _name(table, "name", longest=60),
        "team": table.text("team", default="", longest=100),
        "kept_answer": table.text("kept_answer", default="", longest=100),
        "label": _label(table, "label"),
        "gives": _of(table, "gives", ("me", "nobody")),
        "ends": _of(table, "ends", ("handled", "seen", "answer", "tomorrow")),
    }
    if not any(found[key] for key in ("kept_answer", "label", "gives", "ends")):
        raise table.wrong("", "this macro does nothing: name a kept_answer, label, gives or ends.")
    if found["kept_answer"] and found["ends"]:
        raise table.wrong("ends", "a text is sent first, so the same macro cannot end it.")
    return found


def _rule(table: Table) -> dict[str, Any]:
    table.only("name", "on", "on_label", "channel", "kind", "sender", "words", "to_team", "label",
               "emergency")  # fmt: skip
    words = "\n".join(routing.lines_in("\n".join(table.texts("words"))))
    if told := routing.complaint_about(words):
        raise table.wrong("words", told)
    on_tag = table.text("on_label", default="", longest=40)
    found = {
        "name": _name(table, "name", longest=60), "is_on": table.flag("on", default=True),
        "when": routing.LABEL if on_tag else routing.ARRIVAL, "on_tag": on_tag,
        "channel": table.text("channel", default="", longest=100),
        "way": _of(table, "kind", list(Way)),
        "sender": fold(table.text("sender", default="", longest=320)), "words": words,
        "to_team": table.text("to_team", default="", longest=100),
        "tag": _label(table, "label"), "is_urgent": table.flag("emergency", default=False),
    }  # fmt: skip
    if not (found["to_team"] or found["tag"] or found["is_urgent"]):
        raise table.wrong(
            "", "this rule does nothing: name a to_team, a label or emergency = true."
        )
    return found


def _line(table: Table) -> dict[str, Any]:
    table.only("name", "kind", "channel", "way", "sender", "verdict", "why", "text", "link")
    found = {
        "name": _name(table, "name", longest=60), "kind": _of(table, "kind", list(Kind)),
        "channel": table.text("channel", default="", longest=100),
        "way": _of(table, "way", list(Way)),
        "sender": fold(table.text("sender", default="", longest=320)),
        "verdict": _of(table, "verdict", list(Verdict)),
        "why": table.text("why", default="", longest=300),
        "text": table.text("text", default="", longest=2000).strip(), "link": _link(table),
    }  # fmt: skip
    if not found["verdict"]:
        raise table.wrong("verdict", f"is missing. Choose from {', '.join(Verdict)}.")
    facts = {name: found[name] for name in ("kind", "verdict", "why", "text")}
    key, told = complaint_about(**facts)
    if told:
        raise table.wrong(key, told)
    return found


def _style(table: Table) -> dict[str, Any]:
    table.only("channel", "address", "avoid", "must", "forbidden", "most_emoji", "most_words",
               "binding")  # fmt: skip
    lines = {key: "\n".join(table.texts(key)) for key in ("avoid", "must", "forbidden")}
    for key, words in lines.items():
        is_pairs = key == "avoid"
        told = (style.complaint_about_pairs if is_pairs else style.complaint_about_lines)(words)
        if told:
            raise table.wrong(key, told)
    return {
        "channel": table.text("channel", default="", longest=100),
        "address": _of(table, "address", ["u", "je"]),
        **{key: "\n".join(style.lines_in(words)) for key, words in lines.items()},
        "most_emoji": _number(table, "most_emoji", least=0, most=20),
        "most_words": _number(table, "most_words", least=5, most=100),
        "is_binding": table.flag("binding", default=False),
    }


def _number(table: Table, key: str, *, least: int, most: int) -> int | None:
    value = table.values.get(key)
    if value is None:
        return None
    if type(value) is not int or not least <= value <= most:
        raise table.wrong(key, f"this is a number, {least} to {most}.")
    return value
