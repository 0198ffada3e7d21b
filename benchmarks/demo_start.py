"""The demo: from the command to its first answered page, with a month of work behind it."""

from benchmarks.harness import Figure, write
from gehoor.testing.demo import demo

TIMES = 3
GOAL_SECONDS = 10


def run() -> None:
    taken = []
    for _ in range(TIMES):
        with demo() as shown:
            taken.append(shown.start())
            [[conversations, messages]] = shown.rows(
                "SELECT (SELECT count(*) FROM inbox_conversation),"
                " (SELECT count(*) FROM inbox_message)"
            )
    taken.sort()
    write(
        "demo_start",
        [Figure("demo, from the command to its first page", GOAL_SECONDS, taken[1], "s (wall)")],
        note=f"`gehoor demo`: makes its database, sets Voorbeeldstad up and tells {conversations} "
        f"conversations ({messages} messages) through the real intake and flows; median of "
        f"{TIMES}, {taken[0]:.1f} to {taken[-1]:.1f}.",
        seconds=taken,
    )
