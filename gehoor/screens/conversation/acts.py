"""What can be done with a conversation. Each act is a form; afterwards the page is shown anew."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gehoor.contracts.posts import Visibility
from gehoor.flows import (
    approving,
    attaching,
    conduct,
    earlier_contact,
    handling,
    leaking,
    preferring,
    presence,
    second_line,
)
from gehoor.flows.collisions import Collision, Despite
from gehoor.flows.composing import MOST_PARTS, TooLong
from gehoor.flows.conduct import MustAccept
from gehoor.flows.leaking import Decided, GivesAway
from gehoor.flows.referring import ReferralAsked, Said
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Approval, Conversation, Draft, Reply
from gehoor.people import policies
from gehoor.people import queries as people
from gehoor.people.policies import see_conversations
from gehoor.screens.access import Request, who_may
from gehoor.screens.asking import ASKED
from gehoor.screens.conversation.agreed import remarks_on_draft
from gehoor.screens.conversation.answering import LONGEST_NUMBER, NEWEST, thread_in
from gehoor.screens.conversation.files import files_along, keep_text, kind_of, refuse_wider
from gehoor.screens.conversation.forms import (
    LONGEST,
    DecidedForm,
    DespiteForm,
    DraftForm,
    FinishForm,
    NoteForm,
    ReferralForm,
    ReplyForm,
)
from gehoor.screens.conversation.going_on import back_to_list as back_to_list
from gehoor.screens.conversation.going_on import back_to_thread
from gehoor.screens.conversation.views import show
from gehoor.screens.conversation.waiting import waits
from gehoor.screens.fragments import is_fragment
from gehoor.screens.inbox.lists import address_of, chosen, encoded
from gehoor.screens.marks import pieces_of
from gehoor.screens.narrowing import number_in

Act = Callable[[Request, Conversation], HttpResponse]
KEPT_WHILE_ASKED = (
    "answered_up_to", "writer", "reason", "then_finish", "referral", "referral_words",
    "leaks_seen", "leak_reason", "by_social", "by_protocol", "medical",
    "repeats",
)  # fmt: skip
"""what was chosen before a question was put, and is sent along with its answer"""
REASONS: tuple[type[NotPossible], ...] = (MustAccept, ReferralAsked, *ASKED)
GOES_ON = frozenset({"other", "choose"})
"""buttons that keep what is typed and go on with it, or beside it"""


def act(policy: policies.Policy) -> Callable[[Act], Callable[..., HttpResponse]]:
    """Declare an act: posted, by who may, told in words when it is not possible."""

    def declare(view: Act) -> Callable[..., HttpResponse]:
        @wraps(view)
        def told(request: Request, found: Conversation) -> HttpResponse:
            try:
                return view(request, found)
            except Collision as collision:
                return collided(request, found, collision)
            except TooLong as problem:
                return not_possible(request, found, str(problem), parts=problem.parts)
            except REASONS as asked:
                return asked_why(request, found, asked)
            except GivesAway as stop:
                return given_away(request, found, stop)
            except NotPossible as problem:
                return not_possible(request, found, str(problem))

        return require_POST(who_may(policy, see=see_conversations, on=inbox.find)(told))

    return declare


def not_possible(
    request: Request, found: Conversation, problem: str, *, parts: int = 0
) -> HttpResponse:
    """Say what was not possible, with what was typed still there."""
    if is_fragment(request):
        return HttpResponse(problem, "text/plain; charset=utf-8", status=409)
    return show(request, found, problem=problem, typed=_typed(request), parts=parts, status=409)


def _typed(request: Request) -> dict[str, str]:
    """Return what was typed, under the form it was typed in."""
    is_note = request.POST.get("kind") == "note"
    return {"note" if is_note else "reply": str(request.POST.get("text", ""))}


def asked_why(request: Request, found: Conversation, asked: NotPossible) -> HttpResponse:
    """Ask why somebody is only sent elsewhere, or why something is sent that was agreed not to be;
    with what was typed still there."""
    given = {name: request.POST.get(name, "") for name in KEPT_WHILE_ASKED}
    facts: dict[str, Any] = {"told": str(asked), "given": given}
    facts["act"] = request.POST.get("act", "send")
    if isinstance(asked, MustAccept):
        keep_text(request, found)
        facts["stop"] = asked
        return show(request, found, typed=_typed(request), conduct=facts, status=409)
    if not isinstance(asked, ReferralAsked):
        facts["field"] = next(name for kind, name in ASKED.items() if isinstance(asked, kind))
        return show(request, found, typed=_typed(request), unwanted=facts, status=409)
    question = facts | {"choices": Reply.Referral.choices}
    return show(request, found, typed=_typed(request), question=question, status=409)


def given_away(request: Request, found: Conversation, stop: GivesAway) -> HttpResponse:
    """Show what an answer gives away, marked and in words, beside the text, which stays a draft."""
    keep_text(request, found)
    given = {name: request.POST.get(name, "") for name in KEPT_WHILE_ASKED}
    leak = {
        "stop": stop,
        "act": request.POST.get("act", "send"),
        "given": given,
        "texts": [(each, pieces_of(each)) for each in stop.found],
        "is_in_text": any(not each.file for each in stop.found),
    }
    return show(request, found, typed=_typed(request), leak=leak, status=409)


def collided(request: Request, found: Conversation, collision: Collision) -> HttpResponse:
    """Show the other answer beside what was typed, which was not sent, with what to choose from."""
    fresh = inbox.find(found.pk)
    return show(
        request,
        fresh[0] if fresh else found,
        typed=_typed(request),
        collision=collision,
        then_finish=request.POST.get("act") == "finish" or "then_finish" in request.POST,
        status=409,
    )


def shown_anew(request: Request, found: Conversation) -> HttpResponse:
    """Show the conversation as it now is: the part for our script, else by a redirect."""
    if is_fragment(request):
        fresh = inbox.find(found.pk)
        return show(request, fresh[0] if fresh else found)
    return redirect(f"{reverse('conversation', args=[found.pk])}?{chosen(request.POST).query}")


def written_on(request: Request, found: Conversation, kind: str) -> HttpResponse:
    """Show it as it now is, with what is being written for the same readers: or, where the form
    asks so, for the `other` ones."""
    if is_fragment(request) or kind == Draft.Kind.NOTE:
        return shown_anew(request, found)
    own = Visibility.DIRECT if kind == Draft.Kind.PRIVATE else request.POST.get("visibility", "")
    readers = request.POST.get("other", own)
    thread = request.POST.get("thread", "")
    parts = {"visibility": readers, "answers": answers_in(request), "thread": thread}
    anew = shown_anew(request, found)
    anew["Location"] += f"&{encoded(parts)}"
    return anew


def answers_in(request: Request) -> str:
    """Return what a form answers: what its button chooses just now, else what stands above it."""
    return request.POST.get("choose", request.POST.get("answers", ""))[:LONGEST_NUMBER]


def refuse_incomplete(form: Form) -> None:
    """Say what is wrong with a form in words; the text stays where it was typed."""
    if form.is_valid():
        return
    if "text" in form.errors:
        raise NotPossible(
            _("Your text is too long: at most %(longest)s characters.") % {"longest": LONGEST}
        )
    raise NotPossible(_("This form is not complete. Open the conversation again."))


@act(policies.answer)
def reply(request: Request, found: Conversation) -> HttpResponse:
    form = ReplyForm(request.POST)
    refuse_incomplete(form)
    asked = request.POST.get("act")
    kind = kind_of(request, found)
    if asked == "discard":
        attaching.drop(request.actor, found, kind=kind)
        return _keep(request, found, kind, "", told=_("Your text is thrown away."))
    along = files_along(request, found)
    if asked == "draft" or not GOES_ON.isdisjoint(request.POST):
        if kind == Draft.Kind.PRIVATE:
            attaching.take_along(request.actor, found, along)
        return _keep(request, found, kind, form.cleaned_data["text"])
    if asked == "apart":
        return _set_apart(request, found, kind, form.cleaned_data)
    refuse_wider(request, found)
    if version := number_in(request.POST.get("conduct", "")):
        conduct.accept(request.actor, version)
    is_last = asked == "finish" or (asked == "anyway" and "then_finish" in request.POST)
    sent = approving.send_or_ask(
        request.actor,
        found,
        **form.cleaned_data,
        then_finish=is_last,
        despite=_despite(request, is_despite=asked == "anyway"),
        # Who is told of a colleague first chose parts before that, when the text is a long one.
        most_parts=MOST_PARTS if asked in {"parts", "anyway"} else 1,
        referral=_said(request),
        decided=_decided(request),
        files=along,
    )
    second_line.note_writing(found, request.POST.get("wrote", ""))
    if isinstance(sent, Approval):
        return waits(request, found, sent, is_last=is_last, anew=shown_anew)
    return _after(request, found, sent, is_last=is_last)


def _after(request: Request, found: Conversation, sent: Reply, *, is_last: bool) -> HttpResponse:
    """Go on where one was before answering, with a way back."""
    undo = reverse("withdraw", args=[sent.pk])
    if is_last:
        return back_to_list(request, _("Answered and finished."), undo=undo)
    if place := thread_in(request, found):
        return back_to_thread(request, place, undo=undo)
    return shown_anew(request, found)


def _set_apart(
    request: Request, found: Conversation, kind: Draft.Kind, given: dict[str, Any]
) -> HttpResponse:
    """Go on with what only one person may read; what is left for all readers waits beside it."""
    text, answers = given["text"], given["answers"]
    if kind == Draft.Kind.PRIVATE:
        handling.save_draft(request.actor, found, kind=kind, text=text, answers=answers)
    else:
        leaking.set_apart(request.actor, found, text=text, answers=answers)
    return written_on(request, found, Draft.Kind.PRIVATE)


@act(policies.answer)
def note(request: Request, found: Conversation) -> HttpResponse:
    form = NoteForm(request.POST)
    refuse_incomplete(form)
    if request.POST.get("act") == "draft":
        return _keep(request, found, "note", form.cleaned_data["text"])
    handling.write_note(request.actor, found, **form.cleaned_data)
    return shown_anew(request, found)


def _said(request: Request) -> Said:
    form = ReferralForm(request.POST)
    refuse_incomplete(form)
    return Said(form.cleaned_data["referral"], form.cleaned_data["referral_words"])


def _decided(request: Request) -> Decided:
    form = DecidedForm(request.POST)
    refuse_incomplete(form)
    return Decided(form.cleaned_data["leaks_seen"], form.cleaned_data["leak_reason"])


def _despite(request: Request, *, is_despite: bool) -> Despite:
    """Return what somebody sends in spite of; a colleague's answer only by the button for that."""
    form = DespiteForm(request.POST)
    refuse_incomplete(form)
    given = form.cleaned_data
    why = {name: given[name] for name in ASKED.values()}
    if not is_despite:
        return Despite(**why)
    return Despite(given["answered_up_to"] or 0, given["writer"], given["reason"], **why)


def _keep(
    request: Request, found: Conversation, kind: str, text: str, *, told: str = ""
) -> HttpResponse:
    """Keep a text as a draft, or none; who wrote it is writing no longer, unless they go on."""
    answers = answers_in(request)
    form = DraftForm({"kind": kind, "text": text, "answers": "" if answers == NEWEST else answers})
    if form.is_valid():
        handling.save_draft(request.actor, found, **form.cleaned_data)
        goes_on = not GOES_ON.isdisjoint(request.POST)
        if kind != Draft.Kind.NOTE and not goes_on:
            presence.stop_writing(request.actor, found)
        if not goes_on and not is_fragment(request):
            messages.success(request, told or _("Your text is kept."))
    if request.POST.get("act") == "discard":
        return shown_anew(request, found)
    return written_on(request, found, kind)


@act(policies.answer)
def draft(request: Request, found: Conversation) -> HttpResponse:
    """Keep what is being typed, and tell what goes against the house style or will be asked about;
    called by a script, about once a second."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    handling.save_draft(request.actor, found, **form.cleaned_data)
    told = remarks_on_draft(found, **form.cleaned_data)
    if not any(told.values()):
        return HttpResponse(status=204)
    return render(request, "conversation/_remarks.html", told)


@act(policies.answer)
def finish(request: Request, found: Conversation) -> HttpResponse:
    form = FinishForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Choose how it ended."))
    outcome = Conversation.Outcome(form.cleaned_data["outcome"])
    handling.finish(request.actor, found, outcome=outcome, reason=form.cleaned_data["reason"])
    told = _("Seen, no action.") if outcome == Conversation.Outcome.SEEN else _("Finished.")
    return back_to_list(request, told, undo=reverse("reopen", args=[found.pk]))


@act(policies.answer)
def reopen(request: Request, found: Conversation) -> HttpResponse:
    handling.reopen(request.actor, found)
    return shown_anew(request, found)


@act(policies.answer)
def assign(request: Request, found: Conversation) -> HttpResponse:
    """Give it to somebody, to oneself ("me"), or to nobody (empty)."""
    asked = request.POST.get("to", "")
    if asked == "me":
        handling.assign(request.actor, found, request.user)
    elif asked == "":
        handling.assign(request.actor, found, None)
    else:
        user = people.find_user(int(asked)) if asked.isdecimal() and len(asked) < 18 else None
        if user is None:
            raise NotPossible(_("There is no such colleague. Nothing has changed."))
        handling.assign(request.actor, found, user[0])
    return shown_anew(request, found)


@act(policies.tag)
def add_tag(request: Request, found: Conversation) -> HttpResponse:
    handling.add_tag(request.actor, found, request.POST.get("name", ""))
    return shown_anew(request, found)


@act(policies.tag)
def remove_tag(request: Request, found: Conversation) -> HttpResponse:
    handling.remove_tag(request.actor, found, request.POST.get("name", ""))
    return shown_anew(request, found)


@act(policies.answer)
def prefer(request: Request, found: Conversation) -> HttpResponse:
    """Note whether whoever this is with wants to be helped by social media."""
    wants = request.POST.get("by_social") != "no"
    preferring.change(request.actor, found, is_not_by_social=not wants)
    return shown_anew(request, found)


@act(policies.answer)
def earlier(request: Request, found: Conversation) -> HttpResponse:
    """Say whether whoever this is with tried before."""
    had_contact = request.POST.get("had_contact") == "yes"
    earlier_contact.say(request.actor, found, had_contact=had_contact)
    return shown_anew(request, found)


@act(policies.answer)
def mark_unread(request: Request, found: Conversation) -> HttpResponse:
    handling.mark_unread(request.actor, found)
    if is_fragment(request):
        return HttpResponse(status=204)
    return redirect(address_of(chosen(request.POST)))
