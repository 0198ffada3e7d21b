"""When, if, then: which rules fit a message, and what they do together. No database, no Django.

Rules are asked in their order. Each acts once for one message or label, so nothing goes round; a
label that a rule sets can let another rule act. The first that names a team decides about it.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from gehoor.kit.text import N_
from gehoor.kit.words import fold

ARRIVAL: Final = "arrival"
LABEL: Final = "label"
MOST_LINES: Final = 50
LONGEST_LINE: Final = 100
MOST_READ: Final = 10_000
"""characters of a message that are looked through"""

NOTHING_TO_DO = N_("Choose what the rule does: a team, a label or emergency.")
NO_LABEL = N_("Say which label must be set.")
TOO_MANY_WORDS = N_("At most 50 lines of at most 100 characters.")
NO_WORD = N_("A line needs at least one letter or figure.")


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of a message and its conversation when rules are asked."""

    channel: int
    way: str
    sender: str
    """folded"""
    text: str = field(repr=False)
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """One rule."""

    pk: int
    name: str
    when: str = ARRIVAL
    on_tag: str = ""
    channel: int | None = None
    way: str = ""
    sender: str = ""
    words: str = ""
    to_team: int | None = None
    tag: str = ""
    is_urgent: bool = False

    def fits(self, fact: Fact, plain: str) -> bool:
        """Is it like this? `plain` is the folded text, so that many rules fold it once."""
        return (
            self.channel in (None, fact.channel)
            and self.way in ("", fact.way)
            and (not self.sender or is_of(fact.sender, self.sender))
            and (not self.words or bool(_pattern(self.words).search(plain)))
        )


@dataclass(slots=True)
class Decided:
    """What the rules do together, each effect with the rule it is of."""

    team: tuple[Asked, int] | None = None
    tags: list[tuple[Asked, str]] = field(default_factory=list)
    urgent: Asked | None = None
    acted: list[Asked] = field(default_factory=list)


def decide(rules: Sequence[Asked], fact: Fact, *, label: str = "") -> Decided:
    """Return what happens when this message comes in; or, with `label`, when that is set."""
    decided, tags = Decided(), set(fact.tags)
    plain = plain_text(fact.text)
    waiting = [(LABEL, label) if label else (ARRIVAL, "")]
    while waiting:
        when, tag = waiting.pop(0)
        for rule in rules:
            is_asked = rule.when == when and rule.on_tag.casefold() == tag.casefold()
            if not is_asked or rule in decided.acted or not rule.fits(fact, plain):
                continue
            decided.acted.append(rule)
            if rule.to_team is not None and decided.team is None:
                decided.team = (rule, rule.to_team)
            if rule.is_urgent and decided.urgent is None:
                decided.urgent = rule
            if rule.tag and rule.tag not in tags:
                tags.add(rule.tag)
                decided.tags.append((rule, rule.tag))
                waiting.append((LABEL, rule.tag))
    return decided


def circle_in(rules: Sequence[Asked]) -> Sequence[str]:
    """Return the names of rules that lead back to the first of them; none when no rules do.

    Only a label that a rule sets can let another act, so only rules about labels can go round.
    """
    by_label = [rule for rule in rules if rule.when == LABEL]

    def onward(rule: Asked) -> list[Asked]:
        return [each for each in by_label if rule.tag and _is_same(each.on_tag, rule.tag)]

    for first in by_label:
        paths = [[first]]
        seen: set[int] = set()
        while paths:
            path = paths.pop()
            for following in onward(path[-1]):
                if following == first:
                    return [rule.name for rule in path]
                if following.pk not in seen:
                    seen.add(following.pk)
                    paths.append([*path, following])
    return ()


def _is_same(tag: str, other: str) -> bool:
    return tag.casefold() == other.casefold()


def is_of(sender: str, wanted: str) -> bool:
    """Is this the address that is wanted, or one of that organisation?"""
    return sender.endswith(wanted) if wanted.startswith("@") else sender == wanted


def plain_text(text: str) -> str:
    return " ".join(fold(text[:MOST_READ]).split())


def lines_in(words: str) -> list[str]:
    """Return the words, each line once, as they were written."""
    lines = (" ".join(line.split()) for line in words.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def complaint_about(words: str) -> str:
    """Return what is wrong with these words, or nothing."""
    lines = lines_in(words)
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        return TOO_MANY_WORDS
    if not all(re.search(r"\w", line) for line in lines):
        return NO_WORD
    return ""


@lru_cache(maxsize=256)
def _pattern(words: str) -> re.Pattern[str]:
    """A line stands in a text as whole words; one that ends in * also begins longer ones."""
    lines = [(re.escape(fold(line.rstrip("*"))), line.endswith("*")) for line in lines_in(words)]
    return re.compile("|".join(rf"\b{plain}" + (r"" if is_begin else r"\b")
                               for plain, is_begin in lines))  # fmt: skip


def share(returned: int, passed: int) -> float:
    """Return the share of what went the wrong way, in per cent."""
    return 100 * returned / passed if passed else 0.0


def names_of(acted: Collection[Asked]) -> str:
    return ", ".join(rule.name for rule in acted)
