"""Handing a conversation over, following it, and taking distance from it."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.flows import handing_over, keeping_away
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Distance
from gehoor.kit.clock import here
from gehoor.people import policies
from gehoor.people import queries as people
from gehoor.people.policies import answer, see_conversations
from gehoor.screens.access import Request, who_may
from gehoor.screens.conversation.acts import act, shown_anew
from gehoor.screens.fragments import private
from gehoor.screens.inbox.lists import address_of, chosen

LONGEST_NUMBER = 18


class HandOverForm(forms.Form):
    to = forms.RegexField(r"^(person|team)-\d{1,18}$")
    note = forms.CharField(max_length=handing_over.LONGEST_NOTE, required=False)
    client_uuid = forms.UUIDField()


@require_http_methods(["GET", "POST"])
@who_may(answer, see=see_conversations, on=inbox.find)
def hand_over(request: Request, found: Conversation) -> HttpResponse:
    """Ask to whom, and with which note, and hand it over."""
    if request.method == "GET":
        return _ask_whom(request, found)
    try:
        name = _hand(request, found, HandOverForm(request.POST))
    except NotPossible as problem:
        return _ask_whom(request, found, problem=str(problem), status=409)
    messages.success(request, _("Handed over to %(name)s.") % {"name": name})
    return redirect(address_of(chosen(request.POST)))


def _hand(request: Request, found: Conversation, form: HandOverForm) -> str:
    """Return to whom it went. Raises NotPossible."""
    if not form.is_valid():
        raise NotPossible(
            _("Choose a colleague or a team, and keep the note below %(longest)s characters.")
            % {"longest": handing_over.LONGEST_NOTE}
        )
    given = form.cleaned_data
    kind, _sign, number = given["to"].partition("-")
    more = {"note": given["note"], "client_uuid": given["client_uuid"]}
    if kind == "team":
        team = people.find_team(int(number))
        if team is None:
            raise NotPossible(_("There is no such team any more. Nothing has changed."))
        handing_over.hand_to_team(request.actor, found, team[0], **more)
        return team[0].name
    user = people.find_user(int(number))
    if user is None:
        raise NotPossible(_("There is no such colleague. Nothing has changed."))
    handing_over.hand_to_colleague(request.actor, found, user[0], **more)
    return user[0].name


def _ask_whom(
    request: Request, found: Conversation, *, problem: str = "", status: int = 200
) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    colleagues = people.answering_in(*inbox.teams_of(found))
    shown: dict[str, Any] = {
        "place": "inbox",
        "conversation": found,
        "choice": chosen(given),
        "colleagues": [each for each in colleagues if each.pk != request.actor.user_id],
        "teams": people.teams(),
        "typed": {"to": given.get("to", ""), "note": given.get("note", "")},
        "client_uuid": given.get("client_uuid") or uuid.uuid4(),
        "longest": handing_over.LONGEST_NOTE,
        "problem": problem,
    }
    return private(render(request, "conversation/hand_over.html", shown, status=status))


@act(policies.see_conversations)
def follow(request: Request, found: Conversation) -> HttpResponse:
    """Follow it, or no longer: "no" lets go."""
    if request.POST.get("follow") == "no":
        handing_over.let_go(request.actor, found)
    else:
        handing_over.follow(request.actor, found)
    return shown_anew(request, found)


@require_http_methods(["GET", "POST"])
@who_may(answer, see=see_conversations, on=inbox.find)
def keep_away(request: Request, found: Conversation) -> HttpResponse:
    """Ask from what, and take distance; what somebody had goes back to the team."""
    if request.method == "GET":
        return _ask_from_what(request, found)
    try:
        distance = _keep_away(request, found)
    except NotPossible as problem:
        return _ask_from_what(request, found, problem=str(problem), status=409)
    undo = reverse("there_again") + f"?number={distance.pk}"
    messages.success(request, _words(distance), extra_tags=f"undo={undo}")
    return redirect(address_of(chosen(request.POST)))


def _keep_away(request: Request, found: Conversation) -> Distance:
    """Take distance from what was chosen. Raises NotPossible."""
    asked, _sign, name = request.POST.get("what", "").partition(":")
    if asked not in Distance.Kind.values:
        raise NotPossible(_("Choose from what you take distance."))
    tag = found.tags.filter(name=name).first() if asked == Distance.Kind.TAG else None
    return keeping_away.keep_away(request.actor, found, kind=Distance.Kind(asked), tag=tag)


def _words(distance: Distance) -> str:
    """Say what happened: what went back, and until when."""
    if distance.until is None:
        return _("You take distance from this conversation. It is with your team again.")
    given = {
        "time": f"{here(distance.until):%H:%M}",
        "number": len(distance.gave),
    }
    return _("You take distance until %(time)s. Back with your team: %(number)s.") % given


def _ask_from_what(
    request: Request, found: Conversation, *, problem: str = "", status: int = 200
) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    shown: dict[str, Any] = {
        "place": "inbox",
        "conversation": found,
        "choice": chosen(given),
        "tags": list(found.tags.order_by("name").values_list("name", flat=True)),
        "asked": given.get("what", "one"),
        "problem": problem,
    }
    return private(render(request, "conversation/keep_away.html", shown, status=status))


@require_POST
@who_may(policies.colleague)
def there_again(request: Request) -> HttpResponse:
    """Somebody is there again: for what a number names, or for all kinds they kept away from."""
    number = request.GET.get("number", "")
    is_number = number.isdecimal() and len(number) <= LONGEST_NUMBER
    again = keeping_away.come_back(request.actor, int(number) if is_number else None)
    messages.success(
        request, _("You are there again. Yours again: %(number)s.") % {"number": len(again)}
    )
    return redirect("inbox")
