"""What is still to be told as solved."""

from collections.abc import Collection, Sequence
from typing import Final

from django.db.models import Exists, OuterRef, Q

from gehoor.inbox import rules
from gehoor.inbox.models import Conversation, FollowUp, Message, Reply
from gehoor.inbox.queries.pages import visible_teams
from gehoor.people.policies import Actor

MOST_FOLLOW_UPS: Final = 100


def follow_ups_of(actor: Actor) -> Sequence[FollowUp]:
    """Return what is to be told in the teams of somebody, what is due first."""
    teams = visible_teams(actor)
    is_ours = Q(conversation__channel__team__in=teams) | Q(conversation__routed_to__in=teams)
    found = FollowUp.objects.filter(is_ours, state__in=["open", "writing"])
    found = found.select_related("conversation__channel").order_by("due_at", "pk")
    return list(found[:MOST_FOLLOW_UPS])


def follow_up_in(conversation: Conversation) -> FollowUp | None:
    """Return what is still to be told in a conversation."""
    found = FollowUp.objects.filter(conversation=conversation, state__in=["open", "writing"])
    return found.first()


def began_in_public(numbers: Collection[int]) -> list[Message]:
    """Return with which message each of these began in public that a person of us answered, as far
    as there is no task for it yet: at most one of each, in one query."""
    answered = Reply.objects.filter(
        message__conversation=OuterRef("conversation"),
        message__is_automatic=False,
        state__in=rules.ANSWERS,
        held_at=None,
    )
    found = Message.objects.filter(
        Exists(answered),
        conversation__in=numbers,
        conversation__is_public=True,
        conversation__follow_up=None,
        kind=Message.Kind.INCOMING,
        gone_at=None,
        is_around=False,
    ).exclude(external_id="")
    found = found.order_by("conversation", "sequence").distinct("conversation")
    return list(found.select_related("conversation__channel"))


def first_complaint(conversation: Conversation) -> Message | None:
    """Return the public message with which it began, that can still be answered."""
    found = conversation.messages.filter(kind=Message.Kind.INCOMING, gone_at=None, is_around=False)
    return found.exclude(external_id="").order_by("sequence").first()
