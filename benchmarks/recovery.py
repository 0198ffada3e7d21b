"""The database comes back after a crash: how long until everything works again, in real time."""

import os
import random
import time

from benchmarks.harness import Figure, write
from gehoor.project.embedded import Cluster
from gehoor.testing.ownserver import own_server
from tests.faults.life import going_on, seconds_to_full_service
from tests.faults.town import town

OUTAGES = [float(n) for n in os.environ.get("GEHOOR_BENCH_OUTAGES", "2 30 120").split()]
GOAL_SECONDS = 60
BEFORE = 15.0
SEED = int(os.environ.get("GEHOOR_BENCH_SEED", "4"))


def run(_: Cluster) -> None:
    took: dict[float, float] = {}
    with own_server(scale=1.0) as server, town(random.Random(SEED)) as place:  # noqa: S311
        server.installation.start()
        for outage in OUTAGES:
            with going_on(place, pause=2.0):
                time.sleep(BEFORE)
                server.stop_at_once()
                time.sleep(outage)
                server.start()
                took[outage] = seconds_to_full_service(server.installation, place)
    write(
        "recovery",
        [
            Figure(f"database back to full service, after {outage:g} s without it", GOAL_SECONDS,
                   seconds, "s (wall)")
            for outage, seconds in took.items()
        ],
        note="`pg_ctl stop -m immediate` under load, nothing scaled. Counted from the moment the "
        "server takes connections: until a post written after that is on screen, a reply to it "
        "has reached the platform (ten of these seconds are its time to undo) and a page is shown.",
        seconds={f"{outage:g}": seconds for outage, seconds in took.items()},
    )  # fmt: skip
