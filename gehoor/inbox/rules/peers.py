"""What among fellow sufferers says that somebody may not want to live on, however softly said.

There we do not come between people, so a colleague must be called sooner than elsewhere: these
words would be too many for every message.
"""

import re
from typing import Final

from gehoor.kit.words import fold

LONGEST_READ: Final = 4000
RISK: Final = re.compile(
    r"\b(?:zelfmoord\w*|suicid\w*|zelfdoding|euthanasie|wil(?:de)? (?:ik )?(?:niet meer leven"
    r"|dood)"
    r"|niet meer (?:willen )?leven|zie (?:ik )?het niet meer zitten|geen uitweg"
    r"|einde aan (?:te )?maken"
    r"|(?:er|eruit|uit het leven) (?:wil ik )?stappen|stap(?:pen)? uit het leven"
    r"|niemand (?:zal|zou|gaat) mij missen|beter af zonder mij|afscheid (?:te )?nemen"
    r"|(?:mezelf|mijzelf|me zelf) (?:iets aan\w*|wat aan\w*|pijn\w*|snij\w*|van kant)"
    r"|snij(?:d)? (?:ik )?(?:mezelf|mijzelf|me)\b|zelfbeschadig\w*|automutil\w*"
    r"|hoeft voor mij niet meer|liever (?:er )?niet (?:meer )?(?:zijn|wakker worden)"
    r"|ik kan (?:echt )?niet meer(?! (?:naar|bij|op|met|in)\b)|overdosis"
    r"|pillen (?:gespaard|klaar\w*)"
    r"|voor (?:mij|me) (?:allemaal )?niet meer(?: zo)?(?=$| *[.!?])"
    r"|zonder (?:mij|me) (?:\w+ )?beter af|geen last meer van (?:mij|me)"
    r"|stap(?:te)? (?:ik )?eruit"
    r"|maar een uitweg|er komt (?:voor mij )?geen morgen|wil(?:de)?\b.{0,30}\bnaar (?:hem"
    r"|haar) toe"
    r"|gewoon dat (?:het|alles) (?:stopt|ophoudt)|nik?s meer (?:waard|weerd)"
    r"|(?:laat|laot) (?:mij|me|mien) maar (?:gaan|gaon)"
    r"|(?:kanaal|brug|spoor|trein|perron|vangrail|dak|flat|balkon)\b.{0,60}"
    r"\b(?:een stap|vasthouden|springen|sprong|stilte|gooien)"
    r"|hoe (?:ik )?(?:het|t) (?:moet|ga|zou) doen|waarom (?:zou ik|ik zou) (?:blijven|doorgaan)"
    r"|(?:armen|benen|polsen)\b.{0,30}\b(?:krassen|sneden|littekens)|bang voor (?:mezelf|mijzelf)"
    r"|als ik (?:mezelf|mijzelf) pijn doe|(?:wil|wou) ik niet(?: meer)? leven"
    r"|wel leven en ik niet"
    r"|hoef dat (?:\w+ )?niet meer mee|(?:begrijp|snap) (?:hem|haar) steeds beter"
    r"|if i was gone|not want to be awake|be awake anymore"
    r"|kill myself|end it all|no way out|self[- ]harm|want to die|better off without me"
    r"|do(?:n.?t| not) want to (?:live|be here))\b"
)


def risk_in(text: str) -> str:
    """Return the words that call for a colleague; empty when there are none."""
    found = RISK.search(" ".join(fold(text[:LONGEST_READ]).split()))
    return found[0][:80] if found else ""
