"""How the thread around a public post is fetched: what it answers, and what answers it.

What is found is stored as the platform gave it and read in the guarded child, like everything that
comes in. A conversation whose thread somebody wants to see is a row that is due (`inbox.Looking`);
a job only wakes the channel. Looking changes nothing at the platform.
"""

import random
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from gehoor.channels import actions as channels
from gehoor.channels import queries as channel_queries
from gehoor.channels import rules
from gehoor.channels.models import Channel, Circuit
from gehoor.contracts.connector import Account, NotAllowed, Unreachable
from gehoor.contracts.threads import MOST_ASKED, Around, Gone, Threads, threads_of
from gehoor.flows import consenting, incoming
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import elsewhere, lookings
from gehoor.inbox.models import Conversation, Looking
from gehoor.kit.clock import now
from gehoor.kit.jobs import background
from gehoor.kit.live import announce
from gehoor.kit.locks import try_lock
from gehoor.kit.stopping import ASKED
from gehoor.kit.text import N_

Result = Looking.Result

LOOKING_LANE = 6
AGAIN_AFTER = timedelta(minutes=5)
"""how old a thread may be before it is fetched anew when somebody opens it"""
AT_ONCE = timedelta()
AFTER_A_BREAK = timedelta(minutes=5)
NOT_SHOWN_YET = timedelta(minutes=2)
"""how long the part of a platform that shows threads may lag behind the part that tells of posts"""
NOT_YET = N_("The platform does not show this post yet.")
PAGE = 500
MOST_BELOW = 5_000
"""replies taken in of one thread"""
MOST_AT_A_TIME = 10
"""threads that one job fetches; the timer wakes the next, so platforms are not stormed"""


def can_look(conversation: Conversation) -> bool:
    """Does its platform show what stands around a post?"""
    if not (conversation.is_public and conversation.thread) or conversation.channel.is_closed:
        return False
    found = channel_queries.connectors().get(conversation.channel.connector)
    return found is not None and threads_of(found) is not None


def look(conversation: Conversation) -> None:
    """Somebody has it before them: fetch its thread, unless that was done lately."""
    _ask(conversation, older_than=AGAIN_AFTER)


def look_now(conversation: Conversation) -> None:
    """Somebody asks for it: fetch its thread, unless that is about to be done."""
    _ask(conversation, older_than=AT_ONCE)


@transaction.atomic
def _ask(conversation: Conversation, *, older_than: timedelta) -> None:
    asked = can_look(conversation) and lookings.ask(
        conversation, now=now(), older_than=older_than * settings.TIME_SCALE
    )
    if asked:
        look_around.wake(conversation.channel_id)


@background(queue="threads", actor="threads")
def look_around(number: int) -> None:
    """Fetch the threads that are due in channel `number`, one after the other."""
    with try_lock(LOOKING_LANE, number) as is_ours:
        channel = Channel.objects.get(pk=number)
        for _ in range(MOST_AT_A_TIME if is_ours else 0):
            due = inbox.next_due_looking(number, now=now())
            is_shut = channel_queries.is_shut(number, Circuit.Door.READING, now=now())
            if due is None or is_shut or ASKED.is_set():
                return
            fetch(channel, due)


def wake_due() -> None:
    """Wake every channel with threads to fetch; the timer calls this."""
    for number in inbox.channels_with_due_lookings(now=now()):
        look_around.wake(number)


def fetch(channel: Channel, looking: Looking) -> None:
    """Ask the platform for one thread, store what it gives, and write down how it went."""
    # First, so that one whose fetching breaks this process is not tried without end.
    lookings.begin(looking, again_at=now() + AFTER_A_BREAK * settings.TIME_SCALE)
    try:
        account = channel_queries.account_of(channel, renew=consenting.renewing(channel.pk))
        threads = threads_of(channel_queries.connector_of(channel))
        result = _around_first_there(channel, looking, threads, account) if threads else Result.NONE
        lookings.settle(looking, result=result, now=now())
    except NotAllowed as problem:
        # The poller finds out too, and tells the administrators.
        lookings.give_up(looking, problem=str(problem))
    except Unreachable as problem:
        _try_later(looking, problem)
    announce(f"team-{channel.team_id}", "conversation", looking.conversation_id)


def _around_first_there(
    channel: Channel, looking: Looking, threads: Threads, account: Account
) -> Result:
    """Fetch around the first post that is still there. Raises NotAllowed, Unreachable."""
    for anchor in inbox.anchors_of(looking.conversation):
        try:
            return _every_page(channel, looking, threads, account, anchor)
        except Gone:
            continue
    if looking.conversation.last_message_at > now() - NOT_SHOWN_YET * settings.TIME_SCALE:
        raise Unreachable(NOT_YET)
    return Result.GONE


def _every_page(
    channel: Channel, looking: Looking, threads: Threads, account: Account, anchor: str
) -> Result:
    """Raises NotAllowed, Unreachable, Gone."""
    began, taken, onward, shown = now(), 0, "", {anchor}
    while True:
        page = threads.around(account, external_id=anchor, onward=onward, limit=PAGE)
        _store(channel, looking, page)
        shown.update(page.external_ids)
        taken += len(page.below)
        onward = page.onward
        if not onward or taken >= MOST_BELOW:
            break
    if onward or not page.is_whole:
        return Result.PART
    missing = inbox.missing_around(
        looking.conversation,
        anchor=anchor,
        shown=shown,
        before=began - NOT_SHOWN_YET * settings.TIME_SCALE,
    )
    _note_gone(looking, threads, account, missing)
    return Result.WHOLE


def _note_gone(
    looking: Looking, threads: Threads, account: Account, missing: Sequence[str]
) -> None:
    """Ask of what fell out of a whole thread whether it was taken away, and note what was.

    Of many some at a time, whichever: what is there all the same must not stand in the way of the
    others. Raises NotAllowed, Unreachable.
    """
    asked = random.sample(missing, min(len(missing), MOST_ASKED))
    gone = threads.gone(account, external_ids=asked) if asked else ()
    if gone:
        with transaction.atomic():
            elsewhere.note_gone(looking.conversation, gone, now=now())


@transaction.atomic
def _store(channel: Channel, looking: Looking, page: Around) -> None:
    """Keep a page raw, and let it be read; what was stored before is passed over."""
    found = [*page.above, *page.below]
    if channels.store(channel, found, around=looking.conversation_id):
        incoming.receive_waiting.wake(channel.pk)


def _try_later(looking: Looking, problem: Unreachable) -> None:
    """Longer each time in a row, and never sooner than the platform asks."""
    again_at = now() + rules.pause_after(
        looking.misses + 1,
        jitter=random.uniform,
        asked_wait=problem.wait_seconds,
        scale=settings.TIME_SCALE,
    )
    with transaction.atomic():
        lookings.miss(looking, problem=str(problem), again_at=again_at)
        if problem.wait_seconds:
            lookings.put_off(looking.channel_id, until=again_at)
