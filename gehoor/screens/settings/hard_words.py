"""Hard words: whether they are veiled, words of one's own, words to read as they are, and a try."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.flows import setup
from gehoor.inbox.rules.hard_words import SHORTEST_OWN
from gehoor.organisation import queries as organisation
from gehoor.people.policies import administer
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.public_forms import LinesField, TryForm
from gehoor.screens.settings.showing import show

MOST_WORDS = 6


def _is_word(line: str) -> bool:
    """Shorter ones stand in half of what people write."""
    return len(line) >= SHORTEST_OWN and len(line.split()) <= MOST_WORDS


class HardWordsForm(forms.Form):
    veils_hard_words = forms.BooleanField(
        label=_("Veil hard words until somebody clicks them"),
        help_text=_("Nothing is changed in what was written, and who copies gets the words."),
        required=False,
    )
    veiled_words = LinesField(
        label=_("Words of your own"),
        help_text=_("One on each line, or a few together. They are veiled too."),
        fits=_is_word,
        told=_("A word has at least three characters, and a line at most six words. This not:"),
    )
    unveiled_words = LinesField(
        label=_("Words you want to read as they are"),
        help_text=_("One on each line, written as Gehoor veils it."),
        fits=_is_word,
        told=_("A word has at least three characters, and a line at most six words. This not:"),
    )


@who_may(administer)
@require_http_methods(["GET", "HEAD", "POST"])
def hard_words(request: Request) -> HttpResponse:
    """What is veiled."""
    form = _form() if request.method != "POST" else HardWordsForm(request.POST)
    if form.is_bound and form.is_valid():
        setup.change_organisation(request.actor, **form.cleaned_data)
        messages.success(request, gettext("Saved."))
        return redirect("hard_words")
    return _show(request, form, TryForm())


@who_may(administer)
@require_POST
def try_hard_words(request: Request) -> HttpResponse:
    """Show a text as colleagues would see it. It is kept nowhere."""
    return _show(request, _form(), TryForm(request.POST))


def _form() -> HardWordsForm:
    ours = organisation.ours()
    names = ("veils_hard_words", "veiled_words", "unveiled_words")
    return HardWordsForm(initial={name: getattr(ours, name) for name in names})


def _show(request: Request, form: HardWordsForm, trying: TryForm) -> HttpResponse:
    tried = trying.cleaned_data["text"] if trying.is_bound and trying.is_valid() else ""
    return show(
        request,
        "hard_words.html",
        "hard_words",
        form=form,
        trying=trying,
        tried=tried,
        status=422 if form.errors or trying.errors else 200,
    )
