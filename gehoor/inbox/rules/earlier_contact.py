"""Does somebody say that they tried before? Two in three who complain in public did (row S2-26)."""

import re
from typing import Final

from gehoor.kit.words import fold

LONGEST_READ: Final = 4000
NUMBER: Final = (
    r"(?:twee|drie|vier|vijf|zes|zeven|acht|tien|tig|meerdere|verschillende|zoveel|\d{1,2})"
)
DONE: Final = (
    r"(?:gebeld|opgebeld|gemaild|gemeld|doorgegeven|geschreven|gevraagd|aangegeven|gerapporteerd|"
    r"contact (?:gehad|opgenomen|gezocht)|langs geweest|langsgeweest|geappt|ingediend|ingevuld|"
    r"aan de (?:telefoon|lijn)|melding (?:gedaan|gemaakt)|bericht gestuurd|mail gestuurd)"
)
SAYS_SO: Final = re.compile(
    rf"\b(?:al|reeds|eerder) (?:\w+ ){{0,4}}{DONE}"
    rf"|\b{NUMBER} ?(?:keer|maal|x) (?:\w+ ){{0,3}}{DONE}"
    rf"|\bvoor de (?:tweede|derde|vierde|vijfde|zoveelste|\d{{1,2}}e) (?:keer|maal)\b"
    rf"|\b(?:weken?|maanden?|dagen|jaar) geleden (?:\w+ ){{0,4}}{DONE}"
    rf"|\b(?:vorige|afgelopen) (?:week|maand|\w+dag) (?:\w+ ){{0,4}}{DONE}"
    rf"|\bheb(?:ben)? (?:ik|wij|we|u|jullie) (?:\w+ ){{0,3}}(?:gebeld|gemaild|gemeld) "
    r"(?:maar|en) (?:\w+ ){0,3}(?:niets|niks|geen|nooit)"
    r"|\b(?:nog steeds|nog altijd|tot nu toe|nooit|nog) (?:\w+ ){0,2}"
    r"(?:geen|niets|niks) (?:\w+ ){0,2}(?:reactie|antwoord|bericht|gehoord|vernomen|terug ?gehoord)"
    r"|\bgeen (?:reactie|antwoord|gehoor) (?:gekregen|ontvangen|gehad|op mijn)"
    r"|\b(?:niet|nooit|nog steeds niet) (?:\w+ )?(?:teruggebeld|terug gebeld|beantwoord)\b"
    r"|\bword(?:t|en)? (?:ik|we|wij) (?:\w+ ){0,2}(?:niet|nooit|maar niet) teruggebeld"
    r"|\b(?:opnieuw|wederom|nogmaals) (?:\w+ ){0,3}(?:melden|melding|vragen|bellen|mailen)\b"
    r"|\bmijn (?:eerdere|vorige|vele|derde|tweede) (?:mail|mails|melding|meldingen|bericht|vraag)"
    r"|\b(?:called|mailed|reported|asked|contacted) (?:\w+ ){0,3}(?:twice|times|before|already)"
    r"|\b(?:already|twice) (?:\w+ ){0,2}(?:called|mailed|emailed|reported|contacted)\b"
    r"|\bstill (?:no|waiting for an?) (?:reply|answer|response)\b"
)


def says_earlier_contact(text: str) -> bool:
    """Do they say that they asked, called or reported before, or never heard back?"""
    return bool(SAYS_SO.search(fold(text[:LONGEST_READ])))
