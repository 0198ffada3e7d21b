"""House style per channel, and the tips beside an answer, changed by coordinators."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoor.flows import styling as flow
from gehoor.knowledge.models import Style
from gehoor.knowledge.queries.style import find_style, styles
from gehoor.knowledge.rules.kinds import NAMES
from gehoor.knowledge.rules.style import (
    complaint_about_lines,
    complaint_about_pairs,
    lines_in,
)
from gehoor.people.policies import ORGANISATION, Actor, Place, keep_answer, keep_answers
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.protocol import channels_of
from gehoor.screens.settings.showing import show

LONGEST_TIP = 1000


def _area(label: Any, help_text: Any, *, longest: int) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=longest,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class StyleForm(forms.Form):
    channel = forms.TypedChoiceField(
        label=gettext_lazy("Channel"), required=False, coerce=int, empty_value=None
    )
    address = forms.ChoiceField(
        label=gettext_lazy("How we address people"), choices=Style.Address.choices, required=False
    )
    avoid = _area(
        gettext_lazy("Words to avoid, with the better one"),
        gettext_lazy("One on each line, with = between: in verband met = vanwege."),
        longest=4000,
    )
    forbidden = _area(
        gettext_lazy("Words we do not use"), gettext_lazy("One on each line."), longest=2000
    )
    must = _area(
        gettext_lazy("Must be in every answer"),
        gettext_lazy("One on each line; one of them is enough."),
        longest=2000,
    )
    most_emoji = forms.IntegerField(
        label=gettext_lazy("Emoji in an answer, at most"), required=False, min_value=0, max_value=20
    )
    most_words = forms.IntegerField(
        label=gettext_lazy("Words in a sentence, at most"),
        required=False,
        min_value=5,
        max_value=100,
        help_text=gettext_lazy("For plain language (B1): 15 to 20."),
    )
    is_binding = forms.BooleanField(
        label=gettext_lazy("Send nothing that goes against it"),
        required=False,
        help_text=gettext_lazy("Without this it is advice."),
    )

    def __init__(self, given: Mapping[str, Any] | None, *, actor: Actor, style: Style):
        names = [*self.base_fields]
        known = {name: getattr(style, name) for name in names if name != "channel"}
        super().__init__(given, initial=known | {"channel": style.channel_id or ""})
        fields: dict[str, Any] = dict(self.fields)
        fields["channel"].choices = channels_of(actor)
        fields["channel"].required = not keep_answer(actor, ORGANISATION)

    def clean_avoid(self) -> str:
        return _lines(self.cleaned_data["avoid"], complaint_about_pairs)

    def clean_must(self) -> str:
        return _lines(self.cleaned_data["must"], complaint_about_lines)

    def clean_forbidden(self) -> str:
        return _lines(self.cleaned_data["forbidden"], complaint_about_lines)

    def wanted(self) -> dict[str, Any]:
        """Return what the flow asks for."""
        given = dict(self.cleaned_data)
        return given | {"channel_id": given.pop("channel")}


def _lines(words: str, complaint: Any) -> str:
    if told := complaint(words):
        raise forms.ValidationError(_(told))
    return "\n".join(lines_in(words))


@who_may(keep_answers)
@require_safe
def style_list(request: Request) -> HttpResponse:
    rows = [each for each in styles() if each.channel is None or _may(request.actor, each)]
    return show(request, "styles.html", "styles", rows=rows)


def _may(actor: Actor, style: Style) -> bool:
    return keep_answer(actor, Place(team=style.channel.team_id if style.channel else None))


@who_may(keep_answers)
@require_http_methods(["GET", "HEAD", "POST"])
def new_style(request: Request) -> HttpResponse:
    return _page(request, Style())


@who_may(keep_answer, on=find_style)
@require_http_methods(["GET", "HEAD", "POST"])
def style_page(request: Request, style: Style) -> HttpResponse:
    return _page(request, style)


@who_may(keep_answer, on=find_style)
@require_POST
def forget_style(request: Request, style: Style) -> HttpResponse:
    flow.forget_style(request.actor, style)
    messages.success(request, _("Removed."))
    return redirect("styles")


def _page(request: Request, style: Style) -> HttpResponse:
    is_new = style.pk is None
    given = request.POST if request.method == "POST" else None
    form = StyleForm(given, actor=request.actor, style=style)
    if form.is_valid():
        try:
            flow.keep_style(request.actor, style, form.wanted())
        except flow.NotKept:
            form.add_error("channel", _("This channel has a house style already. Change that one."))
        else:
            messages.success(request, _("Saved."))
            return redirect("styles")
    status = 422 if form.errors else 200
    return show(request, "style.html", "styles", form=form, style=None if is_new else style,
                status=status)  # fmt: skip


class TipsForm(forms.Form):
    """One text for every kind, a tip on each line."""

    def __init__(self, given: Mapping[str, Any] | None) -> None:
        super().__init__(given)
        for kind, text in flow.all_tips().items():
            self.fields[str(kind)] = forms.CharField(
                label=_(NAMES[kind]), required=False, max_length=LONGEST_TIP, initial=text,
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip


@who_may(keep_answer)
@require_http_methods(["GET", "HEAD", "POST"])
def tips(request: Request) -> HttpResponse:
    """Change what is said beside messages of each kind; empty: what Gehoor comes with."""
    form = TipsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        wanted = {kind: "\n".join(lines_in(text)) for kind, text in form.cleaned_data.items()}
        flow.keep_tips(request.actor, wanted)
        messages.success(request, _("Saved."))
        return redirect("tips")
    status = 422 if form.errors else 200
    return show(request, "tips.html", "styles", form=form, status=status)
