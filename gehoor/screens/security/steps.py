"""Setting up a second step, and taking one away."""

from base64 import b64encode
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.flows import second_steps
from gehoor.logins import queries as logins
from gehoor.logins.rules import in_parts, new_app_secret
from gehoor.people.policies import oneself
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private
from gehoor.screens.passkeys import as_object, made
from gehoor.screens.security.confirm import confirmed

SECRET = "app_secret"  # noqa: S105  (the place in the session, not the secret)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code of the app"),
        help_text=gettext_lazy("Six figures. They change every half minute."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code"}
        ),
    )


class PasskeyForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of this passkey"),
        help_text=gettext_lazy("So that you know it again, such as: laptop of the office."),
        required=False,
        max_length=60,
    )
    is_only_step = forms.BooleanField(
        label=gettext_lazy("Log in with this passkey alone, without a password"),
        help_text=gettext_lazy("Leave this off for a security key without a code or fingerprint."),
        required=False,
        initial=True,
    )
    credential = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Let the library judge what the browser made."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return given
        given["credential"], asks_its_owner = made(as_object(given["credential"]))
        if given["is_only_step"] and not asks_its_owner:
            raise ValidationError(
                _("This passkey does not check who you are. Leave “alone, without a password” off.")
            )
        return given


@who_may(oneself)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@confirmed
def add_app(request: Request) -> HttpResponse:
    """Show the secret for an authenticator app, and keep it once its first code is right."""
    form = CodeForm(request.POST or None)
    if request.method != "POST" or SECRET not in request.session:
        request.session[SECRET] = new_app_secret()
    secret: str = request.session[SECRET]
    if form.is_valid():
        try:
            codes = second_steps.add_app(
                request.actor, request.user, secret=secret, code=form.cleaned_data["code"]
            )
        except second_steps.NotRight as problem:
            form.add_error("code", str(problem))
        else:
            del request.session[SECRET]
            messages.success(request, _("From now on the app is your second step."))
            return _onward(request, codes)
    address = get_adapter().build_totp_url(request.user, secret)
    facts = {"form": form, "secret": in_parts(secret), "picture": _picture(address)}
    return _show(request, "app.html", facts, form)


@who_may(oneself)
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def add_passkey(request: Request) -> HttpResponse:
    """Let the browser make a passkey, and keep what it made."""
    form = PasskeyForm(request.POST or None)
    if form.is_valid():
        codes = second_steps.add_passkey(
            request.actor,
            request.user,
            name=form.cleaned_data["name"],
            credential=form.cleaned_data["credential"],
        )
        messages.success(request, _("From now on you can log in with this passkey."))
        return _onward(request, codes)
    options = auth.begin_registration(request.user, False)
    return _show(request, "passkey.html", {"form": form, "options": options}, form)


@who_may(oneself)
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def recovery_codes(request: Request) -> HttpResponse:
    """Make new recovery codes and show them this once. Without a second step there is no use."""
    if not logins.has_step(request.user):
        return redirect("security")
    if request.method != "POST":
        return private(render(request, "security/new_codes.html", {"place": "security"}))
    return _show_codes(request, second_steps.new_codes(request.actor, request.user))


@who_may(oneself)
@require_POST
@confirmed
def remove_step(request: Request) -> HttpResponse:
    """Remove one second step. One that is gone already is well."""
    number = str(request.POST.get("step", ""))
    if number.isascii() and number.isdecimal() and len(number) < 18:
        second_steps.remove(request.actor, request.user, int(number))
    messages.success(request, _("That second step was removed."))
    return redirect("security")


def _onward(request: Request, codes: list[str]) -> HttpResponse:
    return _show_codes(request, codes) if codes else redirect("security")


def _show_codes(request: Request, codes: list[str]) -> HttpResponse:
    return private(render(request, "security/codes.html", {"codes": codes, "place": "security"}))


def _show(request: Request, template: str, facts: dict[str, Any], form: forms.Form) -> HttpResponse:
    status = 422 if form.errors else 200
    facts |= {"place": "security"}
    return private(render(request, f"security/{template}", facts, status=status))


def _picture(address: str) -> str:
    """Return the address as a picture to scan, without a file and without a stranger."""
    drawn = get_adapter().build_totp_svg(address)
    return "data:image/svg+xml;base64," + b64encode(drawn.encode()).decode()
