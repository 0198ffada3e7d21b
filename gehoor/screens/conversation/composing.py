"""What the composer knows: how an answer would go, who would speak, and how long it may be."""

import uuid
from collections.abc import Sequence
from typing import Any

from gehoor.channels import queries as channels
from gehoor.contracts.connector import Capabilities, NotAllowed
from gehoor.contracts.posts import Visibility
from gehoor.flows.composing import Measure, measure_of
from gehoor.inbox.models import Conversation
from gehoor.people.policies import Actor
from gehoor.people.rules import sign
from gehoor.screens.conversation.answering import Answered

SHORT = 10_000
"""a channel that allows fewer characters than this shows how many are left"""


def composer_for(
    actor: Actor,
    conversation: Conversation,
    answered: Answered | None,
    *,
    choices: Sequence[Visibility] = (),
    taken: Visibility = Visibility.UNSAID,
) -> dict[str, Any]:
    """Return what the composer shows of an answer to this; no query of its own. `choices` is who
    may read an answer, of which one is taken."""
    channel = conversation.channel
    signed_as = sign(actor.name, channel.team.identity, channel.team.name)
    shown = {
        "signed_as": signed_as,
        "reply_uuid": uuid.uuid4(),
        "note_uuid": uuid.uuid4(),
        "counting": {},
        "lengths": {},
        "room": 0,
    }
    try:
        to = answered.handle if answered else ""
        measure = measure_of(channel, signed_as=signed_as, to=to, readers=taken)
        way = {"way": channels.connector_of(channel).name}
        return shown | way | _length(measure) | _lengths(channels.capabilities_of(channel), choices)
    except NotAllowed:
        return shown | {"way": channel.connector}


def _length(measure: Measure) -> dict[str, Any]:
    """Return how a browser counts the same as the server does, and the room for what is typed."""
    able = measure.able
    if able.has_subject or able.max_length >= SHORT:
        return {}
    whole = measure.whole("")
    behind = f" ^{measure.signed_as.removeprefix('^')}"
    return {
        "room": able.max_length - able.counting.count(whole),
        "counting": {
            **_most(able),
            "data-unit": able.counting.unit.value,
            "data-link": able.counting.link_length,
            "data-mentions": "short" if able.counting.short_mentions else "whole",
            "data-before": whole.removesuffix(behind),
            "data-behind": behind,
        },
    }


def _most(able: Capabilities) -> dict[str, int]:
    return {"data-longest": able.max_length, "data-bytes": able.max_bytes}


def _lengths(able: Capabilities, choices: Sequence[Visibility]) -> dict[str, Any]:
    """Return how long an answer may be for each who may read it, where that differs."""
    if able.direct is None or len(choices) < 2:
        return {}
    return {"lengths": {each: _most(able.for_readers(each)) for each in choices}}
