"""What a text says of somebody's health: an illness that is theirs. No list of words by itself: of
an illness in general ("bij griep blijft u thuis") nobody is told anything.

Not among what `finding.find` finds, which is about numbers, addresses and names.
"""

import re
from collections.abc import Iterator
from typing import Final

from gehoor.kit.personal.found import Kind, Span

ILLNESS: Final = (
    r"(?:\w*kanker|tumor(?:en)?|uitzaaiingen|leukemie|hiv|aids|soa|chlamydia|gonorroe|syfilis|herpes"
    r"|hepatitis(?: [abc])?|tuberculose|tbc|diabetes|suikerziekte|epilepsie|dementie|alzheimer"
    r"|parkinson|multiple sclerose|als|reuma|copd|astma|hartfalen|hartinfarct|herseninfarct"
    r"|hersenbloeding|beroerte|tia|trombose|longembolie|nierfalen|depressie|postnatale depressie"
    r"|burn-?out|psychose|schizofrenie|bipolaire stoornis|borderline|autisme|adhd|ptss|anorexia"
    r"|boulimie|eetstoornis|angststoornis|paniekstoornis|persoonlijkheidsstoornis|verslaving"
    r"|\w*verslaafd|zwanger(?:schap)?|abortus|miskraam|onvruchtbaarheid|overgang|menopauze"
    r"|blaasontsteking|longontsteking|\w+infectie|hernia|gordelroos|schurft"
    r"|cancer|tumou?r|dementia|depression|pregnancy|pregnant|miscarriage|abortion|addiction|stroke)"
)
_WORDS: Final = r"(?:[\w-]+\s+){0,2}?"
_THEIRS: Final = r"(?:uw|jouw|je|zijn|haar|your|his|her)"
_WHO: Final = (
    r"(?<!als )(?<!wanneer )(?<!indien )(?<!if )(?<!when )\b"
    r"(?:u|jij|je|hij|zij|ze|vader|moeder|zoon|dochter|man|vrouw|kind|partner|you|he|she)"
)
"""but not of whoever it may be, as in: als u diabetes heeft"""
_HAS: Final = (
    r"(?:heeft|hebt|heb|had|lijdt|leed|kreeg|krijgt|bent|is|was|behandeld|opgenomen|have|has)"
)
OF_SOMEBODY: Final = re.compile(
    rf"\b{_THEIRS}\s+{_WORDS}(?:diagnose\s+(?:\w+\s+)?)?{ILLNESS}\b"
    rf"|{_WHO}\s+{_WORDS}{_HAS}\s+(?:[\w-]+\s+){{0,3}}?{ILLNESS}\b"
    rf"|{_WHO}\s+{_WORDS}{ILLNESS}\s+(?:heeft|hebt|heb|had|kreeg|krijgt|bent|is)\b"
    rf"|\b(?:diagnose|diagnosis)\s*(?::|is|luidt|was)?\s*(?:een |de )?{ILLNESS}\b",
    re.IGNORECASE,
)


def find_health(text: str) -> Iterator[Span]:
    """Return where a text says which illness somebody has: in signs, in order."""
    for found in OF_SOMEBODY.finditer(text):
        yield Span(*found.span(), Kind.DIAGNOSIS)
