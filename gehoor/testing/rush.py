"""A rush through real processes: citizens write, colleagues answer, and how long each of it takes.

Some channels may lead into a black hole; what is measured are the others.
"""

import random
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.test import override_settings

from gehoor.channels import actions
from gehoor.channels.models import Channel, Delivery
from gehoor.flows import replies
from gehoor.inbox.models import Conversation, Reply
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.blackhole import black_hole
from gehoor.testing.processes import Crew, wait_until
from gehoor.testing.standin import TOKEN, StandIn, stand_in

WELL = 4
"""channels whose platform answers"""
PAUSE = 0.1
UNDO = 10.0
"""seconds in which a reply can be taken back, before scaling"""
PATIENCE = 10.0
"""seconds a connector of ours waits for an answer, before scaling"""


@dataclass(frozen=True)
class Taken:
    """Seconds from posted to visible, and from due to sent, in the channels that are well."""

    intake: list[float]
    sending: list[float]
    stuck: int
    """replies that waited in channels without an answer"""


@dataclass
class Desk:
    """Channels, one conversation in each, and somebody who may answer there."""

    channels: list[Channel]
    conversations: list[Conversation]
    agents: list[Actor]


def run(*, seconds: float, black_holes: int, scale: float, chance: random.Random) -> Taken:
    """Let it rush for some seconds by one worker and one poller; return how long each took."""
    with (
        stand_in() as platform,
        black_hole() as hole,
        crew(scale) as processes,
        override_settings(TIME_SCALE=scale),
    ):
        well = desk(platform.url, WELL, scale=scale)
        dead = desk(hole.url, black_holes, scale=scale)
        processes.start("poller", "poll")
        processes.start("worker", "worker")
        warm_up(platform, well)
        posted: dict[str, datetime] = {}
        until = time.monotonic() + seconds
        while (begun := time.monotonic()) < until:
            posted |= write(platform, chance.choice(well.channels))
            answer(well, chance.randrange(WELL))
            if black_holes:
                answer(dead, chance.randrange(black_holes))
            _pass_time(begun + PAUSE)
        wait_until(lambda: is_done(well, len(posted)), seconds=120, what="all read and sent")
        # Another rush in the same tables must not be hindered by the channels of this one.
        Channel.objects.filter(pk__in=[each.pk for each in well.channels]).update(is_closed=True)
        Channel.objects.filter(pk__in=[each.pk for each in dead.channels]).update(is_closed=True)
        return taken(well, dead, posted, undo=UNDO * scale)


@contextmanager
def crew(scale: float) -> Iterator[Crew]:
    processes = Crew(scale)
    try:
        yield processes
    finally:
        processes.end()


def desk(url: str, number: int, *, scale: float) -> Desk:
    channels = [_connect(url, scale=scale) for _ in range(number)]
    return Desk(
        channels,
        [make.conversation(channel=channel) for channel in channels],
        [make.actor(Role.AGENT, teams=(channel.team,)) for channel in channels],
    )


def _connect(url: str, *, scale: float) -> Channel:
    given = {"url": url, "account": uuid.uuid4().hex, "timeout": str(PATIENCE * scale)}
    made = make.channel(settings=given | {"outcome_class": "B"})
    actions.seal_credentials(made, {"token": TOKEN})
    return made


def _pass_time(until: float) -> None:
    wait_until(lambda: time.monotonic() >= until, seconds=60, what="a moment passed")


def warm_up(platform: StandIn, well: Desk) -> None:
    """Wait until both processes do their work; what that takes is not measured."""
    for channel in well.channels:
        write(platform, channel)
    wait_until(lambda: _read(well).count() == WELL, seconds=120, what="the first messages read")
    Delivery.objects.filter(channel__in=well.channels).update(parsed_at=None)


def write(platform: StandIn, channel: Channel) -> dict[str, datetime]:
    """Let a citizen post; return when that was, by its transport id."""
    post = platform.platform.post(account=channel.settings["account"])
    return {f"post/{post['id']}": datetime.fromisoformat(post["posted_at"])}


def answer(desk: Desk, number: int) -> None:
    replies.send_reply(
        desk.agents[number],
        Conversation.objects.select_related("channel__team", "contact").get(
            pk=desk.conversations[number].pk
        ),
        text="Dank voor uw bericht.",
        client_uuid=uuid.uuid4(),
        seen_sequence=1_000_000,
    )


def _read(desk: Desk) -> QuerySet[Delivery]:
    return Delivery.objects.filter(channel__in=desk.channels, parsed_at__isnull=False)


def is_done(well: Desk, posted: int) -> bool:
    waiting = Reply.objects.filter(channel__in=well.channels).exclude(state="sent")
    return _read(well).count() >= posted and not waiting.exists()


def taken(well: Desk, dead: Desk, posted: dict[str, datetime], *, undo: float) -> Taken:
    read = _read(well).values_list("transport_id", "parsed_at")
    sent = Reply.objects.filter(channel__in=well.channels, state="sent")
    waited = sent.values_list("queued_at", "settled_at")
    return Taken(
        intake=[(at - posted[name]).total_seconds() for name, at in read if at and name in posted],
        sending=[(at - queued).total_seconds() - undo for queued, at in waited if queued and at],
        stuck=Reply.objects.filter(channel__in=dead.channels).exclude(state="sent").count(),
    )
