"""Whether whoever a conversation is with may be quoted: noted, and taken back."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gehoor.contacts import queries as contacts
from gehoor.contacts.models import Consent
from gehoor.flows import quoting
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Message
from gehoor.inbox.rules import first_words
from gehoor.kit.clock import this_day
from gehoor.people import policies
from gehoor.people.policies import answer, see_conversations
from gehoor.screens.access import Request, who_may
from gehoor.screens.conversation.acts import act, shown_anew
from gehoor.screens.fragments import private

OFFERED = 20
"""messages to choose from, the newest"""


class ConsentForm(forms.Form):
    purpose = forms.ChoiceField(
        label=gettext_lazy("What may we quote them for?"),
        choices=Consent.Purpose.choices,
        widget=forms.RadioSelect,
        initial=Consent.Purpose.PUBLICITY,
    )
    with_name = forms.BooleanField(label=gettext_lazy("Also with their name"), required=False)
    given_on = forms.DateField(
        label=gettext_lazy("When did they say so?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    message = forms.TypedChoiceField(
        label=gettext_lazy("In which message?"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, given: Mapping[str, Any] | None, conversation: Conversation):
        super().__init__(given, initial={"given_on": this_day()})
        theirs = conversation.messages.filter(kind=Message.Kind.INCOMING).order_by("-sequence")
        field: Any = self.fields["message"]
        field.choices = [
            ("", _("In another way, such as by phone")),
            *((each.pk, first_words(each.text)) for each in theirs[:OFFERED]),
        ]

    def yes(self) -> quoting.Yes:
        """Return what the flow asks for."""
        given = self.cleaned_data
        return quoting.Yes(
            Consent.Purpose(given["purpose"]), given["with_name"], given["given_on"],
            given["message"],
        )  # fmt: skip


@require_http_methods(["GET", "POST"])
@who_may(answer, see=see_conversations, on=inbox.find)
def note_consent(request: Request, found: Conversation) -> HttpResponse:
    """Ask for what, when and in which message, and note it."""
    form = ConsentForm(request.POST if request.method == "POST" else None, found)
    if form.is_valid():
        try:
            quoting.note(request.actor, found, form.yes())
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Noted. It stands with the contact."))
            return redirect("conversation", pk=found.pk)
    shown: dict[str, Any] = {
        "place": "inbox",
        "conversation": found,
        "form": form,
        "consents": contacts.consents_of(found.contact_id),
    }
    status = 422 if form.errors else 200
    return private(render(request, "conversation/consent.html", shown, status=status))


@act(policies.answer)
def withdraw_consent(request: Request, found: Conversation) -> HttpResponse:
    """They may not be quoted any more."""
    quoting.withdraw(request.actor, found, request.POST.get("purpose", ""))
    return shown_anew(request, found)
