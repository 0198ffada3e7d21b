"""Mail about new items of a channel that is only read: on which words, to whom, how soon."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.flows import listening
from gehoor.listening import queries
from gehoor.listening.models import Watch
from gehoor.listening.rules import complaint_about
from gehoor.people import policies
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Place, see_channels
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.showing import show

WITHIN = (
    (5, gettext_lazy("Within 5 minutes")),
    (15, gettext_lazy("Within a quarter of an hour")),
    (60, gettext_lazy("Within an hour")),
    (240, gettext_lazy("Within 4 hours")),
    (1440, gettext_lazy("Within a day")),
)


class WatchForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Words to watch for"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One on each line. Leave empty for every new item, as with Google Alerts: those were "
            "searched for already."
        ),
    )
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("When"),
        choices=WITHIN,
        coerce=int,
        initial=15,
        help_text=gettext_lazy("What is found in the meantime comes in one mail."),
    )
    colleagues = forms.ModelMultipleChoiceField(
        label=gettext_lazy("To whom"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Choose nobody to mail everybody in the team."),
    )

    def __init__(
        self, given: Mapping[str, Any] | None, *, team: int, watch: Watch | None = None
    ) -> None:
        super().__init__(given, initial=_known_about(watch) if watch else None)
        self.fields["colleagues"].queryset = people.readers_in(team)  # type: ignore[attr-defined]

    def clean_words(self) -> str:
        words = str(self.cleaned_data["words"])
        if complaint := complaint_about(words):
            raise forms.ValidationError(_(complaint))
        return words


@who_may(policies.watch_words, see=see_channels, on=channels.find_channel)
@require_http_methods(["GET", "HEAD", "POST"])
def change_watch(request: Request, channel: Channel) -> HttpResponse:
    """Say on which words whom is mailed, and how soon."""
    given = request.POST if request.method == "POST" else None
    form = WatchForm(given, team=channel.team_id, watch=queries.watch_of(channel.pk))
    if channels.can_answer(channel):
        messages.error(request, _("Words are watched for only in channels that are only read."))
        return redirect("channel", pk=channel.pk)
    if form.is_valid():
        try:
            listening.change_watch(request.actor, channel, **form.cleaned_data)
        except listening.NotChanged as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("channel", pk=channel.pk)
    return show(
        request,
        "watch.html",
        "channels",
        channel=channel,
        form=form,
        mails=bool(settings.EMAIL_HOST),
        status=422 if form.errors else 200,
    )


@who_may(policies.watch_words, see=see_channels, on=channels.find_channel)
@require_POST
def end_watch(request: Request, channel: Channel) -> HttpResponse:
    """Mail nobody any more."""
    listening.end_watch(request.actor, channel)
    messages.success(request, _("Stopped. Nobody is mailed about this channel any more."))
    return redirect("channel", pk=channel.pk)


def watch_facts(request: Request, channel: Channel) -> dict[str, Any]:
    """Return what the page of a channel tells about its watch."""
    watch = queries.watch_of(channel.pk)
    return {
        "watch": watch,
        "watchers": [person.name for person in watch.colleagues.all()] if watch else [],
        "within": dict(WITHIN),
        "mails": bool(settings.EMAIL_HOST),
        "may_watch": policies.watch_words(request.actor, Place(channel.team_id)),
    }


def _known_about(watch: Watch) -> dict[str, Any]:
    return {
        "words": watch.words,
        "minutes": watch.minutes,
        "colleagues": watch.colleagues.all(),
    }
