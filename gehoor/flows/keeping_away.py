"""Taking distance: a colleague keeps away from one conversation, or for a while from a kind of it.

What they had goes back to the team, so somebody else answers; the term of whoever waits goes on as
it was. It is nobody's fault and counts for nobody: it is kept while it lasts and in no figure.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import About, record_each
from gehoor.flows import presence
from gehoor.flows.refusing import NotPossible
from gehoor.flows.veiling import veil
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import together
from gehoor.inbox.models import Conversation, Distance, Tag
from gehoor.kit.clock import here, now
from gehoor.kit.live import announce
from gehoor.people.models import User
from gehoor.people.policies import Actor

LASTS = timedelta(minutes=15)
Kind = Distance.Kind


@transaction.atomic
def keep_away(
    actor: Actor, conversation: Conversation, *, kind: Distance.Kind, tag: Tag | None = None
) -> Distance:
    """Take distance from this conversation, or from its kind. Raises NotPossible."""
    if actor.user_id is None:
        raise NotPossible(_("Only a colleague can take distance."))
    moment = now()
    by_kind: dict[Distance.Kind, dict[str, Any]] = {
        Kind.CONVERSATION: {"conversation": conversation, "until": None},
        Kind.HARD_WORDS: {"until": moment + LASTS},
        Kind.CHANNEL: {"channel": conversation.channel, "until": moment + LASTS},
        Kind.TAG: {"tag": tag, "until": moment + LASTS},
    }
    if kind == Kind.TAG and tag is None:
        raise NotPossible(_("This label is not there any more. Nothing has changed."))
    presence.stop_writing(actor, conversation)
    distance = together.keep_away(actor.user_id, now=moment, kind=kind, **by_kind[kind])
    fitting = _fitting(distance, inbox.open_of(actor.user_id))
    distance.gave = together.put_back_to_team(fitting, user_id=actor.user_id)
    distance.save(update_fields=["gave"])
    _told(actor, "conversation.distanced", distance.gave)
    return distance


@transaction.atomic
def come_back(actor: Actor, number: int | None = None) -> list[int]:
    """Be there again: for one distance, or for all kinds. What nobody took meanwhile is theirs."""
    if actor.user_id is None:
        return []
    which: dict[str, Any] = {"pk": number} if number else {"until__isnull": False}
    gave = together.come_back(actor.user_id, **which)
    again = together.take_up_again(inbox.visible_among(actor, gave), user_id=actor.user_id)
    _told(actor, "conversation.taken_up", again)
    return again


def refuse_if_away(actor: Actor, user: User, conversation: Conversation) -> None:
    """Nobody gives a colleague what they keep away from. Raises NotPossible.

    Who takes it up themselves is back, for this conversation.
    """
    if user.pk == actor.user_id:
        together.come_back(user.pk, kind=Kind.CONVERSATION, conversation=conversation)
        return
    if not kept_from(user.pk, [conversation.pk]):
        return
    until = [each.until for each in inbox.distances_of(user.pk) if each.until]
    named = {"name": user.name, "time": f"{here(max(until)):%H:%M}" if until else ""}
    if until:
        told = _("%(name)s takes some distance until %(time)s. Choose somebody else; nothing has "
                 "changed.")  # fmt: skip
    else:
        told = _("%(name)s takes distance from this conversation. Choose somebody else; nothing "
                 "has changed.")  # fmt: skip
    raise NotPossible(told % named)


def kept_from(user_id: int, numbers: Collection[int]) -> set[int]:
    """Return from which of these conversations a colleague keeps away now."""
    return {
        number for distance in inbox.distances_of(user_id) for number in _fitting(distance, numbers)
    }


def forget_past() -> None:
    """Forget what ran out; the timer calls this."""
    together.forget_past_distances(now=now())


def _fitting(distance: Distance, numbers: Collection[int]) -> set[int]:
    if distance.kind == Kind.CONVERSATION:
        return {distance.conversation_id} & set(numbers)  # type: ignore[return-value]
    if distance.kind == Kind.CHANNEL and distance.channel_id:
        return inbox.in_channel(numbers, distance.channel_id)
    if distance.kind == Kind.TAG and distance.tag_id:
        return inbox.with_tag(numbers, distance.tag_id)
    ours = veil()
    return {number for number, text in inbox.newest_words(numbers).items() if ours.has_hard(text)}


def _told(actor: Actor, act: str, numbers: Collection[int]) -> None:
    found = Conversation.objects.select_related("channel").filter(pk__in=numbers).order_by("pk")
    record_each(actor, act, [About(each.pk, each.channel.team_id, {}) for each in found])
    for each in found:
        for team in inbox.teams_of(each):
            announce(f"team-{team}", "conversation", each.pk)
