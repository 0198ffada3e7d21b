"""Makes texts with personal numbers in many notations, among numbers that only look like them.

All are made by a seed and invented. There are two halves that share no sentence: one at hand while
rules are written, and one held out, which also has notations the first half has not.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final

AT_HAND_SEED: Final = 20_261_126
HELD_OUT_SEED: Final = 977_131
MARK: Final = re.compile(r"\[([a-z]+(?:_[a-z]+)?):((?:\[\w+\]|[^\[\]])*)\]")
LETTERS: Final = "BDFGHJKLMNPRSTVXZ"


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to be found: from where to where, and what it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and what is to be found in it."""

    text: str
    marks: tuple[Mark, ...]


def marked(line: str) -> Marked:
    """Read a text in which `[kind:words]` stands for words that are to be found."""
    text, marks, last = "", [], 0
    for found in MARK.finditer(line):
        text += line[last : found.start()]
        marks.append(Mark(len(text), len(text) + len(found[2]), found[1]))
        text += found[2]
        last = found.end()
    return Marked(text + line[last:], tuple(marks))


def read(path: Path) -> list[Marked]:
    """Return the texts of a file, one a line; lines with # say what they are."""
    lines = path.read_text().splitlines()
    return [marked(line) for line in lines if line and not line.startswith("#")]


def passes_eleven(digits: str) -> bool:
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    sum_of = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return sum_of % 11 == 0 and digits.strip("0") != ""


def nine(chance: Random, *, passing: bool) -> str:
    """Return nine digits that pass the eleven test, or that do not."""
    while True:
        digits = f"{chance.randrange(10_000_000, 999_999_999):09}"
        if passes_eleven(digits) == passing:
            return digits


def account(chance: Random, *, passing: bool = True) -> str:
    """Return a Dutch account number; one that does not pass differs in one digit."""
    bank = chance.choice(("ABNA", "RABO", "INGB", "SNSB", "TRIO", "KNAB", "BUNQ", "ASNB"))
    number = f"{chance.randrange(10_000_000, 9_999_999_999):010}"
    spelled = "".join(str(int(sign, 36)) for sign in f"{bank}{number}NL00")
    check = 98 - int(spelled) % 97
    wrong = check if passing else check % 96 + 2
    return f"NL{wrong:02}{bank}{number}"


def in_groups(digits: str, sizes: Sequence[int], sign: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(digits[at : at + size])
        at += size
    return sign.join(parts)


def _bsn(chance: Random, *, unusual: bool) -> str:
    digits = nine(chance, passing=True)
    ways = [digits, digits, in_groups(digits, (4, 2, 3), "."), in_groups(digits, (3, 3, 3), " "),
            in_groups(digits, (3, 3, 3), "."), in_groups(digits, (3, 3, 3), "-")]  # fmt: skip
    if unusual:
        ways += [in_groups(digits, (4, 2, 3), " "), in_groups(digits, (2, 2, 2, 3), " "),
                 in_groups(digits, (3, 3, 3), "\u00a0"), in_groups(digits, (1,) * 9, " "),
                 in_groups(digits, (4, 5), " ")]  # fmt: skip
    return chance.choice(ways)


def _iban(chance: Random, *, unusual: bool) -> str:
    whole = account(chance)
    spaced = in_groups(whole, (4, 4, 4, 4, 2), " ")
    ways = [whole, spaced, whole.lower(), in_groups(whole, (4, 4, 4, 4, 2), ".")]
    if unusual:
        ways += [spaced.lower(), in_groups(whole, (4, 4, 4, 4, 2), "-"),
                 in_groups(whole, (2, 2, 4, 10), " ")]  # fmt: skip
    return chance.choice(ways)


def _phone(chance: Random, *, unusual: bool) -> str:
    mobile = f"6{chance.randrange(10_000_000, 60_000_000):08}"
    area = chance.choice(("10", "20", "30", "40", "50", "70", "71", "26", "38", "58"))
    fixed = f"{area}{chance.randrange(2_000_000, 8_999_999)}"
    small = f"{chance.choice(('182', '346', '413', '522', '513', '111'))}"
    small += f"{chance.randrange(200_000, 899_999)}"
    ways = [f"0{mobile}", f"06-{mobile[1:]}", f"06 {in_groups(mobile[1:], (2, 2, 2, 2), ' ')}",
            f"+31{mobile}", f"+31 6 {mobile[1:]}", f"0031{mobile}", f"0{area}-{fixed[2:]}",
            f"0{area} {in_groups(fixed[2:], (3, 2, 2), ' ')}", f"0{small[:3]}-{small[3:]}",
            f"(0{area}) {in_groups(fixed[2:], (3, 4), ' ')}"]  # fmt: skip
    if unusual:
        ways += [f"+31 (0)6 {in_groups(mobile[1:], (2, 2, 2, 2), ' ')}", f"06/{mobile[1:]}",
                 f"06.{in_groups(mobile[1:], (2, 2, 2, 2), '.')}",
                 f"0{small[:3]} {in_groups(small[3:], (2, 2, 2), ' ')}",
                 f"+31-{area}-{fixed[2:]}", f"06 {in_groups(mobile[1:], (4, 4), ' ')}"]  # fmt: skip
    return chance.choice(ways)


def _email(chance: Random, *, unusual: bool) -> str:
    name = chance.choice(("k.vermeer", "sanne1988", "j_dijk", "fatima.b", "piet", "r-demir", "aw"))
    host, end = chance.choice(("post", "voorbeeld", "mijnmail", "xs4you")), chance.choice(
        ("nl", "com", "example", "eu"))  # fmt: skip
    ways = [f"{name}@{host}.{end}", f"{name}@{host}.{end}".upper(), f"{name} at {host} punt {end}",
            f"{name}(at){host}.{end}", f"{name} [at] {host} [punt] {end}"]  # fmt: skip
    if unusual:
        ways += [f"{name} apenstaartje {host} punt {end}", f"{name} @ {host}.{end}",
                 f"{name}@{host} punt {end}", f"{name} (at) {host} (dot) {end}"]  # fmt: skip
    return chance.choice(ways)


def _address(chance: Random, *, unusual: bool) -> str:
    code = f"{chance.randrange(1000, 9999)}"
    pair = "".join(chance.choice(LETTERS) for _ in range(2))
    number = f"{chance.randrange(1, 400)}{chance.choice(('', '', 'a', '-2', ' bis'))}"
    street = chance.choice(("Dorpsstraat", "Lange Voorhout", "Kerkweg", "Burg. Smitlaan"))
    ways = [f"{street} {number}, {code} {pair}", f"{code} {pair} {number}",
            f"{code}{pair} {number}", f"{street} {number} {code}{pair}"]  # fmt: skip
    if unusual:
        ways += [f"{code}{pair.lower()} {number}", f"{code} {pair}, huisnummer {number}",
                 f"{street} {number} ({code} {pair})", f"{code}{pair}-{number}",
                 f"{code} {pair} nr. {number}"]  # fmt: skip
    return chance.choice(ways)


def _plate(chance: Random, *, unusual: bool) -> str:
    form = chance.choice(("XX-99-99", "99-99-XX", "99-XX-99", "XX-99-XX", "XX-XX-99", "99-XX-XX",
                          "99-XXX-9", "9-XXX-99", "XX-999-X", "X-999-XX", "XXX-99-X"))  # fmt: skip
    made = "".join(
        chance.choice(LETTERS)
        if sign == "X"
        else str(chance.randrange(10))
        if sign == "9"
        else sign
        for sign in form
    )
    ways = [made, made, made.lower()]
    if unusual:
        ways += [made.replace("-", ""), made.replace("-", " ")]
    return chance.choice(ways)


MONTHS: Final = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus",
                 "september", "oktober", "november", "december")  # fmt: skip


def _day(chance: Random, *, unusual: bool) -> str:
    day = date(1930, 1, 1) + timedelta(days=chance.randrange(32_000))
    month = MONTHS[day.month - 1]
    ways = [f"{day:%d-%m-%Y}", f"{day.day}-{day.month}-{day.year}", f"{day.day} {month} {day.year}",
            f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}"]  # fmt: skip
    if unusual:
        ways += [f"{day:%d.%m.%Y}", f"{day.day} {month[:3]} {day.year}", f"{day:%d-%m-%y}",
                 f"{day:%d %m %Y}", f"{day.day} {month.upper()} {day.year}"]  # fmt: skip
    return chance.choice(ways)


def _patient(chance: Random, *, unusual: bool) -> str:
    digits = str(chance.randrange(100_000, 99_999_999))
    return chance.choice(
        (digits, f"P{digits}", f"{digits[:3]}-{digits[3:]}") if unusual else (digits,)
    )


def _case(chance: Random, *, unusual: bool) -> str:
    number, year = chance.randrange(100, 99_999), chance.randrange(2018, 2027)
    ways = [f"{year}-{number:05}", f"BZW-{year}-{number:04}", f"{number + 100_000}"]
    if unusual:
        ways += [f"{year}/{number}", f"AB{year % 100}-{number:05}", f"WMO.{year}.{number}"]
    return chance.choice(ways)


Maker = Callable[..., str]
MAKERS: Final[dict[str, Maker]] = {
    "bsn": _bsn, "iban": _iban, "phone": _phone, "email": _email, "postcode_address": _address,
    "licence_plate": _plate, "birth_date": _day, "patient_number": _patient, "case_number": _case,
}  # fmt: skip


def personal(
    sentences: dict[str, tuple[str, ...]], *, seed: int, unusual: bool, each: int
) -> Iterator[Marked]:
    """Return `each` texts for every kind of number, with the number marked."""
    chance = Random(seed)  # noqa: S311
    for kind, make in MAKERS.items():
        for _ in range(each):
            words = make(chance, unusual=unusual)
            before, after = chance.choice(sentences[kind]).split("{}")
            mark = Mark(len(before), len(before) + len(words), kind)
            yield Marked(before + words + after, (mark,))


def harmless(sentences: tuple[str, ...], *, seed: int, many: int) -> Iterator[Marked]:
    """Return texts with numbers that are nobody's: of orders, prices, days, times, services."""
    chance = Random(seed)  # noqa: S311
    for _ in range(many):
        yield Marked(chance.choice(sentences).format(**_others(chance)), ())


def _others(chance: Random) -> dict[str, str]:
    day = date(2026, 1, 1) + timedelta(days=chance.randrange(700))
    return {
        "wrong": nine(chance, passing=False),
        "any9": f"{chance.randrange(100_000_000, 999_999_999)}",
        "wrong_iban": account(chance, passing=False),
        "price": f"{chance.randrange(1, 9_999)},{chance.randrange(10, 99)}",
        "millions": f"{chance.randrange(1_000_000, 999_999_999):,}".replace(",", "."),
        "day": f"{day:%d-%m-%Y}",
        "said": f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        "from": f"{chance.randrange(7, 11)}.{chance.choice(('00', '30'))}",
        "to": f"{chance.randrange(16, 22)}.{chance.choice(('00', '30'))}",
        "order": str(chance.randrange(10**9, 10**10)),
        "eight": str(chance.randrange(10_000_000, 99_999_999)),
        "four": str(chance.randrange(1000, 9999)),
        "code": f"{chance.randrange(1000, 9999)} {chance.choice(LETTERS)}{chance.choice(LETTERS)}",
        "ours": f"Z-{chance.randrange(2019, 2027)}-{chance.randrange(999_999):06}",
        "service": chance.choice(
            ("0800-1234", "0900-8844", "14 010", "14 0123", "112", "0800 2000")
        ),
        "house": str(chance.randrange(1, 200)),
        "year": str(chance.randrange(1950, 2030)),
    }
