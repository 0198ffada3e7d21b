"""The reasons for which a second person looks at an answer before it leaves."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from gehoor.kit.text import N_


class Why(StrEnum):
    CASE = "case"
    LEAK = "leak"
    CRISIS = "crisis"
    TRAINEE = "trainee"
    WORDS = "words"


NAMES: Final[Mapping[Why, str]] = {
    Why.CASE: N_("it is about a running case"),
    Why.LEAK: N_("it lets others read personal data"),
    Why.CRISIS: N_("it is the first statement in a crisis"),
    Why.TRAINEE: N_("its writer is learning the work"),
    Why.WORDS: N_("there are words in it that somebody looks at"),
}
"""each as the end of: a second person looks first, because ..."""
