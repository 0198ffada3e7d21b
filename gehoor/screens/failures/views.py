"""Niet verwerkt: what came in and could not be read, and what a person can do about it."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gehoor.channels import queries as channels
from gehoor.channels.models import Delivery
from gehoor.channels.queries.deliveries import PAGE
from gehoor.flows import failures as flow
from gehoor.flows import seeing
from gehoor.flows.replies import NotPossible
from gehoor.people.policies import answer, colleague
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private
from gehoor.screens.inbox.lists import menu_counts


class ByHandForm(forms.Form):
    sender = forms.CharField(max_length=320, label=gettext_lazy("Who wrote it (address)"))
    subject = forms.CharField(max_length=300, required=False, label=gettext_lazy("Subject"))
    text = forms.CharField(
        max_length=100_000,
        label=gettext_lazy("What they wrote"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )


@require_GET
@who_may(colleague)
def failures(request: Request) -> HttpResponse:
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isdecimal() and len(asked) < 18 else None
    found = channels.failed_deliveries(request.actor, after=after)
    shown = {
        "place": "failures",
        "counts": menu_counts(request.actor),
        "deliveries": found,
        "next_href": f"{reverse('failures')}?after={found[-1].pk}" if len(found) == PAGE else "",
    }
    return private(render(request, "failures/page.html", shown))


@require_GET
@who_may(answer, on=channels.find_delivery)
def raw(request: Request, delivery: Delivery) -> HttpResponse:
    """Hand over the raw bytes as a file that no browser opens by itself."""
    seeing.raw(request.actor, delivery)
    response = HttpResponse(bytes(delivery.raw), content_type="application/octet-stream")
    # Our own name: what a stranger called it never becomes a file name on a colleague's disk.
    response.headers["Content-Disposition"] = f'attachment; filename="ontvangst-{delivery.pk}.txt"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return private(response)


@require_POST
@who_may(answer, on=channels.find_delivery)
def retry(request: Request, delivery: Delivery) -> HttpResponse:
    try:
        flow.retry(request.actor, delivery)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("It is read once more. If that fails, it comes back here."))
    return redirect("failures")


@require_http_methods(["GET", "POST"])
@who_may(answer, on=channels.find_delivery)
def by_hand(request: Request, delivery: Delivery) -> HttpResponse:
    """Let a person type over what the machine could not read."""
    form = ByHandForm(request.POST or None)
    if form.is_valid():
        try:
            made = flow.make_by_hand(request.actor, delivery, **form.cleaned_data)
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("The message now stands in the inbox."))
            return redirect("conversation", pk=made.pk)
    shown = {"place": "failures", "form": form, "delivery": delivery}
    return private(
        render(request, "failures/by_hand.html", shown, status=400 if form.errors else 200)
    )
