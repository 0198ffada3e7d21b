"""The register of accounts: what there is, one of them, as a file, and what was sent outside."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoor.accounts import queries as accounts
from gehoor.accounts import rules
from gehoor.accounts.models import Account
from gehoor.channels.models import Channel
from gehoor.flows import register as flow
from gehoor.flows.refusing import NotPossible
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import coordinate_something, keep_register
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import private
from gehoor.screens.narrowing import number_in
from gehoor.screens.settings.showing import show
from gehoor.screens.typed import NameField


class AccountForm(forms.Form):
    platform = forms.CharField(
        label=gettext_lazy("Platform"),
        max_length=rules.LONGEST["platform"],
        help_text=gettext_lazy("Such as Mastodon or Instagram."),
    )
    handle = forms.CharField(
        label=gettext_lazy("Name of the account there"), max_length=rules.LONGEST["handle"]
    )
    name = NameField(
        label=gettext_lazy("What we call it"),
        max_length=rules.LONGEST["name"],
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Account.Kind.choices)
    purpose = forms.CharField(
        label=gettext_lazy("What is it for?"),
        max_length=rules.LONGEST["purpose"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    channel = forms.ModelChoiceField(
        label=gettext_lazy("Connected as"),
        queryset=Channel.objects.none(),
        required=False,
        empty_label=gettext_lazy("not connected"),
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who looks after it?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("nobody yet"),
    )
    backup = forms.ModelChoiceField(
        label=gettext_lazy("Which team is behind them?"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=gettext_lazy("none"),
        help_text=gettext_lazy("When the owner is not there, messages come to this team."),
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("For an account of a project. Afterwards webcare takes it over."),
    )

    def __init__(self, given: Mapping[str, Any] | None, *, account: Account) -> None:
        same = ("platform", "handle", "name", "kind", "purpose", "ends_on")
        known = {name: getattr(account, name) for name in same}
        known |= {"channel": account.channel_id, "owner": account.owner_id,
                  "backup": account.backup_id}  # fmt: skip
        super().__init__(given, initial=known)
        own = Channel.objects.filter(pk=account.channel_id or 0)
        choices: dict[str, Any] = {
            "channel": accounts.not_in_register() | own,
            "owner": people.active() | User.objects.filter(pk=account.owner_id or 0),
            "backup": people.teams(),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows.order_by("name")  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """Return what the flow asks for."""
        given = dict(self.cleaned_data)
        related = {name: given.pop(name) for name in ("channel", "owner", "backup")}
        return given | {f"{name}_id": row.pk if row else None for name, row in related.items()}


@who_may(keep_register)
@require_safe
def register(request: Request) -> HttpResponse:
    """Show every account, what asks for something on top."""
    return show(
        request, "accounts.html", "accounts",
        rows=flow.listed(), unlisted=flow.channels_to_add(),
    )  # fmt: skip


@who_may(keep_register)
@require_http_methods(["GET", "HEAD", "POST"])
def new_account(request: Request) -> HttpResponse:
    """Put an account in the register; a channel that is connected fills in what is known."""
    account = Account()
    number = number_in(request.GET.get("channel", ""))
    channel = accounts.not_in_register().filter(pk=number).first() if number else None
    if channel:
        account = Account(
            platform=channel.connector.capitalize(), handle=channel.address or channel.name,
            name=channel.name, purpose=channel.purpose, channel=channel, backup=channel.team,
        )  # fmt: skip
    return _page(request, account, called=_("Put an account in the register"))


@who_may(keep_register, on=accounts.find_account)
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: Request, found: Account) -> HttpResponse:
    return _page(request, found, called=found.name)


def _page(request: Request, found: Account, *, called: str) -> HttpResponse:
    form = AccountForm(request.POST if request.method == "POST" else None, account=found)
    shown = flow.shown(found) if found.pk else None
    if form.is_valid():
        try:
            flow.keep(request.actor, found, form.wanted())
        except flow.NotKept as problem:
            form.add_error(problem.field, problem.told)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts")
    return show(
        request, "account_of_register.html", "accounts", form=form, called=called, shown=shown,
        proposal=flow.profile_proposal(found) if shown and shown.is_over else "",
        teams=people.teams(), status=422 if form.errors else 200,
    )  # fmt: skip


@who_may(keep_register, on=accounts.find_account)
@require_POST
def adopt(request: Request, found: Account) -> HttpResponse:
    """Take an account over after its end."""
    number = number_in(request.POST.get("backup", ""))
    team = people.teams().filter(pk=number).first() if number else None
    try:
        came = flow.adopt(request.actor, found, backup=team)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        told = ngettext(
            "Taken over. %(num)s conversation came along; what follows comes, too.",
            "Taken over. %(num)s conversations came along; what follows comes, too.",
            came,
        )
        messages.success(request, told % {"num": came})
    return redirect("account_of_register", pk=found.pk)


@who_may(keep_register, on=accounts.find_account)
@require_POST
def forget_account(request: Request, found: Account) -> HttpResponse:
    flow.forget(request.actor, found)
    messages.success(request, _("Removed from the register. Its channel and messages stay."))
    return redirect("accounts")


@who_may(keep_register)
@require_safe
def accounts_file(request: Request) -> HttpResponse:
    """Give the register as a file for a spreadsheet."""
    answer = HttpResponse(flow.as_file(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="accounts.csv"'
    return private(answer)


@who_may(keep_register)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_accounts_in(request: Request) -> HttpResponse:
    """Bring accounts in out of a file, or say of each line what is wrong with it."""
    problem, faults = "", []
    file = request.FILES.get("file")
    is_missing = request.method == "POST" and file is None
    if file is not None:
        try:
            done = flow.bring_in(request.actor, file.read(rules.LARGEST_FILE + 1))
        except rules.NotReadable as refused:
            problem = _(refused.words) % refused.facts
        else:
            faults = [(each.number, _(each.words) % each.facts) for each in done.faults]
            if not faults:
                told = _("%(added)s added, %(changed)s changed.")
                messages.success(request, told % {"added": done.added, "changed": done.changed})
                return redirect("accounts")
    return show(
        request, "accounts_in.html", "accounts", problem=problem, faults=faults,
        is_missing=is_missing,
        columns=[names[0] for names in rules.COLUMNS.values()],
        status=422 if problem or faults or is_missing else 200,
    )  # fmt: skip


@who_may(coordinate_something)
@require_safe
def outside(request: Request) -> HttpResponse:
    """Show what was answered on own accounts without us."""
    rows = flow.sent_outside(request.actor)
    return show(request, "outside.html", "outside", rows=rows, most=flow.MOST_SHOWN)
