"""Made-up situations to practise with, and what an answer to one does and does not do.

The checks are simple and say so: they look for words, not for meaning. Beside them stands an answer
as it could be, which is what one learns from. What the situations say stands in scenarios.toml.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from gehoor.kit.personal.finding import find

STORIES: Final = Path(__file__).with_name("scenarios.toml")
LONGEST_SENTENCE: Final = 20
"""words; longer is hard to read"""
PLACES: Final = ("municipality", "water_board", "police", "hospital", "school")
EMOTIONS: Final = (
    "angry", "grieving", "joking", "threatening", "confused", "praise", "worried", "scared",
    "disappointed", "sarcastic",
)  # fmt: skip
JARGON: Final = (
    "middels", "conform", "derhalve", "inzake", "betreffende", "desbetreffend", "dienaangaande",
    "te allen tijde", "ten behoeve van", "in het kader van", "met betrekking tot", "omtrent",
    "aangaande", "alvorens", "teneinde", "indien", "vigerend", "beschikking", "geimplementeerd",
    "proactief", "faciliteren", "traject", "stakeholder", "dossier", "casus", "escaleren",
    "opschalen", "bijgevolg", "reeds", "thans", "dient u", "dienen wij", "uw schrijven",
    "onderhavig", "voornoemd", "verwijzen wij u naar",
)  # fmt: skip
"""what nobody says at the kitchen table"""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing an answer must tell."""

    what: str
    any_of: Sequence[str]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One situation: what somebody writes, what an answer could be, and what it is held against."""

    key: str
    title: str
    place: str
    emotion: str
    is_public: bool
    name: str
    message: str
    model: str
    feeling: Sequence[str]
    says: Sequence[Said]
    avoids: Sequence[str]
    hint: str


@dataclass(frozen=True, slots=True)
class Point:
    """One thing an answer was held against."""

    key: str
    """feeling, says-1, avoids, personal, jargon, sentences, name"""
    is_met: bool
    what: str = ""
    """of what must be told: what that is"""
    found: Sequence[str] = ()
    """the words that went against it"""


def judge(scenario: Scenario, text: str) -> list[Point]:
    """Hold an answer against the points of a situation."""
    folded = _fold(text)
    avoided = [word for word in scenario.avoids if _has(folded, word)]
    jargon = [word for word in JARGON if _has(folded, word)]
    personal = [text[span.start : span.end] for span in find(text)]
    long = [each for each in _sentences(text) if len(each.split()) > LONGEST_SENTENCE]
    says = [
        Point(f"says-{number}", any(_has(folded, word) for word in each.any_of), each.what)
        for number, each in enumerate(scenario.says, 1)
    ]
    return [
        Point("feeling", any(_has(folded, word) for word in scenario.feeling)),
        *says,
        Point("name", _has(folded, scenario.name)),
        Point("avoids", not avoided, found=avoided),
        Point("personal", not personal, found=personal),
        Point("jargon", not jargon, found=jargon),
        Point("sentences", not long, found=long),
    ]


def _fold(text: str) -> str:
    """Without capitals and accents, and one space where there are several."""
    parted = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(sign for sign in parted if not unicodedata.combining(sign))
    return " ".join(bare.split()) + " "


def _has(folded: str, word: str) -> bool:
    """Does a word of the text begin with it? A sign that is no letter is looked for anywhere."""
    bare = _fold(word)[:-1] + (" " if word.endswith(" ") else "")
    return re.search(rf"(?<!\w){re.escape(bare)}", folded) is not None


def _sentences(text: str) -> list[str]:
    return [each.strip() for each in re.split(r"[.!?:;\n]+", text) if each.strip()]


def scenarios() -> tuple[Scenario, ...]:
    """Return every situation, as it stands in the file."""
    return tuple(_by_key().values())


def scenario(key: str) -> Scenario | None:
    return _by_key().get(key)


@cache
def _by_key() -> dict[str, Scenario]:
    told = tomllib.loads(STORIES.read_text(encoding="utf-8"))["scenario"]
    return {each["key"]: _scenario(each) for each in told}


def _scenario(told: Mapping[str, Any]) -> Scenario:
    says = tuple(Said(each["what"], tuple(each["any"])) for each in told["says"])
    return Scenario(**{**told, "says": says})
