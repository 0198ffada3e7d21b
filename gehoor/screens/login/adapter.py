"""What we want otherwise than allauth and axes do by themselves."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.account.internal.stagekit import clear_login
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from gehoor.logins import queries as logins
from gehoor.people.models import User
from gehoor.people.rules import fold_email

LONGEST_PASSWORD = 200


class Invited(DefaultAccountAdapter):  # type: ignore[misc]
    """Colleagues are invited; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Give one and the same answer for who is unknown, mistaken or deactivated."""
        user: User | None = super().authenticate(request, **credentials)
        return user if user and logins.may_log_in_here(user) else None

    def pre_login(self, request: HttpRequest, user: User, **given: Any) -> HttpResponse | None:
        """Let nobody in by a way that is closed, whichever page they came by."""
        if logins.may_log_in_here(user):
            return None
        clear_login(request)
        return redirect("account_login")

    def is_safe_url(self, url: str | None) -> bool:
        """Only paths of our own: also another of our host names is somewhere else."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Who logs in sees that by being in; no message is needed."""


class LogInForm(LoginForm):  # type: ignore[misc]
    """Allauth's form, with a limit: hashing a very long password costs us more than them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].validators.append(MaxLengthValidator(LONGEST_PASSWORD))
        for field in self.fields.values():
            # The label says it already, and stays when something is typed.
            field.widget.attrs.pop("placeholder", None)


def tried_address(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """Return whose log-in is being tried, folded: other capitals are not another account."""
    return fold_email((credentials or {}).get("email") or request.POST.get("login", ""))


def too_many_tries(
    request: HttpRequest, response: HttpResponse, credentials: Mapping[str, str] | None
) -> HttpResponse:
    """Say in words that the throttle is on, known address or not."""
    return render(request, "login/locked.html", status=429)
