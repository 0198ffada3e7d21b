"""Coming in: log in, log out, and the one-time link with which a colleague begins."""

from collections.abc import Mapping
from typing import Any

from allauth.account.internal.flows.login import perform_password_login as perform_login
from allauth.account.models import Login
from allauth.account.views import LoginView, LogoutView
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gehoor.flows import staffing
from gehoor.kit.clock import now
from gehoor.logins import queries as logins
from gehoor.logins.models import Session
from gehoor.people import queries as people
from gehoor.people.models import Invitation, User
from gehoor.people.policies import anyone
from gehoor.screens.access import Request, who_may
from gehoor.screens.login.passwords import PasswordForm
from gehoor.screens.login.provider import leave
from gehoor.screens.login.ways import memory


class LogIn(LoginView):  # type: ignore[misc]
    """Allauth's page, beside the organisation's own log-in when there is one."""

    template_name = "login/login.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        offered = memory.now()
        ways = {
            "provider": offered.provider,
            "is_local": offered.is_local,
            "may_forget": offered.may_forget,
            "onward": self.get_next_url() or "/",
        }
        facts: dict[str, Any] = super().get_context_data(**given) | ways
        return facts


log_in = who_may(anyone)(LogIn.as_view())
_log_out_here = LogoutView.as_view(template_name="login/logout.html")


@who_may(anyone)
def log_out(request: Request) -> HttpResponse:
    """Log out; who came by the provider is logged out there too."""
    if request.method == "POST" and request.session.get("how") == Session.How.PROVIDER:
        return leave(request)
    answer: HttpResponse = _log_out_here(request)
    return answer


class WelcomeForm(PasswordForm):
    name = forms.CharField(
        label=_("Your name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("name", "email", "password")

    def __init__(self, given: Mapping[str, Any] | None, invitation: Invitation) -> None:
        known = invitation.user
        super().__init__(
            given, initial={"name": known.name, "email": known.email} if known else None
        )
        # An invited colleague keeps the address the administrator wrote down.
        self.fields["email"].disabled = known is not None
        self.owner = known or User()

    def clean_password(self) -> str:
        self.owner.name = self.cleaned_data.get("name", "")
        self.owner.email = self.cleaned_data.get("email", "")
        return super().clean_password()


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@never_cache
@who_may(anyone)
def welcome(request: Request, token: str) -> HttpResponse:
    """Use a one-time link: name, address and password, and one is in."""
    invitation = people.open_invitation(token, now=now())
    if invitation is None or not logins.is_local_log_in_allowed():
        return _no_longer_valid(request)
    form = WelcomeForm(request.POST or None, invitation)
    if form.is_valid():
        try:
            user = staffing.accept(token, **form.cleaned_data)
        except staffing.NoLongerValid:
            return _no_longer_valid(request)
        except staffing.NotChanged as problem:
            form.add_error("email", ValidationError(str(problem)))
        else:
            return _let_in(request, user, onward="/" if invitation.user else reverse("begin"))
    return render(request, "login/welcome.html", {"form": form}, status=422 if form.errors else 200)


def _let_in(request: Request, user: User, *, onward: str) -> HttpResponse:
    """Go on as after giving a password: who has a second step is asked for it."""
    response: HttpResponse = perform_login(
        request, {"email": user.email}, Login(user=user, redirect_url=onward)
    )
    return response


def _no_longer_valid(request: Request) -> HttpResponse:
    """Say the same whether the link never was, was used, or is too old."""
    return render(request, "login/no_longer_valid.html", status=404)
