"""Showing once more who one is, before something that would help a stranger at one's desk."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gehoor.kit.clock import about_now
from gehoor.people.policies import oneself
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private

LASTS = 600
"""seconds for which logging in, or this page, is proof enough"""
CONFIRMED = "confirmed"
LONGEST = 200

View = Callable[[Request], HttpResponse]


def confirmed(view: View) -> View:
    """Ask for the password first, unless that was shown a moment ago."""

    @wraps(view)
    def asked(request: Request) -> HttpResponse:
        if is_confirmed(request):
            return view(request)
        return redirect(f"/security/confirm/?next={request.path}")

    return asked


def is_confirmed(request: Request) -> bool:
    session = request.session
    if not request.user.has_usable_password():
        # Known by the provider only: logging in there was the proof, and there is no other.
        return True
    started = session.get("started")
    moments = [float(session.get(CONFIRMED, 0))]
    moments += [datetime.fromisoformat(started).timestamp()] if started else []
    return about_now().timestamp() - max(moments) < LASTS


class ConfirmForm(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("Your password"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: Request) -> None:
        super().__init__(request.POST or None)
        self.request = request

    def clean_password(self) -> None:
        """Check it by the way of logging in, so that the throttle counts."""
        given: dict[str, Any] = {
            "email": self.request.user.email,
            "password": self.cleaned_data["password"],
        }
        if authenticate(self.request, **given) is None:
            raise forms.ValidationError(gettext("This is not your password."))


@who_may(oneself)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def confirm(request: Request) -> HttpResponse:
    """Ask for the password, and go on to where one was going."""
    form = ConfirmForm(request)
    onward = str(request.GET.get("next", ""))
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        onward = "/security/"
    if form.is_valid():
        request.session[CONFIRMED] = about_now().timestamp()
        return redirect(onward)
    facts = {"form": form, "place": "security"}
    status = 422 if form.errors else 200
    return private(render(request, "security/confirm.html", facts, status=status))
