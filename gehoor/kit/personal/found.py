"""What is found in a text, and what an organisation says of itself: shapes, and plain signs."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final

CASE_FORM: Final = "Z-2026-000123"
"""a public number of a case, until an organisation says how its own look"""
WORD_OF_NAME: Final = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
JOINER: Final = "\u2060"
"""stands for what is not seen, such as a soft hyphen, so that every sign keeps its place"""
UNSEEN: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


class Kind(StrEnum):
    """What something says of somebody."""

    BSN = "bsn"
    IBAN = "iban"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE_ADDRESS = "postcode_address"
    LICENCE_PLATE = "licence_plate"
    BIRTH_DATE = "birth_date"
    PATIENT_NUMBER = "patient_number"
    CASE_NUMBER = "case_number"
    PERSON_NAME = "person_name"
    DIAGNOSIS = "diagnosis"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where something personal stands: signs from `start` up to `end`."""

    start: int
    end: int
    kind: Kind

    def touches(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Own:
    """What an organisation gives of itself, so that it is nobody's secret.

    `numbers` are telephone numbers and accounts, `addresses` mail addresses, whole domains
    ("@gemeente.example") and postal addresses, `names` of teams, colleagues and who is spoken to,
    `case_forms` examples of public numbers of cases.
    """

    numbers: Sequence[str] = ()
    addresses: Sequence[str] = ()
    names: Sequence[str] = ()
    case_forms: Sequence[str] = (CASE_FORM,)

    @cached_property
    def bare_numbers(self) -> frozenset[str]:
        return frozenset(bare_number(each) for each in self.numbers)

    @cached_property
    def bare_addresses(self) -> tuple[str, ...]:
        return tuple(bare for each in self.addresses if (bare := bare_words(each)))

    @cached_property
    def domains(self) -> tuple[str, ...]:
        return tuple(each.lower() for each in self.addresses if each.startswith("@"))

    @cached_property
    def mails(self) -> frozenset[str]:
        return frozenset(each.strip().lower() for each in self.addresses if "@" in each)

    @cached_property
    def names_with(self) -> Mapping[str, frozenset[int]]:
        """Of which names, by their place, each word is."""
        found: dict[str, set[int]] = {}
        for place, name in enumerate(self.names):
            for word in WORD_OF_NAME.findall(name.casefold()):
                found.setdefault(word, set()).add(place)
        return {word: frozenset(places) for word, places in found.items()}

    def is_named(self, words: Iterable[str]) -> bool:
        """Are these words of one name that may be named? Of two, they are a third person's."""
        places = [self.names_with.get(word.casefold(), frozenset()) for word in words]
        return bool(places) and bool(frozenset.intersection(*places))

    @cached_property
    def case_pattern(self) -> re.Pattern[str] | None:
        forms = [_pattern_of(form) for form in self.case_forms if form.strip()]
        return re.compile("|".join(forms), re.IGNORECASE) if forms else None

    def cases_in(self, text: str) -> Iterator[re.Match[str]]:
        """Return where public numbers of cases stand. Of a form without letters none is surely one:
        it could be somebody's number."""
        if self.case_pattern:
            whole = re.compile(rf"(?<!\w)(?:{self.case_pattern.pattern})(?!\w)", re.IGNORECASE)
            yield from (each for each in whole.finditer(text) if re.search(r"[^\W\d_]", each[0]))


NOTHING: Final = Own()


def _pattern_of(form: str) -> str:
    """Return what has the form of an example: any digit for a digit, the same for the rest."""
    return "".join(r"\d" if sign.isdigit() else re.escape(sign) for sign in form.strip())


def bare_number(words: str) -> str:
    """Return a telephone number as digits from 0, an account as letters and digits."""
    bare = re.sub(r"[^0-9A-Za-z+]", "", words.replace("(0)", "")).upper()
    return re.sub(r"^(?:\+31|0031)0?", "0", bare)


def bare_words(words: str) -> str:
    """Return letters and digits only, for addresses that differ in spaces and signs."""
    return re.sub(r"[\W_]+", "", words).casefold()


def plain(text: str) -> str:
    """Return a text of the same length in plain signs: digits of any script, spaces, hyphens. A
    field of a browser ends its lines with two signs; the first counts as a space."""
    text = text.replace("\r\n", " \n").replace("\t", " ")
    return text if text.isascii() else "".join(map(_plain_sign, text))


@lru_cache(maxsize=5_000)
def _plain_sign(sign: str) -> str:
    if sign in UNSEEN:
        return JOINER
    if sign.isspace():
        return "\n" if sign in "\n\r\u2028\u2029" else " "
    if (digit := unicodedata.decimal(sign, None)) is not None:
        return str(digit)
    if unicodedata.category(sign) == "Pd" or sign == "\u2212":
        return "-"
    alike = unicodedata.normalize("NFKC", sign)
    return alike if len(alike) == 1 and alike.isascii() else sign
