"""Norms: how soon an answer is promised, of all channels or one, by way and by sender."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.contacts.rules import fold
from gehoor.flows import terms
from gehoor.kit.text import N_
from gehoor.people import policies
from gehoor.people.policies import Actor, Place, see_channel_list, see_promises
from gehoor.planning import queries as planning
from gehoor.planning.models import Norm
from gehoor.planning.rules.norms import NotANorm, Promise, Way, read_norm
from gehoor.planning.rules.terms import Kind
from gehoor.planning.rules.terms import Norm as Promised
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.showing import show

WAYS = {
    Way.MAIL: gettext_lazy("Mail"),
    Way.DIRECT: gettext_lazy("Direct message"),
    Way.CHAT: gettext_lazy("Chat"),
    Way.MENTION: gettext_lazy("Public post that names us"),
    Way.REACTION: gettext_lazy("Public reaction that names us"),
}
EVERYTHING = ""


class NormForm(forms.Form):
    norm = forms.CharField(
        label=gettext_lazy("We answer within"),
        max_length=40,
        help_text=gettext_lazy(
            "For example: 2 minutes, 4 hours, half a day, same day, 3 working days, 6 weeks, "
            "or none."
        ),
    )
    channel = forms.TypedChoiceField(
        label=gettext_lazy("Channel"), required=False, coerce=int, empty_value=None
    )
    way = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    sender = forms.CharField(
        label=gettext_lazy("Sender"),
        required=False,
        max_length=320,
        help_text=gettext_lazy(
            "Only for messages of this address, or of a whole organisation: @krant.example."
        ),
    )

    def __init__(self, given: Mapping[str, Any] | None, *, actor: Actor):
        super().__init__(given)
        offered: list[tuple[Any, Any]] = [
            (each.pk, each.name) for each in channels_of(actor) if not each.is_closed
        ]
        if policies.promise(actor, Place()):
            offered.insert(0, (EVERYTHING, _("All channels")))
        self.fields["channel"].choices = offered  # type: ignore[attr-defined]
        self.fields["channel"].required = offered[:1] != [(EVERYTHING, _("All channels"))]
        self.fields["way"].choices = [  # type: ignore[attr-defined]
            (EVERYTHING, _("Every kind")),
            *((str(way), name) for way, name in WAYS.items()),
        ]

    def clean_norm(self) -> Promised | None:
        try:
            return read_norm(self.cleaned_data["norm"])
        except NotANorm as problem:
            raise forms.ValidationError(_(str(problem))) from problem

    def clean_sender(self) -> str:
        sender = fold(self.cleaned_data["sender"])
        if sender and (any(sign.isspace() for sign in sender) or sender in {"@", "."}):
            raise forms.ValidationError(
                _("Give one address, or an @ with what comes after it in addresses.")
            )
        return sender


def channels_of(actor: Actor) -> list[Channel]:
    """Return the channels of which somebody may say what is promised."""
    found = channels.all_channels().select_related("team")
    return [each for each in found if policies.promise(actor, Place(each.team_id))]


@who_may(see_channel_list)
@require_safe
def norm_list(request: Request) -> HttpResponse:
    """Show what is promised."""
    may_add = policies.promise_something(request.actor, Place())
    return _page(request, NormForm(None, actor=request.actor) if may_add else None)


@who_may(policies.promise_something)
@require_POST
def add_norm(request: Request) -> HttpResponse:
    """Promise something, for all or for a channel one may promise for."""
    form = NormForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return _page(request, form)
    has_changed = terms.promise(request.actor, Promise(**form.cleaned_data))
    messages.success(request, _(SAVED) if has_changed else _("It was promised like this."))
    return redirect("norms")


def _page(request: Request, form: NormForm | None) -> HttpResponse:
    return show(
        request,
        "norms.html",
        "norms",
        form=form,
        norms=_rows(request.actor),
        has_hours=bool(planning.hours().week),
        status=422 if form and form.errors else 200,
    )


SAVED = N_("Saved. The terms of open conversations are worked out anew now.")


@who_may(policies.promise, see=see_promises, on=planning.find_norm)
@require_POST
def forget_norm(request: Request, norm: Norm) -> HttpResponse:
    terms.forget_norm(request.actor, norm)
    messages.success(request, _("Removed. The terms of open conversations are worked out anew."))
    return redirect("norms")


def _rows(actor: Actor) -> list[dict[str, Any]]:
    rows = []
    for norm in planning.norms():
        place = Place(team=norm.channel.team_id if norm.channel else None)
        if see_promises(actor, place):
            rows.append(
                {
                    "norm": norm,
                    "words": norm_words(planning.norm_of(norm.kind, norm.number)),
                    "way": WAYS[Way(norm.way)] if norm.way else "",
                    "may_forget": policies.promise(actor, place),
                }
            )
    return rows


def norm_words(norm: Promised | None) -> str:
    """Return a norm as people write it."""
    if norm is None:
        return _("none")
    if norm.kind is Kind.HALF_A_DAY:
        return _("half a day")
    if norm.kind is Kind.SAME_DAY:
        return _("same day")
    if norm.kind is Kind.WORKING_DAYS:
        return _("%(n)s working days") % {"n": norm.number}
    if norm.kind is Kind.WEEKS:
        return ngettext("%(num)s week", "%(num)s weeks", norm.number) % {"num": norm.number}
    if norm.number % 60 == 0:
        return _("%(n)s hours") % {"n": norm.number // 60}
    return _("%(n)s minutes") % {"n": norm.number}
