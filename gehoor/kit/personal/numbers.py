"""Numbers that belong to one person: BSN, account, telephone."""

import re
from collections.abc import Iterator
from typing import Final

from gehoor.kit.personal.found import JOINER, Kind, Own, Span, bare_number

SIGN: Final = rf"[ .\-/{JOINER}]"
CHAIN: Final = re.compile(
    rf"(?:(?<![\w+])|(?<=[Bb][Ss][Nn]))(?<!\(0\))\d+(?:{SIGN}{{1,2}}\d+)*(?!\w)"
)
GROUP: Final = re.compile(r"\d+")
WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2, -1)
SHAPES: Final = frozenset(
    {(9,), (3, 3, 3), (4, 2, 3), (2, 2, 2, 3), (4, 5), (5, 4), (3, 2, 4), (2, 3, 4), (3, 6), (6, 3),
     (2, 2, 3, 2), (3, 2, 2, 2), (1,) * 9}
)  # fmt: skip
CALLED_BSN: Final = re.compile(
    r"\b(?:bsn|burger\s?-?service\s?-?(?:nummer|nr)|sofi(?:-?nummer|nr)?|persoonsnummer|"
    r"social security)\W?(?:nummer|nr)?\b[^\n]{0,40}$",
    re.IGNORECASE,
)
CALLED_BSN_AFTER: Final = re.compile(r"^[^\d\n]{0,30}\b(?:bsn|burgerservicen)", re.IGNORECASE)
OTHERWISE: Final = re.compile(
    r"(?:(?:\b\S{0,12}(?:order|bestel|factuur|artikel|product|pakket|zending|serie|"
    r"lot|isbn|kvk|rsin|"
    r"btw|model|versie|bestek|offerte|inkoop|transactie|track|trace|release|build|pin|"
    r"voorraad|ticket)\S{0,4}(?:nummer|nr|no|code|id)?s?\b|\bisbn|\bkvk|k\.v\.k\.)"
    r"(?:[\s.:#&(,-]|\b(?:is|was|nr|nummer|no|met|onder|van|de|trace|kvk|"
    r"en)\b){1,24}|[\u20ac$\u00a3]\s?)$",
    re.IGNORECASE,
)
"""what stands before a number that is of an order, a product, a price"""
AMOUNT: Final = re.compile(
    r"^\s?(?:euro|eur\b|\u20ac|dollar|roebel|mensen|inwoners|,-|,\d\d\b)", re.I
)
URL: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)

LENGTHS: Final = {
    each[:2]: int(each[2:])
    for each in [
        "AD24",
        "AE23",
        "AL28",
        "AT20",
        "AZ28",
        "BA20",
        "BE16",
        "BG22",
        "BH22",
        "BR29",
        "CH21",
        "CR22",
        "CY28",
        "CZ24",
        "DE22",
        "DK18",
        "DO28",
        "EE20",
        "EG29",
        "ES24",
        "FI18",
        "FO18",
        "FR27",
        "GB22",
        "GE22",
        "GI23",
        "GL18",
        "GR27",
        "GT28",
        "HR21",
        "HU28",
        "IE22",
        "IL23",
        "IQ23",
        "IS26",
        "IT27",
        "JO30",
        "KW30",
        "KZ20",
        "LB28",
        "LC32",
        "LI21",
        "LT20",
        "LU20",
        "LV21",
        "MC27",
        "MD24",
        "ME22",
        "MK19",
        "MR27",
        "MT31",
        "MU30",
        "NL18",
        "NO15",
        "PK24",
        "PL28",
        "PS29",
        "PT25",
        "QA29",
        "RO24",
        "RS22",
        "SA24",
        "SE24",
        "SI19",
        "SK24",
        "SM27",
        "TN24",
        "TR26",
        "UA29",
        "VG24",
        "XK20",
    ]
}
ACCOUNT: Final = re.compile(
    rf"(?<![^\W_])[A-Z]{{2}}{SIGN}{{0,2}}\d{SIGN}?\d(?:(?:{SIGN}{{0,2}}| ?\n)[A-Z0-9]){{11,30}}",
    re.IGNORECASE,
)

BETWEEN: Final = rf"(?:{SIGN}{{1,3}}|_|\) ?|\)-|[ -]{{0,2}}\n)?"
NATIONAL: Final = re.compile(rf"(?<![\w+])\(?0(?![ -]*\n)(?:{BETWEEN}\d){{9}}(?!\w|-\w)")
ABROAD: Final = re.compile(
    rf"(?<!\w)(?:\+|00) ?31{BETWEEN}(?:\(0\){BETWEEN}|0(?=[1-9]))?[1-9](?:{BETWEEN}\d){{8}}(?!\w)"
    rf"|(?<!\w)(?:\+ ?|00(?=3[0-9]|4[0-9]|90|212|597|599|48|20|963|964))[1-9]\d{{0,2}}"
    rf"(?:{BETWEEN}\(?\d){{7,12}}(?!\w)"
)
CALLED_PHONE: Final = re.compile(
    rf"\b(?:telefoon|tel|mobiel|06)(?:nummer|nr)?\b[.:]?\s?(?:is\s|nummer\s|:\s?)?"
    rf"(?P<number>(?:[2-9](?:{SIGN}?\d){{5,6}}|6(?:{SIGN}?\d){{8}}))(?!\w|{SIGN}?\d)",
    re.IGNORECASE,
)
WITH_AN_O: Final = re.compile(rf"(?<!\w)[oO]6(?:{BETWEEN}\d){{8}}(?!\w|-\w)")
AREA: Final = re.compile(r"0(?:[1-57]|6|8[4578])")
PART_OF_ACCOUNT: Final = re.compile(r"[A-Z]{2}\d\d[ .-]?[A-Z]{4}[ .-]?$", re.IGNORECASE)
OF_A_SERVICE: Final = re.compile(r"0(?:800|9)")


def passes_eleven(digits: str) -> bool:
    """Is this a number as the BSN is, by its last digit?"""
    sum_of = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    return sum_of % 11 == 0 and digits.strip("0") != ""


def find_bsn(text: str, _own: Own) -> Iterator[Span]:
    urls = [found.span() for found in URL.finditer(text)]
    for chain in CHAIN.finditer(text):
        for start, end in _of_nine(chain):
            before, after = text[max(0, start - 60) : start], text[end : end + 40]
            is_called = bool(CALLED_BSN.search(before) or CALLED_BSN_AFTER.search(after))
            is_other = OTHERWISE.search(before) or AMOUNT.search(after)
            in_url = any(first <= start < last for first, last in urls)
            if is_called or not (is_other or in_url):
                yield Span(start, end, Kind.BSN)
        yield from _of_eight(text, chain)


def _of_nine(chain: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Return where nine digits that pass stand in a chain of digits, as people group them."""
    groups = [found.span() for found in GROUP.finditer(chain[0])]
    first = 0
    while first < len(groups):
        taken = _nine_from(groups, first)
        if taken and passes_eleven("".join(chain[0][a:b] for a, b in groups[first:taken])):
            yield chain.start() + groups[first][0], chain.start() + groups[taken - 1][1]
            first = taken
        else:
            first += 1


def _nine_from(groups: list[tuple[int, int]], first: int) -> int:
    """Return where a number of nine digits ends that begins at a group; 0 when none does."""
    shape: tuple[int, ...] = ()
    for place in range(first, min(first + 9, len(groups))):
        shape = (*shape, groups[place][1] - groups[place][0])
        if sum(shape) >= 9:
            return place + 1 if shape in SHAPES else 0
    return 0


def _of_eight(text: str, chain: re.Match[str]) -> Iterator[Span]:
    """A first 0 is often left out; then only what is called a BSN is one."""
    digits = re.sub(r"\D", "", chain[0])
    is_called = CALLED_BSN.search(text[max(0, chain.start() - 60) : chain.start()])
    if len(digits) == 8 and is_called and passes_eleven(f"0{digits}"):
        yield Span(chain.start(), chain.end(), Kind.BSN)


def find_iban(text: str, own: Own) -> Iterator[Span]:
    at = 0
    while found := ACCOUNT.search(text, at):
        at = found.start() + 2
        end = _end_of_account(found)
        if end and not text[end : end + 1].isalnum():
            at = end
            if bare_number(text[found.start() : end]) not in own.bare_numbers:
                yield Span(found.start(), end, Kind.IBAN)


def _end_of_account(found: re.Match[str]) -> int:
    """Return where an account ends that its two check digits confirm; 0 when they do not."""
    places = [place for place, sign in enumerate(found[0]) if sign.isalnum()]
    whole = "".join(found[0][place] for place in places).upper()
    length = LENGTHS.get(whole[:2], 0)
    if not length or len(whole) < length:
        return 0
    turned = whole[4:length] + whole[:4]
    if not turned.isascii() or int("".join(str(int(sign, 36)) for sign in turned)) % 97 != 1:
        return 0
    return found.start() + places[length - 1] + 1


def find_phone(text: str, own: Own) -> Iterator[Span]:
    urls = [found.span() for found in URL.finditer(text)]
    for start, end in _phones(text):
        words = text[start:end]
        bare = bare_number(words)
        if PART_OF_ACCOUNT.search(text[max(0, start - 12) : start]):
            continue
        is_named = any(first <= start < last for first, last in urls) and "wa.me" not in text
        if is_named or OTHERWISE.search(text[max(0, start - 40) : start]):
            continue
        if not OF_A_SERVICE.match(bare) and bare not in own.bare_numbers:
            yield Span(start, end, Kind.PHONE)


def _phones(text: str) -> Iterator[tuple[int, int]]:
    yield from (found.span() for found in ABROAD.finditer(text))
    yield from (found.span() for found in WITH_AN_O.finditer(text))
    for found in NATIONAL.finditer(text):
        if AREA.match(bare_number(found[0])):
            yield found.span()
    yield from (found.span("number") for found in CALLED_PHONE.finditer(text))
