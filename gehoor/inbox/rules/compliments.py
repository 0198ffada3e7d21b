"""Does somebody praise us? A compliment is thanked for and counted, too (row S2-01)."""

import re
from typing import Final

from gehoor.inbox.rules.complaints import complains
from gehoor.kit.questions import is_question
from gehoor.kit.words import fold

LONGEST_READ: Final = 1000
PRAISES: Final = re.compile(
    r"\b(?:complimente?n?|chapeau|hulde|petje af|geweldig|fantastisch|super(?: \w+)? (?:gedaan|"
    r"geholpen|bezig|werk|service)|goed (?:bezig|gedaan|geregeld)|keurig|top(?:per|pers|service|"
    r"team)|(?:mooi|prachtig|netjes|vlot|snel) (?:gedaan|opgelost|geregeld|geholpen)|"
    r"(?:heel |erg |zo )?(?:vriendelijk|goed|fijn|netjes) geholpen|lof|trots op|well done|"
    r"great (?:job|work|service)|amazing|compliments?)\b"
)
TURNS_IT: Final = re.compile(
    r"\b(?:maar|alleen|helaas|jammer|niet|geen|nooit|but|not|never)\b|🙄|😡"
)


def praises(text: str) -> bool:
    """Is it praise, without a question, a complaint or a but?"""
    plain = fold(text[:LONGEST_READ])
    is_bare = not (is_question(text) or complains(text) or TURNS_IT.search(plain))
    return is_bare and bool(PRAISES.search(plain))
