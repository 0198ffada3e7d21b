"""How well messages are told apart in which somebody may be in danger, and how soon.

The baseline is what one would do first: a list of words that go on top wherever they stand.
"""

from time import perf_counter

from benchmarks.harness import Figure, percentile, write
from gehoor.inbox.rules.emergencies import alarm_in
from gehoor.testing.emergencies import NEVER_MENDED_FOR, measured, messages

GOAL_RECALL, GOAL_PRECISION = 0.75, 0.88
GOAL_MICROSECONDS = 500
WORDS = ("112", "brand", "in het water", "mes", "ambulance", "gewond", "dood", "help", "vermist",
         "ongeluk", "gas", "rook")  # fmt: skip
LONG = 1_500
"""characters of a long mail"""


def run() -> None:
    sets = messages()
    recall, precision = measured(sets[NEVER_MENDED_FOR], alarm_in)
    of_list = measured(sets[NEVER_MENDED_FOR], has_a_word)
    texts = [text for judged in sets.values() for _is_one, text in judged]
    alarm_in(texts[0])
    took = [_microseconds(text) for text in texts]
    letter = " ".join(text for _is_one, text in sets["at hand"] if not _is_one)[:LONG]
    write(
        "emergencies",
        [
            Figure("recall of messages nobody mended for", GOAL_RECALL, recall, "share",
                   more_is_better=True),
            Figure("precision of messages nobody mended for", GOAL_PRECISION, precision, "share",
                   more_is_better=True),
            Figure("one message, p95", GOAL_MICROSECONDS, percentile(took, 0.95), "microseconds"),
            Figure("one mail of 1,500 characters", 2 * GOAL_MICROSECONDS, min(
                _microseconds(letter) for _ in range(20)), "microseconds"),
        ],
        note=f"Of {len(sets[NEVER_MENDED_FOR])} messages kept as first measured; of the other "
        f"{len(texts) - len(sets[NEVER_MENDED_FOR])}, with which the rules were made, nearly all "
        f"are told apart. A plain list of words has recall {of_list[0]:.2f} and precision "
        f"{of_list[1]:.2f} on the same.",
    )  # fmt: skip


def has_a_word(text: str) -> bool:
    return any(word in text.lower() for word in WORDS)


def _microseconds(text: str) -> float:
    started = perf_counter()
    alarm_in(text)
    return (perf_counter() - started) * 1_000_000
