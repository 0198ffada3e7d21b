"""Does a message only say thank you? Then a finished conversation goes on sleeping.

Every word in it must be one of those that people thank with: a message nobody reads is worse than
one read for nothing, so one word more wakes. A question, an address, a number, a "but" or an angry
sign always does; "fine" without thanks sleeps only where nothing else can be meant.
"""

import re
import unicodedata
from typing import Final

from gehoor.kit.questions import is_question
from gehoor.kit.words import fold

LONGEST: Final = 300


def _words(written: str) -> frozenset[str]:
    return frozenset(written.split())


THANKS: Final = re.compile(
    r"\b(?:bedankt|dank(?:u|je|jullie|jewel|uwel|julliewel)?|thanks?|thx|th?nx|merci|chapeau|"
    r"complimenten)\b"
)
WELL: Final = _words(
    """
    top toppie super perfect helder duidelijk begrepen oke okee ok okay prima akkoord
    """
)
"""alone these say that it is well"""
BESIDE_WELL: Final = _words(
    """
    helemaal is dan weet ik het genoeg goed fijne avond dag weekend zo
    """
)
BESIDE: Final = _words(
    """
    u je jij jou jullie uw jouw wel zeer heel erg veel hartelijk hartelijke ontzettend super
    duizendmaal nogmaals allemaal voor de het een van aan en met dat dit die is er zo snel snelle
    reactie antwoord antwoorden hulp informatie info uitleg toelichting moeite meedenken begrip
    service doorgeven tip tips bericht berichtje terugkoppeling update advies om te horen weten
    weet ik genoeg dan hij ze doet lamp helemaal hoor mensen fijn fijne prettige dag weekend avond
    vriendelijk vriendelijke groet groeten groetjes mvg gr beste hallo hoi hi geachte alles opgelost
    tot ziens very much a lot you so for your help the quick reply wat ons onze klopt goed mooi
    gelukt gerepareerd geregeld ook uitzoeken uitleggen terugbellen bellen belde even mevrouw meneer
    gaan ga proberen topper toppers held helden alle gedaan hebt hebben hebt precies zocht nodig had
    herstel herstellen namens mijn moeder vader man vrouw lief lieve groot yes ja klaar mij betreft
    wauw wow ah goede klasse geweldig fantastisch uitstekend bezig werkt succes verder uitgebreide
    uitgebreid duidelijke vlotte vlot gelukkig blij actie appreciate it gemeente team collega
    collegas webcare gezellig geholpen gevonden verhaal balie ochtend middag avond dagen feestdagen
    weer insgelijks zal man graag gedaan
    """
)
ALONE: Final = frozenset({"graag gedaan", "u ook een fijne dag", "oke is goed", "tot ziens"})
WAKES: Final = re.compile(
    r"\b(?:maar|alleen|toch|echter|helaas|jammer|niet|geen|nooit|nee|niks|niets|nou|lekker|heus|"
    r"zeg|graag(?! gedaan)|zodra|wanneer|straks|morgen|vandaag|vrijdag|volgende?|verder|"
    r"daarnaast|eerder|"
    r"(?:ik|wij|we) (?:hoor|verwacht|wil|willen|heb|hebben|kreeg|stuur|bel|kom|ga bezwaar|ga naar|"
    r"zie|mis|wacht op|blijf)|stuur|stuurt|bel|belt|laat|geef|doe er|mag|kan|kunt|zou|moet|doet u|"
    r"fotos?|bijlage|kenteken|adres|nummer|mail|link|brief|formulier|gegevens|"
    r"kapot|stuk|klacht|bezwaar|factuur|boetes?|aanmaning|rekening|storing|weken|maanden|wachten|"
    r"buren|buurman|buurvrouw|probleem|vraag|andere?|zelfde|automobilist\w*|"
    r"but|still|when|not|never|please)\b|\bhet weer niet|\bweer (?:een|zo|geregeld|eens)\b"
)
"""what adds something to thanks, asks, doubts, or turns it around"""
GREETS: Final = re.compile(
    r"(?:groet|groeten|groetjes|mvg|gr)[ ,.\n]+(?P<name>(?!uit\b)[^\n]{1,40})$"
)
OPENS: Final = re.compile(r"^(?:beste|hallo|hoi|hi|dag|geachte)\s+(?P<name>\S+)(?:\s\S+)?,")
WORD: Final = re.compile(r"[^\W_]+")
ANGRY: Final = frozenset("👎😡🤬😠🙄😤🖕💩😒😞😢😭🤮")
GLAD: Final = frozenset("👍🙏❤💚💙👌🙂😊😀😃😁🥰😍💪👏🎉✅☺")


def is_mere_thanks(text: str) -> bool:
    """Is there nothing in it but thanks, or that it is well?"""
    text = text.strip()
    if not text or len(text) > LONGEST or is_question(text) or ANGRY & set(text):
        return False
    plain = fold(re.sub(r"(?<!\S)@[\w.@-]+", " ", text)).strip()
    words = WORD.findall(_without_names(plain))
    if not words:
        return bool(GLAD & set(text)) and not _has_letters(plain)
    said = " ".join(words)
    if said in ALONE:
        return True
    if WAKES.search(said) or any(each.isdigit() for each in words) or "http" in plain:
        return False
    if not THANKS.search(said):
        return words[0] in WELL | {"helemaal"} and set(words) <= WELL | BESIDE_WELL
    return all(each in WELL or each in BESIDE or THANKS.fullmatch(each) for each in words)


def _without_names(plain: str) -> str:
    """Leave out whom it greets and who signs it."""
    for pattern in (GREETS, OPENS):
        if found := pattern.search(plain):
            plain = plain[: found.start("name")] + plain[found.end("name") :]
    return plain


def _has_letters(text: str) -> bool:
    return any(unicodedata.category(each).startswith(("L", "N")) for each in text)
