"""The circuit of each door of a channel: opened by silence, closed by any answer."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from gehoor.channels import rules
from gehoor.channels.actions.accounts import SETTINGS_TOPIC, end_trouble, note_trouble
from gehoor.channels.models import Channel, Circuit
from gehoor.kit.live import announce

MOST_MISSES = 1000


@transaction.atomic
def open_circuit(
    channel: Channel,
    door: Circuit.Door,
    *,
    problem: str,
    now: datetime,
    jitter: Callable[[float, float], float],
    asked_wait: float | None = None,
    scale: float = 1.0,
) -> Circuit:
    """Leave a platform alone that did not answer, longer each time in a row."""
    found, _ = Circuit.objects.select_for_update().get_or_create(
        channel=channel, door=door, defaults={"again_at": now}
    )
    found.misses = min(found.misses + 1, MOST_MISSES)
    found.problem = problem
    found.again_at = now + rules.pause_after(
        found.misses, jitter=jitter, asked_wait=asked_wait, scale=scale
    )
    found.save()
    note_trouble(channel, problem)
    announce(SETTINGS_TOPIC, "channel", channel.pk)
    return found


@transaction.atomic
def close_circuit(channel: Channel, door: Circuit.Door) -> bool:
    """The platform answered: use this door as before. Tells whether that is news."""
    found = Circuit.objects.filter(channel=channel, door=door).first()
    if found is None:
        return False
    found.delete()
    end_trouble(channel, found.problem)
    return True


def try_now(channel: Channel, *, now: datetime) -> bool:
    """Let every door be tried at once; tells whether any was shut."""
    shut = Circuit.objects.filter(channel=channel, again_at__gt=now)
    return bool(shut.update(again_at=now))


def forget_circuits(channel: Channel) -> None:
    """Begin anew: another account, or one that was mended, may well answer."""
    Circuit.objects.filter(channel=channel).delete()
