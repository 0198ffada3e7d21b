"""Does somebody want something solved? Then who read it should read how it ended."""

import re
from typing import Final

from gehoor.kit.words import fold

LONGEST_READ: Final = 4000
COMPLAINS: Final = re.compile(
    r"\b(?:klachte?n?|klaag|klagen|schande|schandalig|belachelijk|waardeloos|onacceptabel|triest|"
    r"kapotte?|stuk|defecte?|verstopt|lekt|lekkage|uitgevallen|losse tegels?|loszittende?|"
    r"overlast|stank|stinkt|rommel|zwerfvuil|zwerfafval|bagger|gevaarlijke?|levensgevaarlijk|"
    r"niet (?:opgehaald|geleegd|gemaaid|gestrooid|gerepareerd|opgelost|schoongemaakt)|"
    r"doet het (?:al \w+ )?niet|werkt (?:al \w+ )?niet|brandt (?:al \w+ )?niet|"
    r"al (?:weken|maanden|dagen|jaren|tijden)|"
    r"doe (?:\w+ ){0,2}(?:wat|iets) aan|wanneer (?:wordt|word|gaan) (?:\w+ ){0,5}"
    r"(?:gemaakt|gerepareerd|opgelost|opgeruimd|hersteld)|"
    r"complaint|ridiculous|unacceptable|disgrace|broken|not (?:working|collected|fixed))\b"
)


def complains(text: str) -> bool:
    """Do they say that something is wrong and should be mended?"""
    return bool(COMPLAINS.search(fold(text[:LONGEST_READ])))
