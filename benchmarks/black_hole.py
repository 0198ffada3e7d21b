"""Channels fall silent: what that costs the others, against the same rush without them.

The baseline is the same code with the same traffic in which every platform answers.
"""

import os
import random
from statistics import median
from typing import Any

from benchmarks.harness import Figure, percentile, write
from gehoor.project.embedded import Cluster
from gehoor.testing import rush

PAIRS = 5
SECONDS = float(os.environ.get("GEHOOR_BENCH_SECONDS", "18"))
# An hour lasts three minutes here, and whoever waits ten seconds for an answer half a second.
SCALE = 0.05
SEED = int(os.environ.get("GEHOOR_BENCH_SEED", "16"))
GOAL = 1.2
WORDS = {1: "one channel", 6: "six channels"}
"""how many are silent; six is more than a worker does at once"""


def run(_: Cluster) -> None:
    pairs: list[dict[str, Any]] = []
    for pair in range(PAIRS):
        # Who goes first alternates, so that a machine that slows down favours nobody.
        order = (0, *WORDS) if pair % 2 else (*WORDS, 0)
        pairs.append({str(holes): _rush(holes, pair) for holes in order})
    write(
        "black_hole",
        [
            Figure(f"{words} black-holed: p95 of {what} of the others, against without",
                   GOAL, median(pair[str(holes)][what] / pair["0"][what] for pair in pairs),
                   "times (wall)")
            for holes, words in WORDS.items()
            for what in ("intake", "sending")
        ],
        note=f"{rush.WELL} channels that answer, and beside them channels that accept and stay "
        f"silent; one worker and one poller; every {rush.PAUSE:g} s a post and a reply on either "
        f"side. Times scaled by {SCALE:g}: each run of {SECONDS:g} s stands for "
        f"{SECONDS / SCALE / 60:.0f} minutes. Median of {PAIRS} pairs, seed {SEED}.",
        pairs=pairs,
    )  # fmt: skip


def _rush(holes: int, pair: int) -> dict[str, float]:
    luck = random.Random(SEED + pair)  # noqa: S311
    taken = rush.run(seconds=SECONDS, black_holes=holes, scale=SCALE, chance=luck)
    return {
        "intake": percentile(taken.intake, 0.95),
        "sending": percentile(taken.sending, 0.95),
    }
