"""Held back after a restore: an administrator decides about each reply that came back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.flows import holding
from gehoor.flows.replies import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Reply
from gehoor.people.policies import Actor, Place, administer, see_conversations, see_names
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.showing import show

SIZE = 20


@dataclass(frozen=True, slots=True)
class HeldReply:
    """One held reply, with only what this administrator may see of it."""

    pk: int
    state: str
    channel: Channel
    author: str
    written_at: datetime
    conversation: int | None
    """its number, for who may read it"""
    subject: str
    to: str
    text: str
    can_leave: bool


@who_may(administer)
@require_safe
def held(request: Request) -> HttpResponse:
    """List what is held, oldest first, with what can be decided about each."""
    after = request.GET.get("after", "")
    found = inbox.held_replies(after=int(after) if after.isdecimal() else 0, size=SIZE + 1)
    their_channels = {reply.channel_id: reply.channel for reply in found}
    live = {pk: channels.may_leave(channel) for pk, channel in their_channels.items()}
    items = [_shown(request.actor, reply, live) for reply in found[:SIZE]]
    return show(
        request,
        "held.html",
        "held",
        items=items,
        some_unseen=any(item.conversation is None for item in items),
        number=inbox.count_held(),
        next_href=f"{reverse('held')}?after={found[SIZE - 1].pk}" if len(found) > SIZE else "",
    )


def _shown(actor: Actor, reply: Reply, live: dict[int, bool]) -> HeldReply:
    """An administrator who is in no team sees that a reply waits, not what it says or to whom."""
    place = Place(team=reply.channel.team_id)
    may_read, message = see_conversations(actor, place), reply.message
    return HeldReply(
        pk=reply.pk,
        state=reply.state,
        channel=reply.channel,
        author=message.author.name if message.author else message.author_name,
        written_at=message.sent_at,
        conversation=message.conversation_id if may_read else None,
        subject=str(message.conversation) if may_read else "",
        to=reply.to if see_names(actor, place) else "",
        text=message.text if may_read else "",
        can_leave=reply.is_practice or live[reply.channel_id],
    )


def decision(decide: Callable[[Request, Reply], str]) -> Callable[..., HttpResponse]:
    """Declare a decision about one held reply."""

    @require_POST
    @who_may(administer, on=inbox.find_reply)
    def decided(request: Request, reply: Reply) -> HttpResponse:
        try:
            messages.success(request, decide(request, reply))
        except NotPossible as problem:
            messages.error(request, str(problem))
        return redirect("held")

    decided.__name__ = decide.__name__
    decided.__doc__ = decide.__doc__
    return decided


@decision
def free(request: Request, reply: Reply) -> str:
    """Send it after all."""
    holding.free(request.actor, reply)
    return _("It is sent now.")


@decision
def withdraw(request: Request, reply: Reply) -> str:
    """Never send it."""
    holding.withdraw(request.actor, reply)
    return _("It is not sent any more.")


@decision
def confirm(request: Request, reply: Reply) -> str:
    """It arrived after the backup was made."""
    holding.confirm(request.actor, reply)
    return _("Noted that it arrived.")


@who_may(administer)
@require_POST
def free_all(request: Request) -> HttpResponse:
    """Send all that can leave."""
    done, stays = holding.free_all(request.actor)
    messages.success(
        request,
        ngettext("%(n)d reply is sent now.", "%(n)d replies are sent now.", done) % {"n": done},
    )
    if stays:
        messages.warning(
            request,
            ngettext(
                "%(n)d reply stays held, because its channel is not live.",
                "%(n)d replies stay held, because their channels are not live.",
                stays,
            )
            % {"n": stays},
        )
    return redirect("held")


@who_may(administer)
@require_POST
def withdraw_all(request: Request) -> HttpResponse:
    """Send none of them."""
    done, _stays = holding.withdraw_all(request.actor)
    messages.success(
        request,
        ngettext("%(n)d reply is not sent any more.", "%(n)d replies are not sent any more.", done)
        % {"n": done},
    )
    return redirect("held")
