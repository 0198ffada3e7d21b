"""Emergencies: words of one's own, the 112 text, the answer that leaves by itself, and a try."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.flows import answering_alone, emergencies, leaking, setup
from gehoor.inbox.rules.dangers import NAMES
from gehoor.inbox.rules.emergencies import alarm_in
from gehoor.organisation import queries as organisation
from gehoor.people.policies import administer
from gehoor.planning import queries as planning
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.public_forms import LinesField, TryForm
from gehoor.screens.settings.showing import show

LONGEST = 270
"""characters, so that it fits with a name in every channel"""
SHORTEST_WORD = 4


def _is_word(line: str) -> bool:
    """Shorter ones stand in half of what people write."""
    return len(line) >= SHORTEST_WORD and len(line.split()) <= 6


def _text(label: Any, help_text: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=LONGEST, widget=area
    )


class EmergenciesForm(forms.Form):
    emergency_words = LinesField(
        label=_("Words of your own"),
        help_text=_(
            "One on each line, or a few together, such as “sluice gate open”. Gehoor knows several "
            "hundred already; whatever has one of yours goes on top, too."
        ),
        fits=_is_word,
        told=_("A word has at least four characters, and a line at most six words. This not:"),
    )
    emergency_text = _text(
        _("The 112 text"),
        _("An agent puts it in an answer with the key d, and sends it. Empty: Gehoor's own."),
    )
    answers_emergencies = forms.BooleanField(
        label=_("Answer by itself outside opening hours"),
        help_text=_(
            "Once in 24 hours to the same person, only in channels that are live, never to "
            "machines."
        ),
        required=False,
    )
    emergency_answer = _text(
        _("The answer that leaves by itself"),
        _("Say in it that a machine answers. Empty: Gehoor's own."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("emergency_text", "emergency_answer"):
            if told := _complaint(given.get(name, "")):
                self.add_error(name, told)
        if given.get("answers_emergencies") and not any(planning.hours().week.values()):
            told = gettext("Fill in the opening hours first: outside them this answer would leave.")
            self.add_error("answers_emergencies", told)
        return given


def _complaint(text: str) -> str:
    """Say what is wrong with a text for citizens; empty when nothing is."""
    if text and "112" not in text:
        return gettext("This text does not mention 112.")
    if text and leaking.look(text, leaking.what_is_ours()).spans:
        return gettext(
            "A number or address in it could be somebody's own, so it would be stopped. Add yours "
            "under May be public first."
        )
    return ""


@who_may(administer)
@require_http_methods(["GET", "HEAD", "POST"])
def emergencies_page(request: Request) -> HttpResponse:
    """What Gehoor looks for, and what it says."""
    form = _form() if request.method != "POST" else EmergenciesForm(request.POST)
    if form.is_bound and form.is_valid():
        setup.change_organisation(request.actor, **_kept(form.cleaned_data))
        messages.success(request, gettext("Saved."))
        return redirect("emergencies")
    return _show(request, form, TryForm())


@who_may(administer)
@require_POST
def try_emergency(request: Request) -> HttpResponse:
    """Show whether a text would go on top, and why. It is kept nowhere."""
    return _show(request, _form(), TryForm(request.POST))


def _form() -> EmergenciesForm:
    ours = organisation.ours()
    return EmergenciesForm(
        initial={
            "emergency_words": ours.emergency_words,
            "emergency_text": emergencies.text_for_citizens(),
            "answers_emergencies": ours.answers_emergencies,
            "emergency_answer": answering_alone.text_alone(),
        }
    )


def _kept(given: dict[str, Any]) -> dict[str, Any]:
    """Keep no words of Gehoor's own: a later version may say it better."""
    usual = answering_alone.usual_texts()
    return {name: "" if value in usual else value for name, value in given.items()}


def _show(request: Request, form: EmergenciesForm, trying: TryForm) -> HttpResponse:
    tried = trying.is_bound and trying.is_valid()
    own = organisation.emergency_words()
    alarm = alarm_in(trying.cleaned_data["text"], own) if tried else None
    return show(
        request,
        "emergencies.html",
        "emergencies",
        form=form,
        trying=trying,
        tried=tried,
        alarm=alarm,
        danger=gettext(NAMES[alarm.danger]) if alarm else "",
        counted=emergencies.counted(),
        status=422 if form.errors or trying.errors else 200,
    )
