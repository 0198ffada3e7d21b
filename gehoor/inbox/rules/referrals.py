"""Does a reply only send somebody elsewhere? Simple rules for Dutch and English, no more than that.

Each clause of a text is one of three: it sends somebody elsewhere, it says nothing of its own (a
greeting, sympathy, thanks), or it says something. A pure referral has the first and nothing of the
last. When in doubt a clause says something: a question too many costs more than one too few.
"""

import re
from typing import Final

MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
LINK: Final = re.compile(
    r"https?://[^\s]+|\bwww\.[^\s]+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/[^\s]*)?\b",
    re.IGNORECASE,
)
PHONE: Final = re.compile(
    r"(?<![\w.,])(?:112|14 ?0\d{2,3}|\+31[ -]?[\d -]{9,12}|0\d{1,3}[ -]?\d{3,8})(?![\w,]\d|-?\w)"
)
NAMED: Final = re.compile(r"(?<!\S)@[\w.@-]+")
SIGNED: Final = re.compile(r"\^\w+\s*$")
PLACE: Final = "§"
"""stands for a link, an address or a number, so that no dot in it ends a sentence"""
ENDS: Final = re.compile(r"[.!?:;,\n]+(?=\s|$)|\s[-\u2013]\s|\s(?:maar|but)\s", re.IGNORECASE)

NOTHING_OF_ITS_OWN: Final = re.compile(
    r"""^(?:
      (?:beste|hallo|hoi|hi|hey|hé|dag|geachte|lieve|dear|hello|good\ (?:morning|afternoon|evening))
        (?:\s\S+){0,5}
    | goede?(?:morgen|middag|navond|dag|ndag)(?:\s\S+){0,4}
    | (?:heel\s|hartelijk\s|alvast\s|nogmaals\s|many\s)*
        (?:dank|bedankt|dankjewel|dankuwel|thanks?|thank\ you)\b(?!.*\b(?:we|wij|ik)\b).*
    | (?:oei|oeps|ai|nou|sorry|excuses|onze\ excuses|helaas|vervelend|jammer)\b
        (?:\s(?:voor|dat|om|for|to|about)\b.*|\s\S+){0,1}
    | (?:dat\ is|dat\ klinkt|wat)\s(?:\w+\s){0,2}
        (?:vervelend|jammer|naar|rot|balen|schrikken|lastig|goed|fijn|attent)\b.*
    | (?:we|wij|ik)\s(?:begrijp\w*|snap\w*|vind\w*)\b.*
    | (?:goede|leuke|interessante)\ vraag
    | (?:een\s)?(?:fijne|prettige|mooie|goede)\s(?:dag|avond|middag|week|weekend|reis|feestdagen)
        (?:\s\S+){0,2}
    | (?:met\ )?(?:vriendelijke|hartelijke|veel)?\s?groet(?:en|jes)?(?:\s\S+){0,4}
    | mvg(?:\s\S+){0,4} | succes(?:\s\S+){0,3} | sterkte(?:\s\S+){0,3} | graag\ gedaan
    | (?:kind|best)\ regards(?:\s\S+){0,4} | good\ luck | have\ a\ \w+\ (?:day|evening|weekend)
    | hopelijk\b.* | we\ hopen\b.* | wij\ hopen\b.*
    | (?:dan\s|zodat\s|zo\s|daar\s)(?:.*\b)?
        (?:kijk|kijken|help|helpen|zoek|zoeken|pak|pakken|ga|gaan|weten|regelen|beantwoorden)\b.*
    | daar\s.*\b(?:klaar|verder)\b.*
    | .*\bhebben\s(?:we|wij)\s(?:een|ons|onze)\s(?:\S+\s)?
        \S*(?:punt|formulier|nummer|app|pagina|chat|loket|spreekuur|mailadres)\b
    | (?:zij|ze|die|deze|onze\ collega'?s|mijn\ collega'?s)\s
        (?:kunnen|weten|helpen|staan|beantwoorden|gaan|behandelen|beoordelen|hebben|regelen
        |pakken|nemen|kijken|denken|adviseren|kennen)\b.*
    | (?:dan|zodat|zo)\s.*\b(?:meekijken|meedenken|nakijken|uitzoeken|oppakken|terugbellen|bekijken)
    | (?:fijn|goed|mooi|lief|attent|bijzonder|wat)\s.*\bdat\s(?:u|je|jij)\b.*
    | (?:hier|dit|dat)\s(?:is|heeft\su|heb\sje)\s(?:de|het|een)\s
        (?:link|formulier|nummer|adres|pagina|site|website|app)
    | (?:wat|dat\sis|dit\sis)\seen\s(?:heel\s|erg\s)?
        (?:vervelende?|nare|lastige?|rare|moeilijke|openbare?)\s.*
    | (?:zij|ze|die|deze)\s(?:gaat|weet|helpt|behandelt|regelt|beoordeelt)\b.*
    | (?:zoekt?|twijfelt?)\s(?:u|je|jij)\b.*
    | (?:wij|we|ik)\s(?:zijn|ben)\s(?:hier\s|er\s|daar\s)?(?:alleen|slechts|enkel)\s(?:van|voor)\b.*
    | (?:de|het|uw|je)\s(?:\S+\s){1,4}gaa[nt]\sover\s(?:de|het|uw|je|alle|dit|dat|deze)\b.*
    | (?!.*\b(?:wij|we|ik)\b).*\b(?:is|zijn)\b.*
        \b(?:verantwoordelijk|bevoegd|eigenaar|beheerder|opdrachtgever)\b.*
    | (?=.*\b(?:wij|we|ik|ons)\b)(?=.*\b(?:geen|niet)\b).*
        \b(?:invloed|zicht|inzage|toegang|gegevens|zeggenschap|informatie|verstand|beeld)\b.*
    | (?:they|the\s(?:\S+\s){1,4})\s?(?:handle|handles|deals?\swith)\b.*
    | (?:heel\s)?veel\s(?:succes|sterkte|plezier|beterschap)(?:\s\S+){0,3}
    | beterschap(?:\s\S+){0,3}
    | (?:voor|bij)\s.*\bis\ser\s(?:het|een|de|ons|onze)\s(?:\S+\s){0,2}
        \S*(?:nummer|lijn|loket|punt|team|dienst|spreekuur|site|pagina|app)
    | (?:they|we)\s(?:can|will)\s(?:help|look|assist)\b.* | so\ (?:we|they)\ can\b.*
    | (?=.*\b(?:we|wij|ik|ons|onze|webcare|gemeente|we'?re|i)\b)
        (?=.*\b(?:niet|geen|lastig|not|cannot|can'?t|unable)\b)
        .*\b(?:kan|kunnen|mag|mogen|gaan?|lastig|helpen|help|cannot|can'?t|unable|able|willen)\b.*
    | (?:de|het|dat|dit|hier)\s.*\bgaa?[nt]?\s(?:hier|er|daar)?\s?(?:niet|geen)\s?(?:over)?\b.*
    | (?:vanwege|in\ verband\ met|om|voor)\s(?:uw|je|de|jouw)\s(?:privacy|veiligheid)\b.*
    | (?:mocht|heeft|heb|bent|ben|hebt|als|indien|benieuwd|liever|nog|meer|geen)\b
        (?=.*\b(?:u|je|jij|naar|weten|lezen|vragen|vraag|spoed|haast|hulp)\b).*
        (?<!sturen)(?<!bellen)(?<!mailen)(?<!doorgeven)(?<!melden)
    | (?:(?:dat|dit|deze|die)\s.*\b(?:valt|vallen)\b.*\bonder\b.*)
    | (?:wij|we)\szijn\s(?:niet\s)?van\b.* | niet\svan\b.*
    | \S+(?:\s\S+)?\sbeheert\s(?:deze|dit|de|het)\b.*
    | (?=.*\b(?:kunt|kun)\s(?:u|je)\szelf\b).*\b(?:maken|doen|regelen|aanvragen|wijzigen|doorgeven)
    | (?:ik|wij|we)\ zou(?:den)?\ zeggen | bij\ (?:spoed|nood)\b.* | in\ an\ emergency
    )$""",
    re.IGNORECASE | re.VERBOSE,
)

SAYS_SOMETHING: Final = re.compile(
    r"""^ik\s(?!verwijs|raad|adviseer|zou|kan|mag)\w+
    | ^(?:ja|nee|neen|jawel|klopt|inderdaad|zeker|akkoord|gratis|yes|no|correct|indeed)\b
    | ^(?:we|wij|ik)\s(?:zagen|zag|lazen|las|kregen|kreeg|hoorden|hoorde|maakten|maakte|keken|keek
        |spraken|sprak|belden|belde|deden|deed|gaven|gaf)\b
    | \bzonder\safspraak\b | \b(?:kost|kosten|rekent)\s(?!voor\b)
    | \b(?:vandaag|vanavond|vanmiddag|vannacht|vanochtend|morgen|overmorgen|gisteren|binnenkort)\b
    | \b(?:today|tonight|tomorrow|yesterday)\b
    | \b(?:maan|dins|woens|donder|vrij|zater|zon)dag\b
    | \b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b
    | \b(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november
        |december)\b
    | \b\d+(?:[.,:]\d+)?\s?(?:uur|euro|cent|dagen|werkdagen|weken|maanden|jaar|%|km|am|pm|days)\b
    | €\s?\d
    | \b(?:we|wij|ik)\s(?:heb|hebben|stuur|sturen|bel|bellen|mail|mailen|app|geef|geven|laat|laten
        |neem|nemen|zet|zetten|kom|komen|ga|gaan|repareren|passen|vraag|vragen\ het)\b
    | \b(?:heb|hebben|sturen|bellen|mailen)\s(?:we|wij|ik)\b
    | \b(?:we|i)\s(?:have|sent|fixed|will)\b
    | \b(?:is|zijn|was|waren|wordt|worden|werd)\s(?:\S+\s){0,5}
        (?:al\s|weer\s)?(?:ge|be|ver|afge|aange|opge|doorge|uitge)\w{2,}(?:d|t|en)\b
    | \b(?:bel|mail|kom|ga|hoeft)\b.*\bniet\b | \bdon'?t\s(?:call|mail|email)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)

TO_DO: Final = (
    r"^(?:\S+\s){0,2}(?:stel|laat|registreer|download|probeer|ga|kijk|vul|stuur|meld|dien|geef|"
    r"vraag|maak|zoek|open|gebruik|schrijf|loop|kom|spreek|regel|richt)\b"
)
TO_YOU: Final = (
    rf"(?:{TO_DO}|^(?:\S+\s){{0,2}}(?:neem|zet)\b|\bgraag\b|\bplease\b|\byou\scan\b|"
    r"\b(?:kunt|kun|wilt|wil|zou|moet|mag|dient)\s(?:u|je)\b|\b(?:u|je)\s(?:kunt|kan|kun|"
    r"moet|mag|dient)\b)"
)
WAY: Final = (
    r"(?:\b\S*(?:nummer|mailadres|website|webformulier|formulier|portaal|loket|balie|chat|receptie|"
    r"meldpunt|servicepunt|steunpunt|spreekuur|contactcentrum|klantenservice|helpdesk|huisarts|"
    r"wijkagent|meldkamer)\b|\b(?:site|app|telefoon|mail|e-mail)\b)"
)
SENDS_ELSEWHERE: Final = re.compile(
    rf"""\b(?:via|op|naar|met|bij|aan|zie|in|bel|at|on|to|call|see|nummer\ is|telefoon)\s{PLACE}
    | ^(?:\S+\s){{0,3}}{PLACE}(?:\s\S+)?$
    | \b(?:bel|belt|bellen|mail|mailt|mailen|appen|dm|dm'en|dm'etje|whatsapp)\b
    | ^app\s(?:ons|me|mij)\b
    | \b(?:privé|prive)?bericht(?:je)?\s(?:\S+\s){{0,3}}(?:stur|via)\w*
    | \bstuu?r\w*\b.*\b(?:bericht\w*|privébericht|vraag)\b
    | \bcontact\s(?:met\s\S+\s|\S+\s){{0,2}}(?:op|opnemen|te\snemen)\b | \bneem\w*\s.*\bcontact\b
    | \b(?:ga|gaat)\s(?:u\s|je\s|even\s|dan\s){{0,2}}naar\b
    | ^(?:\S+\s){{0,2}}(?:kijk|check|bekijk|lees|volg|raadpleeg|bezoek)\b
    | \b(?:lees|leest|vind|vindt)\s(?:u|je|jij)\b
    | ^(?:\S+\s){{0,2}}vindt?\b.*\b(?:op|in|bij)\b | \bu\svindt\b
    | \bterecht\b | \b(?:moet|kunt|kun|dient)\b.*\b(?:bij|naar)\b.*\bzijn\b
    | \bverwijs\w*\b | \bverwijzen\b
    | \b(?:stellen|navragen|melden|doorgeven|aangeven|indienen|aanvragen|aanmelden|informeren
        |regelen)\s(?:bij|aan|via|op)\b
    | \b(?:bij|aan|via|op)\s(?:\S+\s){{1,6}}(?:stellen|navragen|melden|doorgeven|indienen
        |aanvragen|informeren|sturen)\b
    | \bvia\s(?:het|ons|onze|de|een|mijn|uw)?\s?\S*(?:formulier|site|website|app|loket|portaal
        |portal|webshop)\b
    | \b(?:doorgeven|melden|regelen|aanvragen|meldt|meld|geef)\b.*\bvia\s\w+
    | ^(?:meld|meldt)\b | \bvul\w*\b.*\bformulier\b | \bmelding\b.*\bin\sde\sapp\b
    | \bafspraak\s(?:te\s)?mak\w* | \bmaak\b.*\bafspraak\b | \blog\sin\b
    | ^(?:\S+\s){{0,2}}(?:loop|kom|spreek|wandel)\b.*\b(?:langs|binnen|aan|balie)\b
    | \bplease\s(?:contact|call|visit|email|e-mail|report|send|see|use|ask|check)\b
    | \b(?:contact|visit)\s(?:the|our|your)\b
    | \b(?:aan|bij)\s(?:\S+\s){{1,5}}vragen\b | \btelefonisch\b | \bweten\saan\b
    | \bgeef\b.*\bdoor\b
    | \b(?:hoort|horen)\b.*\b(?:thuis|bij)\b | \bvraag\svoor\s | ^probeer\b.*\bbij\b
    | \bfill\s(?:in|out)\b
    | ^(?:misschien|wellicht|mogelijk)?\s?kan\s.*\b(?:u|je)\b.*\bhelpen\b
    | ^(?=.*{TO_YOU})(?=.*{WAY}) | {TO_DO}.*\b(?:aan|bij|naar)\s(?!voor)
    | ^(?!omrijden|rijden|fietsen|lopen).*\b(?:gaat|kan|loopt|verloopt)\s(?:alleen\s)?via\b
    | \b(?:gesteld|gericht|ingediend|gemeld|doorgegeven)\s(?:\S+\s){{0,2}}(?:aan|bij|via|op)\b
    | \biets\svoor\s
    | \b(?:weet|weten|vertelt|vertellen)\b.*\bmeer\b | \bmeer\b.*\b(?:vertellen|weten)\b
    | ^zoek\b.*\bop\b
    | \b(?:should|could|best)\s(?:ask|call|contact)\b
    | ^(?:contact|call|visit|email|see|check)\b
    | \b(?:find|read)\b.*\b(?:more|information|at|on)\b | \bdrop\sby\b
    """,
    re.IGNORECASE | re.VERBOSE,
)

# The same said with a sentence built around you or around who does help.
YOU: Final = r"(?:u|je|jij|jou|jullie)"
NOT_US: Final = r"(?!.*\b(?:wij|we|ik|i|(?<!volgens\s)ons)\b)"
TOWARDS: Final = r"(?:bij|aan|via|op|naar|met|tot|in|binnen)"
IN_WRITING: Final = r"(?:online|telefonisch|schriftelijk|digitaal|per\s(?:e-?mail|brief|post))"
ASKING: Final = (
    r"(?:aanklop|bekijk|bespreek|check|claim|doe|informeer|kijk|klop|lees|loop|maak|meld|overleg|plan|"
    r"praat|raadpleeg|regel|schrijf|stap|stel|vraag|wend|zoek)"
)
TO_ASK: Final = (
    r"(?:aankloppen|aanmelden|aanvragen|afmelden|bekijken|bespreken|claimen|doen|doorgeven|indienen|"
    r"informeren|inschrijven|inzien|melden|nalezen|navragen|opvragen|opzoeken|overleggen|reserveren|schrijven|"
    r"terugvinden|verhalen|voorleggen|wenden)"
)
TOLD: Final = (
    r"(?:informatie|antwoord(?:en)?|tarieven|voorwaarden|overzicht|uitleg|spelregels|regels|"
    r"openingstijden|stappenplan|contactgegevens|gegevens|adressen|telefoonnummers|data|alles)"
)
# What could be done is not something that was done, which is what a passive says otherwise.
SENDS_IN_THE_PASSIVE: Final = re.compile(
    rf"""^{NOT_US}(?=.*\b(?:kan|kunnen|moet|moeten|dient)\b)(?=.*\bworden\b)
        .*\b(?:gesteld|gemeld|gedaan|ingediend|aangevraagd|doorgegeven|gemaakt|gericht)\b
        .*\b{TOWARDS}\s
    | ^{NOT_US}(?=.*\b(?:kan|kunnen|moet|moeten|dient)\b)(?=.*\bworden\b).*\b{TOWARDS}\s.*
        \b(?:gesteld|gemeld|gedaan|ingediend|aangevraagd|doorgegeven|gemaakt|gericht)\b
    | ^{NOT_US}.*\bword(?:t|en)?\s{YOU}\b.*\bgeholpen\b
    | ^{NOT_US}{YOU}\swordt\b.*\bgeholpen\b | \bte\sbereiken\s(?:op|via)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
SENDS_BY_A_SENTENCE: Final = re.compile(
    rf"""^{NOT_US}(?:(?!{YOU}\s)\S+\s){{0,7}}?{ASKING}t?\s{YOU}\s
        (?:.*\s)?(?:{TOWARDS}\s(?!het\seind|de\sstraat)|{IN_WRITING}\b)
    | ^{NOT_US}(?:\S+\s){{0,2}}{ASKING}\s(?!{YOU}\b).*\b{TOWARDS}\s
    | ^(?:\S+\s){{0,2}}vraag\s(?:het|dit|dat)\s(?!gerust|ons|mij)
    | ^{NOT_US}{YOU}\s(?:leest|lees|vindt|vind)\s(?:\S+\s){{0,2}}(?:alles|meer)\b.*\b(?:in|op|bij)\s
    | ^{NOT_US}(?=.*{TO_YOU}).*(?:\b{TO_ASK}\s{TOWARDS}\s|\b{TOWARDS}\s.*\b{TO_ASK}$|
        \b{IN_WRITING}\b.*\b{TO_ASK}\b)
    | ^(?:het|hun|haar|dit)\s(?:\S+\s){{0,3}}(?:is|luidt)\s{PLACE}$
    | ^daar\s(?:kunt|kun|kan)\s{YOU}\b.*\b(?:melding|klacht|vraag|verzoek|aanvraag|aangifte)\b
    | ^{NOT_US}(?!{YOU}\b).*\bhelp(?:t|en)\s{YOU}\b
    | ^{NOT_US}.*\b(?:kan|kunnen)\b.*\b{YOU}\b.*\b(?:helpen|vertellen|adviseren|uitleggen)$
    | ^{NOT_US}(?:hier|daar)\sgaa[nt]\s(?!het\b).*\bover$
    | ^{NOT_US}(?!{YOU}\b).*\bgaa[nt]\s(?:hier|daar)over$
    | ^{NOT_US}.*\b(?:juiste|goede|aangewezen)\s(?:adres|loket|plek|persoon|instantie|weg)\b
    | ^{NOT_US}.*\b(?:moet|dient)\b.*\bbij\s.*\b(?:zijn|wezen)$
    | ^(?:dat|dit|aanmelden|afmelden|aanvragen|inschrijven|melden|reserveren|opzeggen|reageren
        |klagen)\s(?:kan|gaat|doet\s{YOU}|kunt\s{YOU})\s(?:\S+\s){{0,3}}
        (?:(?:bij|via|op)\s(?!ons\b)|{IN_WRITING}\b)
    | ^(?:\S+\s){{0,3}}{TOLD}\b.*\bsta(?:at|an)\s(?:\S+\s){{0,2}}(?:op|in)\s
    | ^{NOT_US}.*\bsta(?:at|an)\s(?:\S+\s){{0,2}}op\s(?:\S+\s){{0,2}}\S*
        (?:site|pagina|app|kaart|portaal)\b
    | ^{NOT_US}.*\b(?:luistert|luisteren|denkt|denken|staat|staan|kijkt|kijken)\s(?:graag\s)?
        (?:naar|met|voor)\s{YOU}\b
    | ^{NOT_US}(?:dat|dit)\sis\siets\s(?:wat|dat|waar|voor)\b
    | \bcontact\s(?:gehad|opgenomen|gezocht)\smet\b | \blogt?\s(?:\S+\s){{0,2}}in\b
    | ^{NOT_US}(?=.*{TO_YOU}).*\b(?:op|aan|in|na)\ste\s(?:zoeken|vragen|melden|dienen|schrijven)\b
    | ^{NOT_US}(?:op|in)\s.*\bsta(?:at|an)\s(?:\S+\s){{0,3}}{TOLD}$
    | \bdoe(?:t)?\s{YOU}\s(?:\S+\s)?hier$
    | \bbereikt\s{YOU}\b | \bkijkje\b | \bdoorverwijzen\b
    | ^(?:\S+\s)?laat\b.*\bachter\s(?:op|bij|via|in)\b
    | \bmoet(?:en)?\s{YOU}\b.*(?:dienst|lijn|nummer|loket|team|afdeling)\s(?:hebben|spreken)$
    | ^{NOT_US}.*\b(?:weet|weten)\b.*\b(?:iets|alles|meer)\b
    | ^{NOT_US}.*\b(?:kan|kunnen)\b.*\b(?:iets|alles|meer)\b.*\b(?:zeggen|vertellen|uitleggen)$
    | ^{NOT_US}.*\b(?:eerste\s)?aanspreekpunt\b
    | ^(?:dit|dat)\sis\s(?:\S+\s)?een\s(?:zaak|kwestie|vraag|taak)\s(?:van|voor)\s
    | ^{NOT_US}(?:u|je)\sbent\b.*\bwelkom\s(?:bij|op|in)\b
    | ^(?:deel|bespreek|vertel)\b.*\b(?:in|via|per)\s(?:een\s)?(?:privé|dm|pb|mail|e-mail|chat)
    | ^(?:have|take)\sa\slook\s(?:at|on|in)\b
    | \b(?:get|be)\sin\s(?:touch|contact)\swith\s(?!us\s(?:again|later))
    | \b(?:direct|address|take|send)\s(?:your|this|that)\s(?:\S+\s)?to\b
    | \bcheck\swith\b | \b(?:best|right)\splace\b
    | \b(?:reach\sout|turn|head|head\sover)\sto\b
    | ^{NOT_US}(?!you\b).*\bcan\s(?:help|tell|advise|assist)\syou\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
ABOUT: Final = re.compile(
    r"^(?:voor|for)\s(?:\S+\s){0,3}"
    r"(?:vraag|vragen|informatie|updates?|meldingen?|questions?|information)\b",
    re.IGNORECASE,
)
ADVISING: Final = re.compile(
    r"\b(?:ik\szou(?:\szeggen)?|(?:ik|wij|we)\s(?:adviseren|adviseer|verzoeken|verzoek|vragen|vraag|"
    r"raden|raad)\s(?:u|je)|(?:adviseren|verzoeken|vragen|raden)\s(?:wij|we)\s(?:u|je))\b",
    re.IGNORECASE,
)
"""who advises says what somebody else can do"""
TOPIC: Final = re.compile(r"^(?:voor|over|bij|met|als\shet)\b", re.IGNORECASE)
"""begins what an address that follows by itself is for"""
FEW_WORDS: Final = 3
"""that are left of a sentence, such as an address of a street"""


LONGEST: Final = 600
"""who writes more than so many characters says something"""


def only_refers(text: str) -> bool:
    """Does this only send somebody to another channel or organisation?"""
    if len(text) > LONGEST:
        return False
    clauses = [ADVISING.sub("u kunt", clause) for clause in clauses_of(text)]
    follows = [*clauses, ""][1:]
    kinds = [
        "nothing" if after == PLACE and TOPIC.search(clause) else _kind(clause)
        for clause, after in zip(clauses, follows, strict=True)
    ]
    return "elsewhere" in kinds and "something" not in kinds


def clauses_of(text: str) -> list[str]:
    """Return the parts of a text that say one thing each, with a sign for every address in it."""
    bare = NAMED.sub(" ", SIGNED.sub("", text))
    for address in (MAIL, LINK, PHONE):
        bare = address.sub(PLACE, bare)
    found = (" ".join(each.split()).strip(" ()'\":;") for each in ENDS.split(bare))
    return [each for each in found if any(sign.isalnum() or sign == PLACE for sign in each)]


def _kind(clause: str) -> str:
    # Whoever names an address sends somebody there, however politely.
    if NOTHING_OF_ITS_OWN.search(clause) and PLACE not in clause:
        return "nothing"
    if SENDS_IN_THE_PASSIVE.search(clause):
        return "elsewhere"
    if SAYS_SOMETHING.search(clause):
        return "something"
    if SENDS_ELSEWHERE.search(clause) or SENDS_BY_A_SENTENCE.search(clause):
        return "elsewhere"
    is_rest = len(clause.split()) <= FEW_WORDS or ABOUT.search(clause)
    return "nothing" if is_rest else "something"


def shares(here: int, elsewhere: int) -> tuple[float, float]:
    """Return what part of a hundred was answered here, and elsewhere: to one decimal, and together
    a hundred. Both are nothing when there is nothing."""
    if here + elsewhere == 0:
        return 0.0, 0.0
    first = round(100 * here / (here + elsewhere), 1)
    return first, round(100 - first, 1)
