"""What waits for a second person: the list, one answer, and what is decided about it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gehoor.flows import approving, seeing
from gehoor.flows.approving import AlreadyDecided
from gehoor.flows.collisions import Collision
from gehoor.flows.referring import ReferralAsked, Said
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import Approval, Reply
from gehoor.inbox.queries import approvals as asked_for
from gehoor.kit.clock import about_now
from gehoor.people import policies
from gehoor.people.policies import answer, colleague, see_names
from gehoor.screens.access import Request, who_may
from gehoor.screens.approvals.forms import ApproveForm, GiveBackForm
from gehoor.screens.approvals.shown import page_of, row_of
from gehoor.screens.asking import ASKED
from gehoor.screens.fragments import private
from gehoor.screens.inbox.lists import menu_counts
from gehoor.screens.typed import LONGEST


@require_safe
@who_may(colleague)
def approvals(request: Request) -> HttpResponse:
    """List what waits for one, what was given back to one, and what one waits for."""
    actor = request.actor
    shown = {
        "place": "approvals",
        "counts": menu_counts(actor),
        "to_approve": [row_of(each) for each in asked_for.to_approve(actor)],
        "returned": [row_of(each) for each in asked_for.returned_to(actor)],
        "waiting": [row_of(each) for each in asked_for.asked_by(actor)],
        "now": about_now(),
    }
    return private(render(request, "approvals/page.html", shown))


@require_safe
@who_may(see_names, on=asked_for.find_approval)
def approval(request: Request, found: Approval) -> HttpResponse:
    """Show one answer beside what it answers, with what changed and why it is looked at."""
    return _show(request, found)


@require_POST
@who_may(policies.approve, see=see_names, on=asked_for.find_approval)
def approve(request: Request, found: Approval) -> HttpResponse:
    """Let it leave, as it is or changed."""
    form = ApproveForm(request.POST)
    try:
        given = _given(form)
        reply = approving.approve(
            request.actor,
            found,
            text=given["text"],
            seen_sequence=given["seen_sequence"],
            despite=form.despite(),
            referral=Said(given["referral"], given["referral_words"]),
            others_back=given["others_back"],
        )
    except AlreadyDecided as problem:
        return _was_first(request, problem)
    except NotPossible as problem:
        return _show(request, found, problem=problem, typed=request.POST.get("text"), status=409)
    undo = f"undo={reverse('withdraw', args=[reply.pk])}" if reply.state == "queued" else ""
    told = _("Approved. The answer is on its way.")
    messages.success(request, told, extra_tags=undo if answer_here(request, found) else "")
    return redirect("approvals")


@require_POST
@who_may(policies.approve, see=see_names, on=asked_for.find_approval)
def give_back(request: Request, found: Approval) -> HttpResponse:
    """Let its writer go on with it."""
    form = GiveBackForm(request.POST)
    note = str(form.data.get("note", ""))
    try:
        approving.give_back(request.actor, found, note=note)
    except AlreadyDecided as problem:
        return _was_first(request, problem)
    except NotPossible as problem:
        return _show(request, found, problem=problem, note=note, status=409)
    messages.success(request, _("Given back to %(name)s.") % {"name": found.author.name})
    return redirect("approvals")


def _asked_by(problem: NotPossible | None) -> str:
    """Return the field for the reason without which it is not sent; none for anything else."""
    return next((name for kind, name in ASKED.items() if isinstance(problem, kind)), "")


def _given(form: ApproveForm) -> dict[str, Any]:
    """Return what was filled in. Raises NotPossible in words; the text stays where it was typed."""
    if form.is_valid():
        return form.cleaned_data
    if "text" in form.errors:
        raise NotPossible(
            _("Your text is too long: at most %(longest)s characters.") % {"longest": LONGEST}
        )
    raise NotPossible(_("This form is not complete. Open the answer again."))


def answer_here(request: Request, found: Approval) -> bool:
    """May who approved it also take it back in time? A judge who only reads may not."""
    return answer(request.actor, asked_for.approval_place(found))


def _was_first(request: Request, problem: NotPossible) -> HttpResponse:
    messages.error(request, str(problem))
    return redirect("approvals")


def _show(
    request: Request,
    found: Approval,
    *,
    problem: NotPossible | None = None,
    typed: Any = None,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render one; with `problem` after an act that was not possible, and what was `typed`."""
    seeing.conversation(request.actor, found.conversation)
    shown = page_of(request.actor, found)
    shown |= {
        "place": "approvals",
        "problem": str(problem or ""),
        "typed": found.text if typed is None else str(typed),
        "note": note,
        "asked": _asked_by(problem),
        "refers": Reply.Referral.choices if isinstance(problem, ReferralAsked) else (),
        "writer": getattr(problem, "writer", None) if isinstance(problem, Collision) else None,
        "given": request.POST,
    }
    return private(render(request, "approvals/one.html", shown, status=status))
