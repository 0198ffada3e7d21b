"""F16: channels accept everything and never answer; the others notice nothing of it."""

import random
from collections.abc import Callable

import pytest

from benchmarks.harness import percentile
from gehoor.channels import queries
from gehoor.channels.models import Channel, Circuit
from gehoor.inbox.models import Reply
from gehoor.testing import rush
from tests.faults import chance

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

SEED = chance.SEED
# An hour lasts three minutes here, and whoever waits ten seconds for an answer half a second.
SCALE = 0.05
SECONDS = chance.size(8, most=180)
# More than a worker does at once: each of them alone keeps one of its hands busy.
BLACK_HOLES = 6
# Generous, because this machine does other things too; what it truly is stands in docs/figures.md.
# Without lanes of their own the others wait longer than half a minute, on a quiet machine.
AT_MOST = 20.0


def test_channels_that_never_answer_hold_up_no_other(
    capsys: pytest.CaptureFixture[str], record_property: Callable[[str, object], None]
) -> None:
    taken = rush.run(
        seconds=SECONDS, black_holes=BLACK_HOLES, scale=SCALE, chance=random.Random(SEED)
    )

    intake, sending = percentile(taken.intake, 0.95), percentile(taken.sending, 0.95)
    said = (
        f"{BLACK_HOLES} silent channels, {len(taken.intake)} posts and {len(taken.sending)} "
        f"replies elsewhere: p95 intake {intake:.2f} s, sending {sending:.2f} s"
    )
    record_property("measured", said)
    with capsys.disabled():
        print(f"\nF16 seed={SEED} scale={SCALE} {said}")  # noqa: T201
    assert intake < AT_MOST
    assert sending < AT_MOST
    assert Circuit.objects.filter(door=Circuit.Door.READING).count() == BLACK_HOLES
    assert taken.stuck, "nobody answered in the silent channels"
    silent = Channel.objects.filter(circuits__isnull=False).distinct()
    assert silent.count() == BLACK_HOLES
    assert all(queries.circuits_of(channel)[0].misses >= 1 for channel in silent)
    # What may have arrived in silence is looked up or left to a person, never sent twice.
    assert not Reply.objects.filter(channel__in=silent, tries__gt=1, looks=0).exists()
