"""What a reply would give away: how much of it is found, and how often wrongly."""

from benchmarks.baselines import leaks as baseline
from benchmarks.harness import Figure, write
from gehoor.testing import leaks_scored as scored

GOAL_RECALL, GOAL_PRECISION = 0.995, 0.98
GOAL_NAMES_RECALL, GOAL_NAMES_PRECISION = 0.92, 0.90


def run() -> None:
    numbers = scored.score(scored.numbers_held_out(), baseline.find, names=False)
    names = scored.score(scored.names_held_out(), baseline.find, names=True)
    write(
        "leaks",
        [
            Figure("recall", GOAL_RECALL, numbers.recall, "", more_is_better=True),
            Figure("precision", GOAL_PRECISION, numbers.precision, "", more_is_better=True),
            Figure("recall of names", GOAL_NAMES_RECALL, names.recall, "", more_is_better=True),
            Figure("precision of names", GOAL_NAMES_PRECISION, names.precision, "",
                   more_is_better=True),
        ],
        note="The baseline: a regex for each number, and a list of names.",
    )  # fmt: skip
