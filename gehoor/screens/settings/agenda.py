"""The agenda as coordinators keep it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import URLValidator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoor.flows import agenda as flow
from gehoor.kit.clock import about_now
from gehoor.knowledge.models import AgendaItem
from gehoor.knowledge.queries.agenda import agenda_items, find_agenda_item
from gehoor.people.policies import keep_answer
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.showing import show
from gehoor.screens.typed import NameField

SHOWN = 200
AS_TYPED = "%Y-%m-%dT%H:%M"


def _moment(label: Any, *, required: bool) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=AS_TYPED)
    return forms.DateTimeField(
        label=label, required=required, widget=widget, input_formats=[AS_TYPED, "%Y-%m-%d %H:%M"]
    )


class AgendaForm(forms.Form):
    title = NameField(label=gettext_lazy("What it is"), max_length=120)
    starts_at = _moment(gettext_lazy("Begins"), required=True)
    ends_at = _moment(gettext_lazy("Ends"), required=False)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120, required=False)
    text = forms.CharField(
        label=gettext_lazy("What there is to do"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    link = forms.CharField(label=gettext_lazy("Link"), max_length=500, required=False)
    is_published = forms.BooleanField(
        label=gettext_lazy("Published"),
        required=False,
        help_text=gettext_lazy("Anybody can read it from then on, and answers may say it."),
    )

    def __init__(self, given: Mapping[str, Any] | None, *, item: AgendaItem):
        super().__init__(given, initial=_known_about(item))

    def clean_link(self) -> str:
        link = str(self.cleaned_data["link"]).strip()
        if link:
            told = _("A link begins with https:// and names a page.")
            URLValidator(schemes=["http", "https"], message=told)(link)
        return link

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts, ends = given.get("starts_at"), given.get("ends_at")
        if starts and ends and ends < starts:
            self.add_error("ends_at", _("It ends before it begins. Look at both moments again."))
        return given


def _known_about(item: AgendaItem) -> dict[str, Any]:
    names = ("title", "starts_at", "ends_at", "place", "text", "link", "is_published")
    return {name: getattr(item, name) for name in names} if item.pk else {"is_published": True}


@who_may(keep_answer)
@require_safe
def agenda_list(request: Request) -> HttpResponse:
    """Show what there is: what comes first on top, what is over below."""
    now = about_now()
    rows = [
        {"item": each, "is_over": (each.ends_at or each.starts_at) < now}
        for each in agenda_items(now, most=SHOWN)
    ]
    return show(request, "agenda.html", "agenda", rows=rows)


@who_may(keep_answer)
@require_http_methods(["GET", "HEAD", "POST"])
def new_agenda_item(request: Request) -> HttpResponse:
    return _page(request, AgendaItem())


@who_may(keep_answer, on=find_agenda_item)
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_item(request: Request, item: AgendaItem) -> HttpResponse:
    return _page(request, item)


@who_may(keep_answer, on=find_agenda_item)
@require_POST
def forget_agenda_item(request: Request, item: AgendaItem) -> HttpResponse:
    flow.forget(request.actor, item)
    messages.success(request, _("Removed."))
    return redirect("agenda")


def _page(request: Request, item: AgendaItem) -> HttpResponse:
    is_new = item.pk is None
    form = AgendaForm(request.POST if request.method == "POST" else None, item=item)
    if form.is_valid():
        flow.keep(request.actor, item, form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("agenda")
    status = 422 if form.errors else 200
    return show(request, "agenda_item.html", "agenda", form=form, item=None if is_new else item,
                status=status)  # fmt: skip
