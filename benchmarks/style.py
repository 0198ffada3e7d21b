"""How soon a text is held against the house style, looked at for medical advice, and told apart.

All of it happens while somebody writes or a page opens, so a text may take five milliseconds.
"""

from collections.abc import Callable
from time import perf_counter

from benchmarks.harness import Figure, percentile, write
from gehoor.knowledge.rules.kinds import kind_of
from gehoor.knowledge.rules.medical import advice_in
from gehoor.knowledge.rules.style import HouseStyle, remarks_on
from gehoor.testing import leaks_scored as scored

GOAL_MS = 5
LONG = 10_000
"""characters of a text at its longest"""
STYLE = HouseStyle(
    address="u",
    avoid="\n".join(f"woord{number} = beter" for number in range(99)) + "\nivm = vanwege",
    must="Groet\nMet vriendelijke groet",
    forbidden="\n".join(f"nooit{number}" for number in range(100)),
    most_emoji=1,
    most_words=20,
)
"""as large as a style may be"""


def run() -> None:
    texts = [each.text for each in (*scored.numbers_by_hand(), *scored.names_held_out())]
    long = " ".join(texts * 20)[:LONG]
    looks: dict[str, Callable[[str], object]] = {
        "the house style, with 200 words": _remarks,
        "medical advice": advice_in,
        "what kind of message it is": kind_of,
    }
    write(
        "style",
        [
            *(
                Figure(f"{name}: one text, p95", GOAL_MS,
                       percentile([_milliseconds(text, look) for text in texts], 0.95), "ms")
                for name, look in looks.items()
            ),
            *(
                Figure(f"{name}: 10,000 characters", 2 * GOAL_MS,
                       min(_milliseconds(long, look) for _turn in range(20)), "ms")
                for name, look in looks.items()
            ),
        ],
        note=f"Of {len(texts)} texts of citizens and colleagues, written by hand.",
    )  # fmt: skip


def _remarks(text: str) -> object:
    return remarks_on(text, STYLE, is_humour_off=True)


def _milliseconds(text: str, look: Callable[[str], object]) -> float:
    started = perf_counter()
    look(text)
    return (perf_counter() - started) * 1000
