"""A public thread: the page, fetching it anew, and dealing with many of its messages at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gehoor.channels import queries as channels
from gehoor.flows import bulk, handling, threads
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import BulkAct, Conversation
from gehoor.kit.clock import about_now
from gehoor.people.policies import answer, see_conversations, see_names
from gehoor.screens.access import Request, who_may
from gehoor.screens.bulk.words import REASONS, done_words, left_out, rest_words
from gehoor.screens.fragments import private
from gehoor.screens.narrowing import Part, number_in, part_in
from gehoor.screens.thread.shown import shown_posts


@require_GET
@who_may(see_conversations, on=inbox.find)
def thread(request: Request, found: Conversation) -> HttpResponse:
    """Show a thread as a tree, or what fits of it. What is no public thread is a conversation."""
    if not is_thread(found):
        return redirect("conversation", pk=found.pk)
    return private(_show(request, found, part_in(request.GET)))


def is_thread(conversation: Conversation) -> bool:
    return conversation.is_public and bool(conversation.thread)


@require_POST
@who_may(answer, see=see_conversations, on=inbox.find)
def fetch_thread(request: Request, found: Conversation) -> HttpResponse:
    """Ask the platform for the thread now."""
    threads.look_now(found)
    looking = inbox.looking_of(found)
    if looking is None:
        messages.error(request, _("This channel shows nothing of what stands around a post."))
    elif not looking.problem:
        messages.info(request, _("The thread is being fetched. Look again in a moment."))
    return redirect(part_in(request.POST).address(found))


@require_POST
@who_may(answer, see=see_conversations, on=inbox.find)
def finish_in_thread(request: Request, found: Conversation) -> HttpResponse:
    """Deal with the chosen messages, or with everything that fits, at once."""
    part = part_in(request.POST)
    try:
        done = bulk.begin_in_thread(
            request.actor, found, _wanted(request), _numbers(request, found, part)
        )
    except NotPossible as problem:
        return _show(request, found, part, problem=str(problem), status=409)
    return _tell_of(request, done, back=part.address(found, page=1))


def _tell_of(request: Request, done: BulkAct, *, back: str) -> HttpResponse:
    """Say how it went, with the way back; what is at work still or was left out has a page."""
    coming = inbox.bulk_acts_of(done.author_id, most=1, pk=done.pk)[0]
    if coming.waiting or left_out(coming):
        return redirect("many")
    undo = f"undo={reverse('undo_many')}?act={done.pk}" if coming.applied else ""
    messages.success(request, f"{done_words(coming)} {rest_words(coming)}".strip(), extra_tags=undo)
    return redirect(back)


def _wanted(request: Request) -> bulk.Wanted:
    act = request.POST.get("do", "")
    message, _dash, version = request.POST.get("seen", "")[:40].partition("-")
    if act not in BulkAct.Act.values:
        raise NotPossible(_("Choose what to do with them. Nothing has changed."))
    return bulk.Wanted(
        act=BulkAct.Act(act),
        seen_message=number_in(message) or 0,
        seen_entry=number_in(version) or 0,
        reason=request.POST.get("reason", ""),
    )


def _numbers(request: Request, found: Conversation, part: Part) -> list[int]:
    if request.POST.get("all") == "yes":
        return inbox.untouched_fitting(found, part.fitting)
    listed = (number_in(each) for each in request.POST.getlist("chosen")[: bulk.MOST])
    return [each for each in listed if each]


def _show(
    request: Request, found: Conversation, part: Part, *, problem: str = "", status: int = 200
) -> HttpResponse:
    # Before what is shown is read: what comes in meanwhile must not pass for shown.
    seen = inbox.newest_shown()
    named = handling.show(request.actor, found)
    threads.look(found)
    branches = inbox.branches_of(found, request.actor, part.fitting, page=part.page)
    chosen = request.POST.getlist("chosen")
    place = inbox.place_of(found)
    may_answer = answer(request.actor, place)
    may_reply = may_answer and channels.may_reply(found.channel)
    answers_at = reverse("conversation", args=[found.pk]) if may_reply else ""
    shown: dict[str, Any] = {
        "place": "inbox",
        "named_elsewhere": named,
        "conversation": found,
        "channel": found.channel,
        "part": part,
        "branches": branches,
        "posts": shown_posts(
            branches.posts, request.actor, chosen, answers_at=answers_at, back=part.query
        ),
        "previous_href": part.address(found, page=branches.page - 1) if branches.page > 1 else "",
        "next_href": (
            part.address(found, page=branches.page + 1) if branches.page < branches.pages else ""
        ),
        "whole_href": reverse("thread", args=[found.pk]),
        "looking": inbox.looking_of(found),
        "can_look": threads.can_look(found),
        "may_answer": may_answer,
        "names": see_names(request.actor, place),
        "seen": f"{seen.message}-{seen.version}",
        "reasons": REASONS,
        "typed": {"reason": "", "all": ""} | request.POST.dict(),
        "problem": problem,
        "now": about_now(),
    }
    return render(request, "thread/page.html", shown, status=status)
