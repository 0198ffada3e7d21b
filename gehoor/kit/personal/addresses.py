"""Where somebody is to be found: mail address, house, car."""

import re
from collections.abc import Iterator
from typing import Final

from gehoor.kit.personal.found import JOINER, Kind, Own, Span, bare_words
from gehoor.kit.personal.known import is_first, is_word, words
from gehoor.kit.personal.numbers import OTHERWISE

NAME_PART: Final = r"[\w+'-](?:[\w.+'-]{0,62}[\w+-])?"
MAIL: Final = re.compile(
    rf"(?<![\w@.+-]){NAME_PART}@(?:[\w-]{{1,63}}\.){{1,6}}[A-Za-z]{{2,24}}(?![\w@])"
)
"""as it is written for machines; a name that begins with @ is none"""
AT: Final = (
    r"(?: ?@ ?| {0,2}[(\[{<] ?(?:at|apen?staart(?:je)?|@) ?[)\]}>] {0,2}| (?:at|"
    r"apen?staart(?:je)?) )"
)
DOT: Final = (
    r"(?: {0,2}[(\[{<] ?(?:punt|dot|\.) ?[)\]}>] {0,2}| (?:punt|dot) | ?\. "
    r"?(?=[a-z]{2,10}(?![\w.])))"
)
SPELLED: Final = re.compile(
    rf"(?<![\w@.+-])(?P<name>{NAME_PART}(?: (?:punt|dot) [\w+-]{{1,40}}){{0,3}})(?P<at>{AT})"
    rf"(?P<host>[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,3}})(?P<dots>(?:{DOT}[\w-]{{2,24}}){{1,3}})(?!\w)",
    re.IGNORECASE,
)
ENDINGS: Final = words("endings")
GENERAL: Final = re.compile(
    r"^(?:info|contact|post|postbus|mail|gemeente|webcare|klant(?:en)?(?:contact|service)?\w*|kcc|"
    r"loket|balie|receptie|secretariaat|pers|communicatie|privacy|fg|avg|helpdesk|support|service|"
    r"servicedesk|meldingen|meldpunt\w*|\w*melding|\w*klacht\w*|\w*punt|burgerzaken|"
    r"handhaving|parkeren|belasting\w*|wmo|bezwaar|afspraken|afspraak|administratie|"
    r"no-?reply|"
    r"redactie|griffie|bestuur|vragen|hallo|welkom|woo|archief|inkoop|facturen|vacatures)$",
    re.IGNORECASE,
)
"""whose name is that of a desk, so it is nobody's own"""


PRIVATE_HOST: Final = re.compile(
    r"(?:gmail|hotmail|outlook|live|icloud|yahoo|proton|protonmail|ziggo|kpnmail|"
    r"planet|home|xs4all|"
    r"upcmail|casema|telfort|tele2|hetnet|chello|solcon|msn|me|gmx|mail)\.",
    re.IGNORECASE,
)
"""where private persons have their mail, whatever it is called"""


def find_email(text: str, own: Own) -> Iterator[Span]:
    for found in MAIL.finditer(text):
        if not _is_general(found[0], own):
            yield Span(*found.span(), Kind.EMAIL)
    for found in SPELLED.finditer(text):
        whole = _as_address(found)
        if whole and not MAIL.fullmatch(found[0]) and not _is_general(whole, own):
            yield Span(*found.span(), Kind.EMAIL)


def _is_general(address: str, own: Own) -> bool:
    name, _, host = address.lower().partition("@")
    is_ours = address.lower() in own.mails or any(f"@{host}".endswith(each) for each in own.domains)
    is_below = any(f"@{host}".endswith(f".{each[1:]}") for each in own.domains)
    return is_ours or is_below or (not PRIVATE_HOST.match(host) and _is_of_a_desk(name))


def _is_of_a_desk(name: str) -> bool:
    """Is a name before the @ that of a desk, such as info or jeugd, and not that of a person?"""
    if any(GENERAL.match(part) for part in re.split(r"[._-]", name)):
        return True
    return name.isalpha() and is_word(name) and not is_first(name.capitalize())


def _as_address(found: re.Match[str]) -> str:
    """Return a spelled address as machines write it, or nothing when these are only words."""
    dots = re.sub(DOT, ".", found["dots"], flags=re.IGNORECASE)
    ending = dots.rpartition(".")[2].lower()
    is_word_at = found["at"].strip().lower() == "at"
    is_said = is_word_at and not re.search(r"punt|dot", found["dots"], re.IGNORECASE)
    if ending not in ENDINGS or (is_said and not re.search(r"[\d._+]", found["name"])):
        return ""
    name = re.sub(r" (?:punt|dot) ", ".", found["name"], flags=re.IGNORECASE)
    return f"{name}@{found['host']}{dots}"


HOUSE: Final = (
    r"\d{1,5}(?: ?-? ?(?:[a-zA-Z]|bis|hs|[IVX]{1,4}|huis|zwart|rood)\b|"
    r"[-/]\d{1,4}\b|[a-zA-Z]{1,2}\b)?"
    r"(?:,? (?:toevoeging [a-zA-Z\d]{1,4}\b|\d{1,2} hoog\b))?"
)
CODE: Final = rf"[1-9]\d{{3}}[ {JOINER}]?[A-Za-z]{{2}}"
NOT_A_HOUSE: Final = (
    r"(?! ?(?:januari|februari|maart|april|mei\b|juni|juli|augustus|september|"
    r"oktober|november|december|"
    r"uur\b|euro|procent|%|huizen|woningen|containers|adressen|bewoners|huishoudens|"
    r"keer\b|plekken))"
)
AFTER_CODE: Final = re.compile(
    rf"(?<![\w-])(?P<code>{CODE})"
    r"(?:(?:,? ?\(?(?:huis-?)?(?:nummer|nr|no)\.?:? ?)|,? |-|,| - | ?/ ?)"
    rf"(?P<house>{HOUSE})(?!\w|[.,]\d){NOT_A_HOUSE}"
)
BEFORE_CODE: Final = re.compile(
    rf"(?<!\w)(?P<house>{HOUSE})(?: ?[,(/;\n-] ?\(?| )(?:te |(?:postcode|pc):? )?"
    rf"(?P<code>{CODE})(?!\w)"
)
CAPITAL: Final = r"(?:[A-Z\u00c0-\u00de][\w.'\u2019-]{0,40}|'[ts])"
STREET: Final = re.compile(
    rf"(?:\d{{1,2}}e )?{CAPITAL} "
    rf"(?:(?:{CAPITAL}|van|de|der|den|het|op|aan|ter|ten|la|le|in|en) ){{0,5}}"
    rf"(?:1[89]\d\d )?(?:(?:nr\.?|nummer) )?$"
)
NUMBERED: Final = re.compile(r"\b(?:huis)?-?(?:nummer|nr\.?|no\.) ?$", re.IGNORECASE)
CODE_FIRST: Final = re.compile(
    rf"(?<![\w-]){CODE},? {CAPITAL}(?:[ -](?:{CAPITAL}|aan|den|de|op)){{0,3}},? "
    rf"(?:(?:{CAPITAL}|van|de|der|den|het) ){{1,5}}{HOUSE}(?!\w|[.,]\d)"
)
"""postcode and town before the street"""
BEFORE_STREET: Final = re.compile(
    r"^(?:(?:Op|Aan|In|Bij|U|Adres|Bezorgd|Bezorgen|Naar|Ik|Wij|Uw|Mijn|Het|Dit|"
    r"Dat) (?:(?:op|aan|in|bij|naar|is) )?)+"
)
SAYS_WORD: Final = words("short")
LIVES: Final = re.compile(
    r"(?:\b(?:woon|woont|wonen|woonde|woonachtig|wonend|verhuis\w*|verhuizen|ingeschreven|thuis|"
    r"inwonend|(?:uw|mijn|zijn|haar|hun|je|oude|nieuwe|huis|woon)\s?adres)\b)"
    r"(?:[\s:,(]|\b(?:op|aan|in|naar|is|de|het|u|nu|nog|al|weer|per|van|staat|was|"
    r"sinds|\d{4})\b){1,30}$",
    re.IGNORECASE,
)
LIVED_IN: Final = re.compile(
    rf"(?<![\w-])(?P<street>(?:(?:{CAPITAL}|[Vv]an|de|der|den|het) "
    rf"){{0,4}}[A-Za-z\u00c0-\u00ff.'-]{{3,40}}) "
    rf"(?P<house>{HOUSE})(?!\w|[.,:]\d|-\d){NOT_A_HOUSE}"
)
STREET_ENDS: Final = re.compile(
    r"(?:straat|str\.?|laan|weg|plein|gracht|kade|singel|hof|dijk|steeg|pad|dreef|plantsoen|park|"
    r"wal|markt|ring|baan|haven|berg|veld|akker|horst|burg|erf|kamp|meent|oord|donk|zoom|kerkhof)$",
    re.IGNORECASE,
)


def find_address(text: str, own: Own) -> Iterator[Span]:
    for start, end in (*_before_code(text), *_after_code(text), *_where_somebody_lives(text)):
        yield from _unless_ours(Span(start, end, Kind.POSTCODE_ADDRESS), text, own)


def _before_code(text: str) -> Iterator[tuple[int, int]]:
    """Return where a street or number stands with its postcode behind it."""
    for found in BEFORE_CODE.finditer(text):
        start = _start_of_street(text, found.start())
        if start < 0 and NUMBERED.search(text[max(0, found.start() - 14) : found.start()]):
            start = found.start()
        letters = found["code"][-2:]
        if start < 0 or (letters.islower() and letters in SAYS_WORD):
            continue
        is_closed = "(" in found[0] and text[found.end() : found.end() + 1] == ")"
        yield start, found.end() + is_closed


def _after_code(text: str) -> Iterator[tuple[int, int]]:
    """Return where a number, or a town and a street, stands behind its postcode."""
    yield from (found.span() for found in CODE_FIRST.finditer(text))
    for found in AFTER_CODE.finditer(text):
        is_street = re.search(r"\d{1,5}\w?,? ?$", text[max(0, found.start() - 8) : found.start()])
        if is_street or _is_code(found["code"]):
            yield found.span()


def _where_somebody_lives(text: str) -> Iterator[tuple[int, int]]:
    """Return where a street and number stand without a postcode, where somebody lives."""
    for found in LIVED_IN.finditer(text):
        is_named = found["street"][:1].isupper() or STREET_ENDS.search(found["street"])
        if is_named and LIVES.search(text[max(0, found.start() - 50) : found.start()]):
            yield found.span()


def _start_of_street(text: str, at: int) -> int:
    """Return where the street begins whose number stands here; -1 when there is none."""
    window = text[max(0, at - 70) : at]
    found = STREET.search(window)
    if found is None:
        return -1
    words = found[0]
    skipped = BEFORE_STREET.match(words)
    if words.rstrip().lower().endswith("postbus"):
        return -1
    return at - len(words) + (skipped.end() if skipped and skipped.end() < len(words) else 0)


def _is_code(words: str) -> bool:
    """Is this a postcode by itself, and no number or year with a short word behind it?"""
    digits, letters = int(words[:4]), words[-2:]
    if letters.lower() in SAYS_WORD:
        return letters.isupper()
    return not (1900 <= digits <= 2099 and letters.islower() and len(words) == 7)


def _unless_ours(span: Span, text: str, own: Own) -> Iterator[Span]:
    words = bare_words(text[span.start : span.end])
    if not any(each in words or words in each for each in own.bare_addresses):
        yield span


SIDES: Final = words("sides")
DASHED: Final = re.compile(
    r"(?<![\w-])(?:[A-Z]{1,3}|[a-z]{1,3}|\d{1,3})(?:-(?:[A-Z]{1,3}|[a-z]{1,3}|\d{1,3})){2}(?![\w-])"
)
PIECE: Final = r"(?:[A-Za-z]{1,3}|\d{1,3})"
LOOSE: Final = re.compile(
    rf"(?<![\w-])(?=(?P<plate>{PIECE}(?P<between>[ .]){PIECE}(?P=between){PIECE}|"
    rf"[A-Za-z0-9]{{6}})(?![\w-]))"
)
"""looked for at every word: the one before may also be of three letters"""
VEHICLE: Final = re.compile(
    r"kenteken|nummerbord|nummerplaat|\bplaat\b|\bauto|wagen\b|\bbus(?:je)?\b|"
    r"\bmotor|scooter|brommer|voertuig|"
    r"aanhanger|caravan|camper|taxi|parkeer|weggesleept|\bvrachtauto|\btaxi",
    re.IGNORECASE,
)
SAID_ALOUD: Final = re.compile(r"[aeiou]|\b(?:km|kg|cm|mm|ml|dm|kw|nr|st|x)\b")
"""in small letters and with spaces it is words or measures; no plate has vowels since 1978"""
DAY_IN_MONTH: Final = "9XXX99"
MONTH: Final = re.compile(r"jan|feb|mrt|maa|apr|mei|jun|jul|aug|sep|okt|oct|nov|dec", re.IGNORECASE)
NO_PLATE: Final = re.compile(
    r"(?:route|formulier|model|type|zaal|kamer|gate|artikel|norm|code|versie|vak|perceel)\S*\s?$",
    re.I,
)


def find_plate(text: str, _own: Own) -> Iterator[Span]:
    for found in DASHED.finditer(text):
        if _is_plate(found[0]) and not _is_otherwise(text, found.start()):
            yield Span(*found.span(), Kind.LICENCE_PLATE)
    if not VEHICLE.search(text):
        return
    for found in LOOSE.finditer(text):
        start, end = found.span("plate")
        plate = found["plate"]
        near = text[max(0, start - 50) : end + 30]
        letters = "".join(sign for sign in plate if sign.isalpha())
        is_one_case = letters.isupper() or letters.islower()
        is_words = " " in plate and letters.islower() and bool(SAID_ALOUD.search(plate))
        is_likely = is_one_case and not is_words and _is_plate(plate)
        if is_likely and VEHICLE.search(near) and not _is_otherwise(text, start):
            yield Span(start, end, Kind.LICENCE_PLATE)


def _is_plate(words: str) -> bool:
    bare = re.sub(r"[ .-]", "", words)
    shape = "".join("9" if sign.isdigit() else "X" for sign in bare)
    letters = "".join(sign for sign in bare if sign.isalpha())
    return shape in SIDES and not (shape == DAY_IN_MONTH and MONTH.fullmatch(letters))


def _is_otherwise(text: str, at: int) -> bool:
    before = text[max(0, at - 40) : at]
    return bool(OTHERWISE.search(before) or NO_PLATE.search(before))
