"""Opening hours from one source: for every bio, for the website, and as an answer outside them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.flows import away, telling
from gehoor.kit.clock import about_now
from gehoor.organisation import queries as organisation
from gehoor.people.policies import (
    ORGANISATION,
    Place,
    administer,
    promise,
    see_channel_list,
    see_channels,
)
from gehoor.planning import queries as planning
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.showing import show


class AwayForm(forms.Form):
    is_on = forms.BooleanField(
        label=gettext_lazy("Answer by itself outside opening hours"), required=False
    )
    text = forms.CharField(
        label=gettext_lazy("What is answered"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "{opening_hours} and {open_again} are filled in. Empty: the text below."
        ),
    )

    def __init__(self, given: Mapping[str, Any] | None, *, channel: Channel, kept: Any = None):
        initial = {"is_on": kept.is_on, "text": kept.text} if kept else {}
        super().__init__(given, initial=initial, auto_id=f"id_{channel.pk}_%s")


@who_may(see_channel_list)
@require_safe
def told(request: Request) -> HttpResponse:
    """Show for every channel what its account should say, and what it says."""
    return _page(request, None, None)


def _page(request: Request, channel: Channel | None, form: AwayForm | None) -> HttpResponse:
    looked, answers, moment = planning.looks(), planning.away_answers(), about_now()
    rows = []
    for each in channels.all_channels().select_related("team"):
        if each.is_closed or not see_channels(request.actor, Place(each.team_id)):
            continue
        kept = answers.get(each.pk)
        can_answer = away.can_be_on(each)
        is_this = channel is not None and form is not None and channel.pk == each.pk
        rows.append(
            {
                "told": telling.told_by(each, looked.get(each.pk)),
                "can_answer": can_answer,
                "may": promise(request.actor, Place(each.team_id)),
                "form": form if is_this else AwayForm(None, channel=each, kept=kept),
                "example": away.text_for(each, "", at=moment) if can_answer else "",
            }
        )
    return show(
        request,
        "told.html",
        "told_hours",
        rows=rows,
        now=moment,
        may_publish=administer(request.actor, ORGANISATION),
        is_public=organisation.publishes_hours(),
        addresses=[
            f"{settings.BASE_URL}{reverse(name)}" for name in ("published_block", "published_hours")
        ],
        status=422 if form and form.errors else 200,
    )


@who_may(promise, see=see_channels, on=channels.find_channel)
@require_POST
def change_away(request: Request, channel: Channel) -> HttpResponse:
    """Let a channel answer by itself outside its hours, or not."""
    form = AwayForm(request.POST, channel=channel)
    if not form.is_valid():
        return _page(request, channel, form)
    is_on = form.cleaned_data["is_on"]
    if is_on and not away.can_be_on(channel):
        messages.error(request, _("In this channel nothing is private, so nothing is answered."))
        return redirect("told_hours")
    away.change(request.actor, channel, is_on=is_on, text=form.cleaned_data["text"])
    messages.success(request, _("Saved."))
    return redirect("told_hours")


@who_may(promise, see=see_channels, on=channels.find_channel)
@require_POST
def look_at_profile(request: Request, channel: Channel) -> HttpResponse:
    """Look at the profile now."""
    telling.ask_to_look(channel)
    messages.success(request, _("We look now. What it says stands here in a moment."))
    return redirect("told_hours")


@who_may(administer)
@require_POST
def publish_hours(request: Request) -> HttpResponse:
    """Let anybody read the hours, for the website, or nobody."""
    telling.publish(request.actor, is_public=request.POST.get("public") == "yes")
    messages.success(request, _("Saved."))
    return redirect("told_hours")
