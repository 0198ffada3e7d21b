"""Acts on many conversations: first asked about, then begun; and how one's own went."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.flows import bulk
from gehoor.flows.coordinating import receivers_of
from gehoor.flows.replies import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox import rules
from gehoor.inbox.models import BulkAct
from gehoor.inbox.queries import Coming, LeftOut
from gehoor.kit.clock import about_now, this_day
from gehoor.people.policies import act_on_many
from gehoor.screens import until
from gehoor.screens.access import Request, who_may
from gehoor.screens.bulk.asked import Asked, asked_in, number_in
from gehoor.screens.bulk.words import REASONS, WHY, done_words, left_out, rest_words, which_left
from gehoor.screens.fragments import is_fragment, private
from gehoor.screens.narrowing import MARK, is_of_reading

MOST_SHOWN = 20
NOTHING_TYPED = {"label": "", "reason": "", "to": "me", "until": "", "day": "", "time": "09:00"}
ACTS = {
    BulkAct.Act.TAG: (_("Add a label to all"), _("Add label")),
    BulkAct.Act.ASSIGN: (_("Assign all"), _("Assign")),
    BulkAct.Act.SEEN: (_("Seen, no action for all"), _("Seen, no action")),
    BulkAct.Act.FINISH: (_("Finish all"), _("Finish")),
    BulkAct.Act.SNOOZE: (_("Put off all"), _("Put off")),
    BulkAct.Act.INBOX: (_("Leave all to be answered"), _("To the inbox")),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One act on many as the screen tells of it."""

    coming: Coming
    words: str
    rest: str
    left_out: int
    which: Sequence[LeftOut]
    is_busy: bool
    can_undo: bool
    undo_href: str


@require_http_methods(["GET", "POST"])
@who_may(act_on_many)
def many(request: Request) -> HttpResponse:
    """Tell how one's own acts went; or begin one, once what it takes has been asked."""
    if request.method == "GET":
        return _told(request)
    try:
        asked = asked_in(request.POST, request.actor)
    except NotPossible as problem:
        back = reverse("reading_mode" if is_of_reading(request.POST) else "inbox")
        return _refused(request, str(problem), back)
    if "sure" not in request.POST and not asked.is_plain:
        return _ask(request, asked)
    try:
        wanted = asked.wanted(request.POST, request.user)
        done = bulk.begin(request.actor, wanted, asked.numbers)
    except NotPossible as problem:
        return _ask(request, asked, problem=str(problem), status=409)
    return _after(request, done, asked.back)


@require_POST
@who_may(act_on_many)
def undo_many(request: Request) -> HttpResponse:
    """Take one's own act back, for all its conversations."""
    try:
        undone = bulk.undo(request.actor, number_in(request.GET.get("act", "")) or 0)
    except NotPossible as problem:
        return _refused(request, str(problem), reverse("many"))
    return _after(request, undone, _where_from(request, undone))


def _where_from(request: HttpRequest, undone: BulkAct) -> str:
    if undone.thread_id:
        return reverse("thread", args=[undone.thread_id])
    return reverse("reading_mode" if is_of_reading(request.GET) else "inbox")


def _refused(request: HttpRequest, problem: str, back: str) -> HttpResponse:
    if is_fragment(request):
        return HttpResponse(problem, "text/plain; charset=utf-8", status=409)
    messages.error(request, problem)
    return redirect(back)


def _ask(request: Request, asked: Asked, *, problem: str = "", status: int = 200) -> HttpResponse:
    """Ask what the act needs, and say beforehand what it will do."""
    is_ending = asked.act in bulk.ENDINGS
    wants_why = bulk.may_want_why(asked.act, len(asked.numbers))
    unanswered = inbox.count_unanswered(asked.numbers) if wants_why else 0
    title, button = ACTS[asked.act]
    shown: dict[str, Any] = {
        "place": "inbox",
        "asked": asked,
        "number": len(asked.numbers),
        "most": bulk.MOST,
        "title": title,
        "button_text": button,
        "unanswered": unanswered,
        "undecided": len(inbox.undecided_in(asked.numbers)) if is_ending else 0,
        "tags": inbox.tag_names(request.actor) if asked.act == BulkAct.Act.TAG else [],
        "colleagues": receivers_of(request.actor) if asked.act == BulkAct.Act.ASSIGN else [],
        "reasons": REASONS,
        "offered": until.offered() if asked.act == BulkAct.Act.SNOOZE else [],
        "today": this_day().isoformat(),
        "typed": NOTHING_TYPED | request.POST.dict(),
        "problem": problem,
    }
    name = "bulk/_dialog.html" if is_fragment(request) else "bulk/ask.html"
    return private(render(request, name, shown, status=status))


def _after(request: Request, done: BulkAct, back: str) -> HttpResponse:
    if is_fragment(request):
        return _told(request, only=done.pk)
    shown = _shown(inbox.bulk_acts_of(request.actor.user_id, most=1, pk=done.pk)[0])
    if shown.is_busy or shown.left_out:
        return redirect("many")
    where = f"&from={MARK}" if back.startswith(reverse("reading_mode")) else ""
    undo = f"undo={shown.undo_href}{where}" if shown.can_undo else ""
    messages.success(request, f"{shown.words} {shown.rest}".strip(), extra_tags=undo)
    return redirect(back)


def _told(request: Request, *, only: int | None = None) -> HttpResponse:
    """Show how one's own acts went; for a script only one, as a notice."""
    asked = only or number_in(request.GET.get("act", ""))
    acts = inbox.bulk_acts_of(request.actor.user_id, most=MOST_SHOWN, pk=asked)
    shown = {"place": "inbox", "acts": [_shown(each) for each in acts], "why": WHY}
    name = "bulk/_told.html" if is_fragment(request) else "bulk/page.html"
    return private(render(request, name, shown))


def _shown(coming: Coming) -> Shown:
    act = coming.bulk
    is_undone = act.state in (BulkAct.State.UNDOING, BulkAct.State.UNDONE)
    return Shown(
        coming,
        done_words(coming),
        rest_words(coming),
        left_out(coming),
        which_left(coming),
        is_busy=act.state in (BulkAct.State.RUNNING, BulkAct.State.UNDOING),
        can_undo=not is_undone and rules.may_undo(ended_at=act.ended_at, now=about_now()),
        undo_href=f"{reverse('undo_many')}?act={act.pk}",
    )
