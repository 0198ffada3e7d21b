"""A new password: the form for it, and changing one's own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gehoor.flows import staffing
from gehoor.people.models import User
from gehoor.people.policies import oneself
from gehoor.screens.access import Request, who_may
from gehoor.screens.login.adapter import LONGEST_PASSWORD


class PasswordForm(forms.Form):
    """A new password, judged with what we know about its owner."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        help_text=gettext_lazy("At least 14 characters. A sentence is easy to remember."),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    owner: User

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.owner)
        return password


class ChangeForm(PasswordForm):
    current = forms.CharField(
        label=gettext_lazy("Current password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("current", "password")

    def __init__(self, request: Request) -> None:
        super().__init__(request.POST or None)
        self.request, self.owner = request, request.user

    def clean_current(self) -> None:
        """Check the current password by the way of logging in, so that the throttle counts."""
        given: dict[str, Any] = {"email": self.owner.email, "password": self.data["current"]}
        if authenticate(self.request, **given) is None:
            raise forms.ValidationError(gettext("This is not your current password."))


@who_may(oneself)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@never_cache
def change_password(request: Request) -> HttpResponse:
    """Change one's own password; sessions elsewhere end, this one goes on."""
    form = ChangeForm(request)
    if form.is_valid():
        password = form.cleaned_data["password"]
        keep = request.session.session_key
        staffing.change_password(request.actor, request.user, password, keep=keep)
        update_session_auth_hash(request, request.user)
        messages.success(
            request, gettext("Your password was changed. You are logged out elsewhere.")
        )
        return redirect("profile")
    return render(
        request, "login/password.html", {"form": form}, status=422 if form.errors else 200
    )
