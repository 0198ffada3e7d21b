"""Who may read the answer being written, and until when it can still be given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gehoor.channels import queries as channels
from gehoor.contracts.connector import Capabilities, NotAllowed
from gehoor.contracts.posts import Visibility
from gehoor.contracts.windows import ReplyWindow, Stand
from gehoor.flows import windows
from gehoor.flows.preferring import is_social
from gehoor.inbox import rules
from gehoor.inbox.models import Conversation
from gehoor.kit.clock import about_now
from gehoor.screens.conversation.answering import Answered
from gehoor.screens.words import DAY, HOUR, MINUTE


@dataclass(frozen=True, slots=True)
class Limit:
    """Until when an answer for these readers can be given."""

    readers: Visibility
    is_of_all: bool
    """of every choice there is: it goes without saying for whom"""
    stand: Stand
    window: ReplyWindow
    renew_in: int
    """seconds after which its words are others"""


def audience_for(
    conversation: Conversation,
    answered: Answered | None,
    *,
    drafts: Mapping[str, str],
    chosen: str,
) -> dict[str, Any]:
    """Return the choices of who may read an answer to this, which is taken, and its draft.

    As it came in, unless the writer chose others or only kept a text that is for one person: that
    never stands under readers it was not written for. No query, but for a window one.
    """
    able = _able(conversation)
    came_in = answered.visibility if answered else Visibility.UNSAID
    choices = rules.readers_to_choose(came_in, known=able.visibilities if able else ())
    private_only = conversation.channel.private_only if Visibility.DIRECT in choices else ""
    taken = _taken((Visibility.DIRECT,) if private_only else choices, drafts, chosen)
    kinds = ("private", "reply") if taken is Visibility.DIRECT else ("reply", "private")
    to = answered.handle if answered else ""
    has_window = able is not None and able.window is not None
    limits = _limits(conversation, choices or (came_in,), to=to) if has_window else []
    return {
        "choices": choices,
        "taken": taken,
        "private_only": private_only if came_in is not Visibility.DIRECT else "",
        "came_in": came_in,
        "meant_for": to,
        "who_answered": (answered.author or answered.handle) if answered else "",
        "reply_kind": kinds[0],
        # What was begun in public before that was refused goes on in private.
        "kept_text": drafts.get(kinds[0]) or (drafts.get("reply", "") if private_only else ""),
        "other_kind": kinds[1],
        "other_text": drafts.get(kinds[1], ""),
        "may_switch": len(choices) > 1 and choices[-1] is Visibility.DIRECT,
        "is_always_open": _is_always_open(able),
        "is_for_one": able is not None and able.direct is not None,
        "is_social": able is not None and is_social(able),
        "limits": limits,
        "limit": next((each for each in limits if each.readers is came_in), None),
    }


def _able(conversation: Conversation) -> Capabilities | None:
    try:
        return channels.capabilities_of(conversation.channel)
    except NotAllowed:
        return None


def _taken(choices: Sequence[Visibility], drafts: Mapping[str, str], chosen: str) -> Visibility:
    if chosen in choices:
        return Visibility(chosen)
    is_only_private = "private" in drafts and "reply" not in drafts
    if is_only_private and Visibility.DIRECT in choices:
        return Visibility.DIRECT
    return choices[0] if choices else Visibility.UNSAID


def _is_always_open(able: Capabilities | None) -> bool:
    """Does everybody read every answer there, whatever one would like?"""
    return able is not None and able.visibilities == (Visibility.PUBLIC,)


def _limits(
    conversation: Conversation, choices: Sequence[Visibility], *, to: str
) -> Sequence[Limit]:
    moment = about_now()
    found = []
    for each in choices:
        window = windows.window_of(conversation.channel, visibility=each)
        stand = windows.stand_of(conversation, to=to, visibility=each, at=moment)
        if window and stand:
            found.append((each, stand, window))
    is_of_all = len(found) == len(choices)
    kept = found[:1] if is_of_all else found
    return [
        Limit(each, is_of_all, stand, window, _renewed_in(stand, now=moment))
        for each, stand, window in kept
    ]


def _renewed_in(stand: Stand, *, now: datetime) -> int:
    """Return when the words for what is left become others, a second later to be sure of it."""
    left = max(0, int((stand.ends_at - now).total_seconds()))
    unit = next((each for each in (DAY, HOUR) if left > each), MINUTE)
    changes = (stand.changes_at or now) - now
    return 1 + min(left % unit, max(0, int(changes.total_seconds())))
