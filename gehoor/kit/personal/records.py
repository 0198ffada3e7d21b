"""What stands in a file about somebody: day of birth, number of a patient, number of a case."""

import re
from collections.abc import Iterator
from typing import Final

from gehoor.kit.personal.found import Kind, Own, Span
from gehoor.kit.personal.spoken import IN_WORDS, YEAR_IN_WORDS

MONTH: Final = (
    r"(?:jan(?:uari)?|feb(?:r(?:uari)?)?|mrt|maa(?:rt)?|apr(?:il)?|mei|jun[ie]?|"
    r"jul[iy]?|aug(?:ustus|ust)?|"
    r"sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|dec(?:ember)?|january|february|march|may)\.?"
)
YEAR: Final = r"(?:(?:18|19|20)\d\d|'?\d\d)"
DAY: Final = re.compile(
    rf"(?<![\w.,/-])(?:\d{{1,2}}e? {MONTH},? {YEAR}|\d{{1,2}}-{MONTH}-{YEAR}"
    rf"|\d{{1,2}} ?(?P<sign>[-/. ]) ?\d{{1,2}} ?(?P=sign) ?{YEAR}|(?:19|"
    rf"20)\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
    r"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    rf"|(?:\d{{1,2}}|{IN_WORDS}) {MONTH},? (?:{YEAR_IN_WORDS}|{YEAR})"
    rf"|\d{{1,2}}e? {MONTH},? {YEAR_IN_WORDS})(?!\w|[-/.]\d)",
    re.IGNORECASE,
)
BORN_BEFORE: Final = re.compile(
    r"(?:\b(?:geboren|geboorte\w*|geb(?:oorte)?[. ]{0,2}(?:dat(?:um)?|dd|d\.d)?|"
    r"jarig|verjaar\w*|born|"
    r"birth\w*|dob|d\.o\.b)\b\.?|\u00b0)[^!?\n\d]{0,40}$",
    re.IGNORECASE,
)
BORN_AFTER: Final = re.compile(
    r"^[^.!?\n\d]{0,24}\b(?:geboren|jarig|geboorte(?:datum|dag)|verjaar)", re.I
)
IS_FROM: Final = re.compile(
    r"\b(?:u bent|bent u|je bent|jij bent|hij is|zij is|ze is|ik ben|"
    r"(?:(?:uw|mijn|zijn|haar|hun|je|me|mn|m'n|z'n) )?"
    r"(?:zoon|dochter|kind|man|vrouw|vader|moeder|broer|zus|partner|opa|oma|pa|ma) is)"
    r"(?: dus| al| nog)? van $",
    re.IGNORECASE,
)
NOT_A_PERSON: Final = re.compile(
    r"lammet|veulen|kalf|kalv|kuiken|welp|ooievaar|geit|pandabeer|olifant|zeehond", re.I
)


def find_birth_date(text: str, _own: Own) -> Iterator[Span]:
    for found in DAY.finditer(text):
        before, after = text[max(0, found.start() - 70) : found.start()], text[found.end() :][:40]
        is_born = BORN_BEFORE.search(before) or BORN_AFTER.search(after) or IS_FROM.search(before)
        is_rule = re.search(r"\b(?:v[o\u00f3][o\u00f3]r|na|tussen|vanaf|sinds) $", before)
        if is_born and not is_rule and not NOT_A_PERSON.search(before + after):
            yield Span(*found.span(), Kind.BIRTH_DATE)


NUMBER: Final = r"(?:nummer|nr|no|id|code)?"
LINK: Final = (
    r"(?P<link>(?:[\s:#(,\"'-]|\b(?:is|was|luidt|nummer|nr|no|met|bij|ons|de|het|nog|mijn|"
    r"onder|uw|u|van|poli\w*|"
    r"ziekenhuis|kliniek|afdeling|huisarts)\b\.?){1,40}?)"
)
VALUE: Final = (
    r"(?P<value>(?<![\w])(?:(?-i:[A-Z]{1,5})[ "
    r"./-]?)?(?=[\w./-]*\d)[A-Z0-9]{0,6}\d+(?:[-./][A-Z0-9]+)*"
    r"(?:(?: \d{2,3}){2,3}(?!\d)|(?: \d{3,4}(?!\d| ?(?:euro|uur|keer)))*)"
    r"(?:(?: /)? (?:CV|EJ|VV|HA|KG|OV) (?:(?:EXPL|VERZ|ZA|RK) )?\d\d-\d+)?)(?!\w)"
)
PATIENT: Final = re.compile(
    rf"\b(?:pati[e\u00eb]nt(?:en)?|cli[e\u00eb]nt(?:en)?|opname|ziekenhuis|pat|"
    rf"zorgdossier|epd|mrn|behandel)"
    rf"\.?[ -]?(?:nummer|nr|no|id|code)\b\.?{LINK}{VALUE}"
    rf"|\b(?:mrn|pati\u00ebnt|patient|"
    rf"pat\.)\.?(?P<link2>[\s:#]{{1,3}}){VALUE.replace('value', 'value2')}",
    re.IGNORECASE,
)
CALLED_CASE: Final = re.compile(
    r"(?<![\w])(?:(?:zaak|dossier|referentie|ref|meldings?|aanvraag|aanvraags|"
    r"bezwaar|klacht(?:en)?|"
    r"beschikkings?|aanslag|vorderings?|parket|rol|procedure|aangifte|"
    r"proces-?verbaal|pv|cjib|incident|"
    rf"besluit|registratie|indicatie)[ -]?(?:nummer|nr|no|id|kenmerk|code)s?\b\.?|kenmerk\b)"
    rf"{LINK}{VALUE}",
    re.IGNORECASE,
)
NAMED_CASE: Final = re.compile(
    rf"(?<![\w])(?:zaak|dossier|aangifte|bezwaar|klacht|proces-?verbaal)"
    rf"(?P<link>[\s:#(]{{1,3}}(?:met )?(?:nummer |nr\.? )?){VALUE}",
    re.IGNORECASE,
)
ANOTHER: Final = re.compile(
    r"(?:,? (?:en|\u00e9n|of|ook|plus|nog een)(?!\w)){1,3},? "
    rf"(?=[A-Z\d]*\d[A-Z\d]*[-./][-./A-Z\d]*\d){VALUE}",
    re.IGNORECASE,
)
"""a second one, of the same kind: "778-OB-2024 en 779-OB-2024" """
FORM_OF_CASE: Final = re.compile(
    r"(?<![\w/-])(?:PL\d{4}-?20\d{8}|\d{2}[-/]\d{6}-\d{2}|C/\d{2}/\d{6}(?: / "
    r"[A-Z]{2} [A-Z]{2} \d{2}-\d+)?"
    r"|[A-Z]{2,5} \d{2}/\d{2,5}|(?P<letters>[A-Z]{1,5})[-./ ]?(?:19|20)\d\d[-./]\d{3,8})(?![\w/-])"
)
PUBLISHED: Final = frozenset(
    [
        "NEN",
        "ISO",
        "EN",
        "IEC",
        "COVID",
        "DIN",
        "CVE",
        "RFC",
        "PAS",
        "EU",
        "EG",
        "EEG",
        "GMB",
        "STCRT",
        "STB",
        "PRB",
        "WSB",
        "TRB",
        "SARS",
        "CAO",
        "APV",
        "EK",
        "WK",
    ]
)
HEALTH: Final = re.compile(r"poli|ziekenhuis|kliniek|huisarts|afdeling", re.IGNORECASE)
LEAST_DIGITS: Final = 4


def find_patient_number(text: str, _own: Own) -> Iterator[Span]:
    for found in PATIENT.finditer(text):
        group = "value" if found["value"] else "value2"
        if _digits(found[group]) >= LEAST_DIGITS:
            yield Span(*found.span(group), Kind.PATIENT_NUMBER)


def find_case_number(text: str, own: Own) -> Iterator[Span]:
    for pattern in (CALLED_CASE, NAMED_CASE):
        for found in pattern.finditer(text):
            if _digits(found["value"]) < LEAST_DIGITS or _is_day(found["value"]):
                continue
            is_health = HEALTH.search(found["link"])
            kind = Kind.PATIENT_NUMBER if is_health else Kind.CASE_NUMBER
            yield from _unless_public(Span(*found.span("value"), kind), text, own)
            if another := ANOTHER.match(text, found.end("value")):
                yield from _unless_public(Span(*another.span("value"), kind), text, own)


def find_form_of_case(text: str, own: Own) -> Iterator[Span]:
    for found in FORM_OF_CASE.finditer(text):
        if (found["letters"] or found[0].split()[0]) not in PUBLISHED:
            yield from _unless_public(Span(*found.span(), Kind.CASE_NUMBER), text, own)


def _unless_public(span: Span, text: str, own: Own) -> Iterator[Span]:
    form = own.case_pattern
    if form is None or not form.fullmatch(text[span.start : span.end]):
        yield span


def _digits(words: str) -> int:
    return sum(sign.isdigit() for sign in words)


def _is_day(words: str) -> bool:
    return bool(DAY.fullmatch(words)) or bool(re.fullmatch(r"(?:19|20)\d\d", words))
