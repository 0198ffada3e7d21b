"""How well the rules tell what a message is for, hear despair, and see that an answer advises.

Of texts somebody else wrote by hand, who had not seen the rules and was asked to avoid obvious
words; nobody looked at them when the rules were made. No goal was given: these are what we want.
"""

from collections.abc import Callable

from benchmarks.harness import Figure, write
from gehoor.inbox.rules.emergencies import alarm_in
from gehoor.inbox.rules.peers import risk_in
from gehoor.knowledge.rules.kinds import Kind, kind_of
from gehoor.knowledge.rules.medical import advice_in
from gehoor.testing.kinds import NEVER_MENDED_FOR, Judged, judged, measured

SAID_BY_COLLEAGUES = {Kind.PEERS, Kind.MISCONCEPTION}
WEIGHTY = (Kind.FORMAL, Kind.OBJECTION, Kind.WOO, Kind.GRIEF, Kind.MEDICAL)
"""what must never be taken for something lighter"""
YES = "yes"


def run() -> None:
    texts = [
        each for each in judged("kinds", NEVER_MENDED_FOR) if each[0] not in SAID_BY_COLLEAGUES
    ]
    right = sum(_kind(text) == label for label, text in texts) / len(texts)
    weighty = [(_weighty(label), text) for label, text in texts]
    recall, precision = measured(weighty, YES, lambda text: _weighty(_kind(text)))
    write(
        "kinds",
        [
            _share("messages of which the kind is right", 0.6, right),
            _share("weighty kinds, recall", 0.6, recall),
            _share("weighty kinds, precision", 0.9, precision),
            *_both("an answer that advises medically", "advice", _advises),
            *_both("despair among fellow sufferers", "despair", _despairs),
        ],
        note=f"Of {len(texts)} messages of twelve kinds and twice {len(_of('advice'))} others. In "
        "what the rules do not know a message is a question or an opinion, and a colleague says "
        "better with one choice. Despair is hinted at in these texts without any of its words.",
    )


def _both(name: str, about: str, tells: Callable[[str], str]) -> list[Figure]:
    recall, precision = measured(_of(about), YES, tells)
    return [_share(f"{name}, recall", 0.5, recall), _share(f"{name}, precision", 0.8, precision)]


def _share(name: str, goal: float, value: float) -> Figure:
    return Figure(name, goal, value, "share", more_is_better=True)


def _of(about: str) -> list[Judged]:
    return judged(about, NEVER_MENDED_FOR)


def _kind(text: str) -> str:
    return str(Kind.DANGER if alarm_in(text) else kind_of(text))


def _weighty(kind: str) -> str:
    return YES if kind in WEIGHTY else "no"


def _advises(text: str) -> str:
    return YES if advice_in(text, was_asked=True) else "no"


def _despairs(text: str) -> str:
    return YES if risk_in(text) else "no"
