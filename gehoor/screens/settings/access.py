"""How colleagues log in: who needs a second step, and the organisation's own provider."""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoor.flows import provider as logging_in
from gehoor.flows import provider_setup as flow
from gehoor.flows import second_steps
from gehoor.kit.openid import Proof, Troubled
from gehoor.logins import queries as logins
from gehoor.logins.models import Provider, Session
from gehoor.logins.rules import Rights, is_trial
from gehoor.people.models import ROLE_NAMES
from gehoor.people.policies import ORGANISATION, Role, administer, see_settings
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.showing import show

SECRET = "secret"  # noqa: S105  (the name of a field)


class StepForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles that need a second step"),
        choices=[(role.value, ROLE_NAMES[role]) for role in Role],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ProviderForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name on the button"),
        help_text=gettext_lazy("“Log in with …”, such as: your account of the municipality."),
        max_length=60,
    )
    issuer = forms.CharField(
        label=gettext_lazy("Address of the provider (issuer)"),
        help_text=gettext_lazy("Exactly as the provider writes it, with or without a last slash."),
        max_length=300,
    )
    client_id = forms.CharField(label=gettext_lazy("Our name there (client ID)"), max_length=200)
    proof = forms.ChoiceField(
        label=gettext_lazy("How we prove who we are"),
        choices=Provider.Proof.choices,
        widget=forms.RadioSelect,
        initial=Provider.Proof.KEY,
        help_text=gettext_lazy("With our own key there is no secret that could leak or expire."),
    )
    secret = forms.CharField(
        label=gettext_lazy("Secret"),
        required=False,
        max_length=500,
        strip=False,
        help_text=gettext_lazy("Only without our own key. Leave empty to keep what is stored."),
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
    )
    scopes = forms.CharField(
        label=gettext_lazy("What we ask for (scopes)"),
        max_length=200,
        initial="openid profile email",
    )
    groups_claim = forms.CharField(
        label=gettext_lazy("Where the groups stand (claim)"), max_length=100, initial="groups"
    )
    levels = forms.CharField(
        label=gettext_lazy("Levels of assurance (acr values)"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("With spaces between. If filled in, one of them must be confirmed."),
    )
    finds_by_email = forms.BooleanField(
        label=gettext_lazy("Find colleagues by their e-mail address the first time"),
        required=False,
        help_text=gettext_lazy(
            "Only if nobody can choose an address there by themselves: it decides who somebody is."
        ),
    )

    def clean_issuer(self) -> str:
        """Only https, except for a provider on this computer that somebody tries out."""
        issuer: str = self.cleaned_data["issuer"]
        parts = urlsplit(issuer)
        if parts.scheme != "https" and not (parts.scheme == "http" and is_trial(issuer)):
            raise forms.ValidationError(_("This address must begin with https://."))
        return issuer

    def clean_scopes(self) -> str:
        scopes: list[str] = self.cleaned_data["scopes"].split()
        return " ".join(dict.fromkeys(["openid", *scopes]))


def known_about(provider: Provider) -> dict[str, object]:
    """Return what may be shown again: everything but the secret."""
    return {name: getattr(provider, name) for name in ProviderForm.base_fields if name != SECRET}


@who_may(see_settings)
@require_safe
def logging_in_page(request: Request) -> HttpResponse:
    """Show how colleagues log in."""
    return _show(request, StepForm(initial={"roles": list(logins.roles_that_need_a_step())}))


@who_may(administer)
@require_POST
def require_steps(request: Request) -> HttpResponse:
    """Let exactly these roles need a second step."""
    form = StepForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    second_steps.require(request.actor, [Role(role) for role in form.cleaned_data["roles"]])
    messages.success(request, _("Saved."))
    return redirect("logging_in")


@who_may(administer)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def provider_settings(request: Request) -> HttpResponse:
    """Fill in the organisation's own provider. The secret can be written, never read."""
    kept = logins.provider()
    form = ProviderForm(request.POST or None, initial=known_about(kept) if kept else None)
    if form.is_valid():
        facts = dict(form.cleaned_data)
        secret = facts.pop(SECRET)
        was_switched_off = flow.keep(request.actor, facts, secret=secret)
        messages.success(request, _("Saved. Now try it."))
        if was_switched_off:
            messages.warning(
                request, _("Logging in this way is off until it was tried and switched on again.")
            )
        return redirect("logging_in")
    status = 422 if form.errors else 200
    return show(request, "provider.html", "logging_in", form=form, status=status)


@who_may(administer)
@require_POST
def try_provider(request: Request) -> HttpResponse:
    """Ask the provider what it is, and say what it lacks."""
    kept = logins.provider()
    if kept is None:
        return redirect("logging_in")
    try:
        lacks = flow.look_at(request.actor, kept)
    except Troubled as problem:
        messages.error(request, _("That does not work. %(why)s") % {"why": _(str(problem))})
    else:
        for words in lacks:
            messages.warning(request, _(words))
        messages.success(request, _("The provider answers. Now log in once to try the rest."))
    return redirect("logging_in")


@who_may(administer)
@require_POST
def switch_provider(request: Request) -> HttpResponse:
    """Switch this way in on or off, or make it the only one."""
    kept = logins.provider()
    act = str(request.POST.get("act", ""))
    if kept is None:
        return redirect("logging_in")
    try:
        if act == "on":
            flow.switch_on(request.actor, kept)
        elif act == "off":
            flow.switch_off(request.actor, kept)
        elif act == "only":
            flow.make_only_way(request.actor, kept, is_by_provider=_came_by(request, kept))
        elif act == "not-only":
            flow.allow_passwords(request.actor, kept)
    except flow.NotChanged as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Saved."))
    return redirect("logging_in")


@who_may(administer)
@require_http_methods(["GET", "HEAD", "POST"])
def client_key(request: Request) -> HttpResponse:
    """Make a new key, or fetch the certificate of the newest."""
    if request.method == "POST":
        flow.make_key(request.actor)
        messages.success(request, _("There is a new key. The one before stays known for a while."))
        return redirect("logging_in")
    name = 'attachment; filename="gehoor.pem"'
    headers = {"Content-Disposition": name}
    return HttpResponse(logins.certificate(), "application/x-pem-file", headers=headers)


def _show(request: Request, form: StepForm, *, status: int = 200) -> HttpResponse:
    kept = logins.provider()
    rows = [
        (each, logins.role_names(_rights(each.roles)), [team.name for team in each.teams.all()])
        for each in logins.group_rights()
    ]
    return show(
        request,
        "logging_in.html",
        "logging_in",
        form=form,
        provider=kept,
        uses_key=kept is not None and kept.proof == Proof.KEY,
        groups=rows,
        may_change=administer(request.actor, ORGANISATION),
        is_enforced=logins.is_enforced(),
        back=logging_in.back_address(),
        out=f"{settings.BASE_URL}{reverse('left')}",
        keys=f"{settings.BASE_URL}{reverse('provider_keys')}",
        status=status,
    )


def _came_by(request: Request, provider: Provider) -> bool:
    """Did who asks log in by this very provider? By the one before it proves nothing."""
    session = request.session
    is_by_one = session.get("how") == Session.How.PROVIDER
    return is_by_one and session.get("provider") == logins.mark_of(provider)


def _rights(roles: list[str]) -> Rights:
    return Rights(frozenset(Role(role) for role in roles))
