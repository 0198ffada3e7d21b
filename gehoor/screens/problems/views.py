"""Verzendproblemen: conversations in which a reply did not go out, or may not have."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Reply
from gehoor.inbox.queries import Row
from gehoor.kit.clock import about_now
from gehoor.people.policies import Actor, Place, answer, colleague
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private
from gehoor.screens.inbox.lists import menu_counts

SIZE = 20


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reply a person must decide about."""

    reply_pk: int
    state: str
    problem: str
    text: str
    sent_at: datetime
    settled_at: datetime | None
    may_answer: bool


@require_GET
@who_may(colleague)
def problems(request: Request) -> HttpResponse:
    """List them, longest waiting first, each reply with what a person can decide about it."""
    page = inbox.page_of(request.actor, "problems", after=request.GET.get("after"), size=SIZE)
    shown = {
        "place": "problems",
        "counts": menu_counts(request.actor),
        "items": _with_doubts(request.actor, page.rows),
        "next_href": f"{reverse('problems')}?after={page.next_after}" if page.next_after else "",
        "now": about_now(),
    }
    return private(render(request, "problems/page.html", shown))


def _with_doubts(actor: Actor, rows: Sequence[Row]) -> list[dict[str, Any]]:
    doubts = defaultdict(list)
    for reply in inbox.problem_replies(row.pk for row in rows):
        doubts[reply.message.conversation_id].append(_doubt(actor, reply))
    return [{"row": row, "replies": doubts[row.pk]} for row in rows]


def _doubt(actor: Actor, reply: Reply) -> Doubt:
    return Doubt(
        reply_pk=reply.pk,
        state="held" if reply.held_at else reply.state,
        problem=reply.problem,
        text=reply.message.text,
        sent_at=reply.message.sent_at,
        settled_at=reply.settled_at,
        may_answer=answer(
            actor,
            Place(team=reply.channel.team_id, also=reply.message.conversation.routed_to_id),
        ),
    )
