"""The tone of who writes, mirrored: people are met in their own, and never joked at in pain."""

import re
from enum import StrEnum
from typing import Final

from gehoor.kit.text import N_
from gehoor.knowledge.rules.kinds import HUMOUR_OFF, Kind
from gehoor.knowledge.rules.style import EMOJI

LONGEST_READ: Final = 4000


class Tone(StrEnum):
    INFORMAL = "informal"
    NEUTRAL = "neutral"
    FORMAL = "formal"


def tone_of(text: str) -> Tone:
    """Return how somebody writes: by how they greet, address and sign."""
    read = text[:LONGEST_READ]
    informal = (
        len(INFORMAL.findall(read)) + 2 * len(EMOJI.findall(read)) + 2 * len(LOOSE.findall(read))
    )
    formal = len(FORMAL.findall(read)) + 2 * len(STIFF.findall(read))
    if informal > formal:
        return Tone.INFORMAL
    return Tone.FORMAL if formal > informal else Tone.NEUTRAL


def is_humour_off(kind: Kind) -> bool:
    """Does a joke or a wink hurt here?"""
    return kind in HUMOUR_OFF


INFORMAL: Final = re.compile(
    r"(?<!\w)(?:jij|je|jou|jouw|jullie|hoi|hey|hee|doei|groetjes)(?!\w)", re.I
)
LOOSE: Final = re.compile(
    r"(?<!\w)(?:yo|lol|haha\w*|ff|idd|gr|thnx|thx|nope|ok[eé]|super|top|joh|man|bro|omg|wtf|hi)(?!\w)"
    r"|!{2,}|\?{2,}",
    re.I,
)
FORMAL: Final = re.compile(r"(?<![\w.])(?:u|uw)(?![\w.])", re.I)
STIFF: Final = re.compile(
    r"(?<!\w)(?:geachte|hoogachtend|met vriendelijke groet|gaarne|middels|bij dezen?|alsmede"
    r"|dear (?:sir|madam)|yours (?:sincerely|faithfully)|kind regards|verneem ik|inzake)(?!\w)",
    re.I,
)
TOLD: Final = {
    Tone.INFORMAL: N_("They write loosely. You may too: short, spoken, a first name."),
    Tone.NEUTRAL: N_("They write plainly. Be friendly and to the point."),
    Tone.FORMAL: N_("They write formally. Stay polite and complete, without stiff words."),
}
A_WINK: Final = N_("A wink or one emoji fits.")
NO_JOKES: Final = N_("No jokes, no winks, no emoji: this hurts somebody.")
TIPS: Final = {
    Kind.FORMAL: N_(
        "Say that you read it.\n"
        "Say which way it must go, with the link.\n"
        "Promise nothing about the outcome."
    ),
    Kind.OBJECTION: N_(
        "Say which way an objection goes, and that there is a term.\n"
        "Do not argue about the decision here.\n"
        "Do answer questions about how it works."
    ),
    Kind.WOO: N_(
        "Say which way the request goes.\nDo not ask why somebody wants it: that need not be told."
    ),
    Kind.MEDICAL: N_(
        "Give no advice, not even a little.\n"
        "Send the safe text and say whom to call.\n"
        "Ask for nothing about health in public."
    ),
    Kind.DANGER: N_(
        "First safety: the 112 text.\n"
        "Short sentences. One thing to do in each.\n"
        "Stay until somebody is with them."
    ),
    Kind.GRIEF: N_(
        "Name the loss first, in your own words.\n"
        "Take work away from them: say what you will arrange.\n"
        "No standard closing, no survey."
    ),
    Kind.PEERS: N_(
        "Read along and let them help each other.\n"
        "Step in only when somebody is in danger, or when facts do harm."
    ),
    Kind.MISCONCEPTION: N_(
        "Begin with what is true, not with the mistake.\n"
        "Give one source.\n"
        "Once is enough: do not go into a discussion."
    ),
    Kind.COMPLAINT: N_(
        "First say that you see why it is annoying.\n"
        "Then what you do, and by when.\n"
        "Do not defend, and do not blame a colleague."
    ),
    Kind.REPORT: N_(
        "Thank them for reporting it.\n"
        "Ask for the place, if it is not there yet.\n"
        "Say what happens now."
    ),
    Kind.QUESTION: N_(
        "Answer in the first sentence.\n"
        "Then a link for who wants to know more.\n"
        "Is it for more people? Answer in public."
    ),
    Kind.THANKS: N_(
        "Pass it on to the colleague it is about.\nA short thank you in their own tone."
    ),
    Kind.ADVERTISING: N_("Do not react.\nDoes it harm people? Report it to the platform."),
    Kind.OPINION: N_("Opinions may stand.\nPut right only facts, in one answer."),
}
"""a line each, for every kind"""
