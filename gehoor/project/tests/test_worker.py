"""The lanes of a worker: nobody waits for somebody else's platform."""

from gehoor.kit.jobs import JOBS
from gehoor.project.commands.worker import HANDS_IN_TROUBLE, hands_per_lane


def test_every_job_has_hands_and_only_in_one_lane() -> None:
    served = [queue for lane in hands_per_lane(4) for queue in lane]

    assert {job.task.queue for job in JOBS.values()} <= set(served)
    assert len(served) == len(set(served))


def test_reading_sending_and_platforms_in_trouble_share_no_hands() -> None:
    hands = hands_per_lane(4)
    lane_of = {queue: lane for lane in hands for queue in lane}

    assert len({lane_of[queue] for queue in ("incoming", "outgoing", "trouble")}) == 3
    assert hands[lane_of["incoming"]] == hands[lane_of["outgoing"]] == 4
    assert hands[lane_of["trouble"]] == HANDS_IN_TROUBLE
