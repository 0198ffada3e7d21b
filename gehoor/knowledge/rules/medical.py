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


def advice_in(text: str) -> list[Advice]:
    """Return every sentence part in which a dose, a diagnosis or a treatment is given."""
    return sorted(_found(text[:LONGEST_READ]), key=lambda each: each.start)


def _found(text: str) -> Iterator[Advice]:
    for sentence in SENTENCE.finditer(text):
        words = sentence[0]
        if REFERS.search(words):
            continue
        is_dose = AMOUNT.search(words) and TAKING.search(words)
        match = (
            (is_dose and AMOUNT.search(words)) or TREATING.search(words) or DIAGNOSIS.search(words)
        )
        if match:
            yield Advice(sentence.start() + match.start(), sentence.start() + match.end(), match[0])


SENTENCE: Final = re.compile(r"(?:[^.!?\n]|(?<=\d)[.](?=\d))+")
_MEDICINE: Final = (
    r"(?:medicijn(?!lijst|overzicht|paspoort|kast)\w*|medicatie|pil(?:len)?|tablet\w*|antibiotica\w*|insuline|paracetamol"
    r"|ibuprofen|aspirine|bloedverdunner\w*|oogdruppels|druppels|kuur|zalf|prednison|dosis|dosering"
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
    r"(?:\s+(?:a|an|extra))?\s*(?:mg|milligram|ml|milliliter|mcg|microgram|gram|tablet\w*|pil(?:len|letje)?"
    r"|druppels?|capsules?|eenheden|pufjes?|zetpil(?:len)?|paracetamol\w*|ibuprofen|tablets?|pills?"
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
    rf"\b(?:stop\w*|begin\w*|start\w*|ga(?:at)? door|verhoog\w*|verlaag\w*|verdubbel\w*|halveer\w*"
    rf"|bouw\b.{{0,20}}\baf|sla\b.{{0,20}}\bover|neem|slik|take|stop|start|double|skip)\b"
    rf".{{0,30}}\b{_MEDICINE}\b"
    rf"|\b{_MEDICINE}\b.{{0,25}}\b(?:kunt|kan|mag|moet)\b.{{0,20}}\b(?:stoppen|staken|combineren|innemen"
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
