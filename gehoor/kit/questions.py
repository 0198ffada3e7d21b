"""Does a text read like a question? Dutch, by its signs and by how its sentences begin.

It helps to find questions among many texts, so it rather takes one too many than one too few; who
reads them decides.
"""

import re

LONGEST = 5_000
"""letters looked at; what a longer text asks it asks before them"""
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
MARK = re.compile(r"[?\u061f\uff1f\u203d]")
"""also the marks of Arabic, of the Far East, and the one that is half an exclamation"""

VERBS = (
    "is|ben|zijn|was|waren|kan|kun|kunt|kunnen|mag|mogen|moet|moeten|wil|wilt|willen|zou|zouden"
    "|heb|hebt|heeft|hebben|ga|gaat|gaan|kom|komt|komen|word|wordt|worden|doe|doet|doen|weet|weten"
    "|kost|betaalt|betekent|gebeurt|gebeurde|zit|staat|blijft|werkt|vind|vindt|vinden|duurt|zal"
)
FIRST_WORDS = (
    # These ask whatever follows.
    r"(?:waarom|hoezo|hoeveel|welke?|waarheen|waarmee|waarvoor)\b",
    # These also begin "Wat mooi!" and "Wanneer ik er loop, ...": a verb tells them apart.
    rf"(?:wie|wat|waar|wanneer|hoe)\s+(?:(?:lang|laat|vaak|veel|ver)\s+)?(?:{VERBS})\b",
    # The verb before the one who acts.
    rf"(?:{VERBS})\s+(?:ik|u|jij|je|jullie|iemand|hij|zij|wij|we)\b",
    r"(?:is|zijn|komt|komen|wordt|worden|gaat|gaan|mag|moet)\s+(?:er|dit|dat|het)\b",
    r"klopt\s+het\b",
)
ASKS = re.compile(
    r"(?:^|[.!\n])[\s\"'\u2018\u201c(]*+(?:" + "|".join(FIRST_WORDS) + ")", re.IGNORECASE
)


def is_question(text: str) -> bool:
    """Does somebody ask something in it?"""
    words = ADDRESS.sub(" ", text[:LONGEST])
    return bool(MARK.search(words) or ASKS.search(words))
