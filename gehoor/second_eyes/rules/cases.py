"""How a running case is recognised: by how courts and police number one, and by who it is about.

What looks like such a number is taken for one: a rule that is shown once too often costs a second
look, and one that is not shown may cost a trial.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from gehoor.kit.words import fold

MOST_NAMES: Final = 500
MOST_READ: Final = 100_000
"""characters of one text that are looked through"""
WORD: Final = re.compile(r"\w+")
NUMBERS: Final = re.compile(
    r"""(?<![\w-]) (?:
      ECLI : [A-Z]{2} : [A-Z]{1,7} : \d{4} : [A-Z0-9.]{1,25}
    # The number of a public prosecutor: 05/720123-23, 13.123456.22. Never 06: that is a telephone.
    | (?! 06) \d{2} [/.-] \d{6} [-.] \d{2}
    # Of a court of appeal: 200.123.456/01. Of a district court: C/13/654321.
    | 200 \. \d{3} \. \d{3} / \d{2}
    | C / \d{2} / \d{5,6}
    # By the letters of a court and kind of case: HA ZA 18-123, KG ZA 20-12, AWB 18/1234.
    | (?: HA [ ] ZA | KG [ ] ZA | HA [ ] RK | KG [ ] RK | FA [ ] RK | JE [ ] RK | CV [ ] EXPL
        | AWB | SGR | UTR | AMS | ROT | ARN | ZWO | LEE | GRO | MAA | ROE | BRE | SHE | HAA | ALK )
      [ ] \d{2} [-/] \d{1,6}
    # Of the police: PL0900-2023123456.
    | PL \d{4} - \d{4} -? \d{5,6}
    # What is said to be one: zaaknummer 1234567, parketnummer 12 345678 90, rolnummer 22-001234.
    | (?: zaak | parket | rol | rekest | proces-verbaal | pv | bvh | griffie ) [ -]?
      n(?:umme)?r \.? [ ]? :? [ ]? \d [\d/. -]{3,24}
    ) (?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)


def is_numbered(text: str, forms: Sequence[str] = ()) -> bool:
    """Does the number of a case stand in a text? `forms` are examples of one's own numbers."""
    looked = text[:MOST_READ]
    return bool(NUMBERS.search(looked)) or any(_pattern_of(each).search(looked) for each in forms)


def forms_in(lines: str) -> list[str]:
    """Return the examples that are written one a line, each once."""
    found = (" ".join(line.split()) for line in lines.splitlines())
    return list(dict.fromkeys(line for line in found if line))


def _pattern_of(form: str) -> re.Pattern[str]:
    signs = "".join(r"\d" if sign.isdigit() else re.escape(sign) for sign in form)
    return re.compile(rf"(?<!\w){signs}(?!\w)", re.IGNORECASE)


def is_of_a_name(text: str, names: Iterable[tuple[str, date]], *, on: date) -> bool:
    """Is somebody named in a text whose case runs on that day? All parts of a name must stand
    beside each other, whatever their capitals and accents."""
    wanted = [folded for name, until in names if until >= on and (folded := _words(name))]
    if not wanted:
        return False
    there = _words(text[:MOST_READ])
    return any(words in there for words in wanted)


def _words(text: str) -> str:
    """Return the words of a text so that a name is found in it as a whole."""
    found = " ".join(fold(word) for word in WORD.findall(text))
    return f" {found} " if found else ""
