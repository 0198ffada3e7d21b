"""The second step of logging in, and logging in with a passkey alone."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.models import Login
from allauth.account.stages import LoginStage
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.internal.constants import LoginStageKey
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gehoor.flows import second_steps
from gehoor.logins import queries as logins
from gehoor.people.models import User
from gehoor.people.policies import anyone
from gehoor.screens.access import Request, who_may
from gehoor.screens.passkeys import not_right, parsed_credential, proven_owner
from gehoor.screens.passkeys import used as used_passkey

STAGE = LoginStageKey.MFA_AUTHENTICATE.value
View = Callable[[Request], HttpResponse]
in_stage: Callable[[View], View] = login_stage_required(
    stage=STAGE, redirect_urlname="account_login"
)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("The code of your app, or one of your recovery codes."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "class": "code"}
        ),
    )


@who_may(anyone)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@in_stage
def second_step(request: Request) -> HttpResponse:
    """Ask for a code or a passkey of who gave the right password."""
    stage = _stage(request)
    user: User = stage.login.user
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            kind = second_steps.use_code(user, form.cleaned_data["code"])
        except second_steps.NotRight as problem:
            form.add_error("code", str(problem))
        else:
            used = Authenticator.objects.filter(user=user, type=kind).first()
            return _go_on(request, stage, used)
    kinds = {str(step.type) for step in logins.steps_of(user)}
    facts = {"form": form, "kinds": kinds}
    if "totp" not in kinds:
        form.fields["code"].help_text = _("One of your recovery codes.")
    return render(request, "login/second.html", facts, status=422 if form.errors else 200)


@who_may(anyone)
@require_http_methods(["GET", "HEAD", "POST"])
@in_stage
def second_step_passkey(request: Request) -> HttpResponse:
    """Let a passkey be the second step: first what it must sign, then its answer."""
    stage = _stage(request)
    if request.method != "POST":
        return _options(auth.begin_authentication(stage.login.user))
    try:
        used = used_passkey(stage.login.user, parsed_credential(request))
    except ValidationError as problem:
        form = CodeForm()
        facts = {"form": form, "kinds": {"webauthn"}, "problem": problem.message}
        return render(request, "login/second.html", facts, status=422)
    return _go_on(request, stage, used)


@who_may(anyone)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def passkey_login(request: Request) -> HttpResponse:
    """Log in with a passkey alone: it knows whose it is, and asks its owner for proof."""
    if request.user.is_authenticated:
        return redirect("/")
    if request.method != "POST":
        return _options(auth.begin_authentication(None))
    try:
        credential = parsed_credential(request)
        used = used_passkey(proven_owner(credential), credential)
    except ValidationError as problem:
        return _not_in(request, problem.message)
    if not logins.may_log_in_here(used.user):
        return _not_in(request, not_right())
    login = Login(user=used.user, redirect_url="/")
    response: HttpResponse = perform_passwordless_login(request, used, login)
    return response


def _not_in(request: Request, problem: str) -> HttpResponse:
    return render(request, "login/passkey_failed.html", {"problem": problem}, status=422)


def _options(options: dict[str, Any]) -> JsonResponse:
    return JsonResponse(options, headers={"Cache-Control": "no-store"})


def _stage(request: Request) -> LoginStage:
    return request._login_stage  # type: ignore[attr-defined]


def _go_on(request: Request, stage: LoginStage, used: Authenticator) -> HttpResponse:
    post_authentication(request, used)
    try:
        response: HttpResponse = stage.exit()
    except ImmediateHttpResponse as answer:
        response = answer.response
    return response
