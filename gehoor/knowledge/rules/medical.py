"""Does an answer give medical advice? Doses, diagnoses, and what to do with medicines.

Only who treats somebody may say these. It would rather ask once too often: who is sure says why.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LONGEST_READ: Final = 10_000


@dataclass(frozen=True, slots=True)
class Advice:
    """Where an answer advises, in its own words."""

    start: int
    end: int
    words: str


def advice_in(text: str, *, was_asked: bool = False) -> list[Advice]:
    """Return every sentence part in which a dose, a diagnosis or a treatment is given.

    To somebody who asked about a body (`was_asked`) whatever is said of one may be taken for
    advice, unless it sends them to who may say it or is about coming to us.
    """
    found = _found(text[:LONGEST_READ], was_asked=was_asked)
    return sorted(found, key=lambda each: each.start)


def is_about_a_body(text: str) -> bool:
    return bool(ABOUT_A_BODY.search(text[:LONGEST_READ]))


def _found(text: str, *, was_asked: bool) -> Iterator[Advice]:
    for sentence in SENTENCE.finditer(text):
        words = sentence[0]
        if REFERS.search(words):
            continue
        is_dose = AMOUNT.search(words) and TAKING.search(words)
        match = (
            (is_dose and AMOUNT.search(words))
            or TREATING.search(words)
            or DIAGNOSIS.search(words)
            or _said_of_a_body(words, was_asked=was_asked)
        )
        if match:
            yield Advice(sentence.start() + match.start(), sentence.start() + match.end(), match[0])


def _said_of_a_body(words: str, *, was_asked: bool) -> re.Match[str] | None:
    """Return where something is advised, explained or soothed about somebody's body."""
    body = ABOUT_A_BODY.search(words)
    if not body or NO_ADVICE.search(words):
        return None
    said = SOOTHING.search(words) or CAUSE.search(words) or ADVISING.search(words)
    return said or (body if was_asked else None)


SENTENCE: Final = re.compile(r"(?:[^.!?\n]|(?<=\d)[.](?=\d))+")
_MEDICINE: Final = (
    r"(?:medicijn(?!lijst|overzicht|paspoort|kast)\w*|medicatie|pil(?:len)?|tablet\w*"
    r"|antibiotica\w*|insuline|paracetamol"
    r"|ibuprofen|aspirine|bloedverdunner\w*|oogdruppels|druppels|kuur|zalf|prednison|dosis"
    r"|dosering"
    r"|medicines?|medication|tablets?|pills?|antibiotics|painkillers?)"
)
_ILLNESS: Final = (
    r"(?:\w*ontsteking|\w*infectie|griep|migraine|hernia|allergi\w+|eczeem|staar|corona|covid"
    r"|trombose|kanker|diabetes|suikerziekte|depressie|burn-?out|hartinfarct|beroerte|gordelroos"
    r"|netvliesloslating|glaucoom|tumor|hersenschudding|astma|reuma|longembolie|bijwerking"
    r"|\w*infection|flu|cancer|stroke|concussion|inflammation|side effect)"
)
AMOUNT: Final = re.compile(
    r"\b(?:\d+(?:[.,]\d+)?|een|één|twee|drie|vier|vijf|half|halve|anderhalve|one|two|three|half)"
    r"(?:\s+(?:a|an|extra))?\s*(?:mg|milligram|ml|milliliter|mcg|microgram|gram|tablet\w*"
    r"|pil(?:len|letje)?"
    r"|druppels?|capsules?|eenheden|pufjes?|zetpil(?:len)?|paracetamol\w*|ibuprofen|tablets?"
    r"|pills?"
    r"|drops?)\b",
    re.I,
)
TAKING: Final = re.compile(
    r"\b(?:neem|neemt|nemen|innemen|slik|slikt|slikken|gebruik(?:en|t)?|druppel(?:t|en)?|spuit\w*"
    r"|smeer\w*|verhoog\w*|verlaag\w*|per dag|per keer|keer daags|maal daags|dagelijks"
    r"|om de \w+ uur|elke \w+ uur|take|use|a day|per day|daily|every \w+ hours?)\b",
    re.I,
)
TREATING: Final = re.compile(
    rf"\b(?:stop\w*|begin\w*|start\w*|ga(?:at)? door|verhoog\w*|verlaag\w*|verdubbel\w*"
    rf"|halveer\w*"
    rf"|bouw\b.{{0,20}}\baf|sla\b.{{0,20}}\bover|neem|slik|take|stop|start|double|skip)\b"
    rf".{{0,30}}\b{_MEDICINE}\b"
    rf"|\b{_MEDICINE}\b.{{0,25}}\b(?:kunt|kan|mag|moet)\b.{{0,20}}\b(?:stoppen|staken"
    rf"|combineren|innemen"
    rf"|slikken|verhogen|verlagen|overslaan)\b"
    rf"|\b(?:u|je) (?:kunt|kan|mag|moet)\b.{{0,30}}\b{_MEDICINE}\b.{{0,20}}\b(?:verhogen|verlagen"
    rf"|overslaan|stoppen|staken|verdubbelen|halveren)\b"
    rf"|\b(?:u|je) (?:kunt|kan|mag|moet)\b.{{0,40}}\b(?:slikken|innemen|druppelen|doorslikken)\b"
    rf"|\b(?:u|je) hoeft\b.{{0,30}}\bniet naar (?:de|een) (?:dokter|arts|huisarts|spoed)"
    rf"|\bno need to see a doctor",
    re.I,
)
DIAGNOSIS: Final = re.compile(
    r"\b(?:(?:u|je) (?:heeft|hebt|heb)|(?:dit|dat|het) is|(?:dit|dat|het) klinkt als"
    r"|(?:dit|dat|het) lijkt(?: me| mij)?(?: op)?|wijst op|duidt op|waarschijnlijk|vermoedelijk"
    r"|you (?:probably |may )?have|(?:this|that|it) (?:is|sounds like|looks like))\b"
    rf"(?:\s+\w+){{0,4}}?\s+{_ILLNESS}\b"
    r"|\b(?:klachten|pijn|koorts|zwelling|wond)\b.{0,40}\b(?:kan geen kwaad|is onschuldig"
    r"|gaat vanzelf over|is niet ernstig|hoort erbij)\b",
    re.I,
)
REFERS: Final = re.compile(
    r"\b(?:overleg|bespreek|vraag|bel|vragen aan|neem contact op|advies van)\b.{0,60}"
    r"\b(?:huisarts\w*|arts|dokter|apotheek\w*|apotheker|behandelaar|verpleegkundige|polikliniek"
    r"|poli|afdeling)\b"
    r"|\b(?:ask|call|consult|contact)\b.{0,40}\b(?:doctor|gp|pharmacist|pharmacy|nurse)\b",
    re.I,
)
"""who is sent to who may say it is not advised"""
ABOUT_A_BODY: Final = re.compile(
    rf"\b(?:{_MEDICINE}|{_ILLNESS}|\w*pil(?:len|letje)?|puffer|inhalator|\w*zalf|creme|norit"
    rf"|magnesium"
    r"|vitamine\w*|ijzer\w*|staalpil\w*|melatonine\w*|kokosolie|cranberry\w*|ijspakking|kompres"
    r"|stomen"
    r"|spalk|pleister|verband|hechting\w*|been|benen|arm|armen|rug|hoofd|oor|oren|oogje|ogen"
    r"|hart|borst"
    r"|buik|knie|voet|enkel|vingers?|huid|keel|neus|tand|kies|blaas\w*|zenuw|spier\w*|bloed\w*"
    r"|plas"
    r"|ontlasting|knobbel\w*|bult\w*|\w*uitslag|koorts|pijn|hoest\w*|kramp\w*|tintel\w*"
    r"|vermoeid\w*"
    r"|misselijk\w*|duizelig\w*|jeuk|zwelling|benauwd\w*|ingreep|operatie|geopereerde?|narcose"
    r"|zwanger\w*"
    r"|overgang|hyperventilatie\w*|nuchter|buisjes|hielprik\w*|verward|kaal|moedervlek\w*|wond\w*"
    r"|rash|ointment|fever|pain|cough|skin|blood|wound|symptoms?|pill|baby|kindje|de kleine)\b",
    re.I,
)
ADVISING: Final = re.compile(
    r"\b(?:neem|leg|hou(?:d)?|houdt|probeer|drink(?:en)?|slaap|koel(?:en)?|smeer|spoel"
    r"|zwem(?:men)?"
    r"|adem|doorademen|blijf|blijven|laat|put|keep|try|rest|zou (?:ik|u|je)|(?:u|je) (?:mag"
    r"|kunt|kan) "
    r"(?:best|gerust|gewoon|rustig|weer|na)|kan (?:prima|best)|prima om|helpt"
    r"|werkt\b.{0,15}\b(?:best|goed)"
    r"|zou moeten werken|doet wonderen|knapt\b.{0,20}\bop|weglaten|extra te nemen"
    r"|(?:u|je) (?:hoeft|mag|moet)\b.{0,40}\b(?:niet|geen|wel|weer)|weer (?:gaan )?\w+en)\b",
    re.I,
)
SOOTHING: Final = re.compile(
    r"\b(?:nik?s (?:geks|ernstigs)|niets (?:aan de hand|ernstigs|geks)|heel (?:gewoon|normaal)"
    r"|onschuldig|geen (?:reden tot )?zorg(?:en)?|nothing (?:serious|to worry)|(?:gaat"
    r"|trekt)\b.{0,30}\b"
    r"(?:over|weg|liggen|bij)|kan geen kwaad|hoort erbij|is gezond|tussen de oren"
    r"|slinkt|zit er geen)\b",
    re.I,
)
CAUSE: Final = re.compile(
    r"\b(?:past bij|komt (?:waarschijnlijk|vast|vermoedelijk|door)|ligt aan|wijst op|duidt op"
    r"|klinkt als|lijkt (?:mij|me|op)|vrijwel zeker|sounds like|looks like|caused by)\b",
    re.I,
)
NO_ADVICE: Final = re.compile(
    r"\b(?:apothe(?:ek|ker)\w*|inlever\w*|recept|afspraak\w*|verzetten|bezoek\w*|open\b|euro"
    r"|betal\w*"
    r"|verzeker\w*|website|formulier\w*|portaal|dossier\w*|112|113|huisarts\w*|arts|dokter"
    r"|behandel\w*"
    r"|verpleegkundige|ggd|loket|uitnodiging|compliment\w*|beterschap|vervelend|spijt|sorry|hopen"
    r"|honden?|kat(?:ten)?|dieren?\w*|wc|milieustraat|chat|kanaal|wachten|wacht|ambulance\w*"
    r"|drinkwater"
    r"|drinkt|zoutloos|rolstoel|uur|doctor|gp|nurse|appointment|opening hours)\b",
    re.I,
)
"""about coming to us, about paying, about animals: not about somebody's body"""
