"""The form of a channel, made from what its connector asks for."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.channels.rules import SECRET, part_account
from gehoor.contracts.connector import Connector, Field
from gehoor.flows.connecting import Wanted, to_type_again
from gehoor.people import queries as people
from gehoor.people.models import Team

PREFIX = "account_"
LONGEST = 500
LARGEST = 1_000_000
# A keyboard for addresses, that leaves what is typed as it is; a browser's own check would refuse
# feed:// before we can read it.
WEB = {"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}


class ChannelForm(forms.Form):
    """Name, team and purpose, and below them the fields of the connector."""

    name = forms.CharField(label=_("Name of the channel"), max_length=100)
    team = forms.ModelChoiceField(
        label=_("Team"),
        queryset=Team.objects.none(),
        empty_label=None,
        help_text=_("The people of this team see what comes in here, and answer it."),
    )
    purpose = forms.CharField(
        label=_("What this channel is for"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        given: Mapping[str, Any] | None,
        connector: Connector,
        *,
        channel: Channel | None = None,
    ) -> None:
        super().__init__(given, initial=_known_about(channel) if channel else None)
        self.connector, self.channel = connector, channel
        self.fields["team"].queryset = people.teams()  # type: ignore[attr-defined]
        if not channels.can_answer_with(connector):
            self.fields["team"].help_text = _("The people of this team see what comes in here.")
        chosen = self._answers()
        for asked in connector.fields:
            field = _field_for(asked, is_stored=channel is not None)
            field.required = field.required and asked.is_asked(chosen)
            if asked.only_if:
                # The stylesheet hides what is not asked; without it everything can be read.
                field.widget.attrs["data-when"] = " ".join(asked.only_if[1])
            self.fields[PREFIX + asked.name] = field

    def _answers(self) -> dict[str, str]:
        """Return what is filled in now, in the open: it decides what else is asked."""
        known = {asked.name: asked.default for asked in self.connector.fields}
        known |= {name: str(value) for name, value in (self.channel or Channel()).settings.items()}
        return known | {
            asked.name: str(self.data[PREFIX + asked.name])
            for asked in self.connector.fields
            if PREFIX + asked.name in self.data
        }

    def clean(self) -> dict[str, Any]:
        """Ask for secrets again when they would go elsewhere; the reason stands at the field."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.channel is None or self.errors:
            return given
        settings, secrets = self.account()
        for name in to_type_again(self.channel, settings):
            if not secrets[name]:
                self.add_error(
                    PREFIX + name,
                    _(
                        "Enter this again. The settings of the connection are different now, and "
                        "what is stored is not sent to another place."
                    ),
                )
        return given

    def account(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return the settings in the open, and the secrets apart."""
        filled_in = {
            asked.name: _as_text(self.cleaned_data.get(PREFIX + asked.name))
            for asked in self.connector.fields
        }
        return part_account(self.connector.fields, filled_in)

    def wanted(self) -> Wanted:
        settings, secrets = self.account()
        return Wanted(
            name=self.cleaned_data["name"],
            team=self.cleaned_data["team"],
            purpose=self.cleaned_data["purpose"],
            settings=settings,
            secrets=secrets,
        )


def _field_for(asked: Field, *, is_stored: bool) -> forms.Field:
    """Return the field an administrator sees. A secret is never shown, not even its length."""
    facts: dict[str, Any] = {
        "label": gettext(asked.label),
        "help_text": gettext(asked.help) if asked.help else "",
        "required": asked.required,
        "initial": asked.default,
    }
    if asked.kind == SECRET:
        return _secret_field(facts, is_stored=is_stored)
    if asked.kind == "number":
        return forms.IntegerField(**facts, min_value=0, max_value=LARGEST)
    if asked.kind == "email":
        return forms.EmailField(**facts, max_length=320)
    if asked.kind == "date":
        return forms.DateField(
            **facts, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        )
    if asked.kind == "choice":
        choices = [(value, gettext(words)) for value, words in asked.choices]
        return forms.ChoiceField(**facts, choices=choices)
    widget = forms.TextInput(attrs=WEB if asked.kind == "web" else {})
    return forms.CharField(**facts, max_length=LONGEST, widget=widget)


def _secret_field(facts: dict[str, Any], *, is_stored: bool) -> forms.Field:
    if is_stored:
        facts |= {"required": False, "help_text": _("Stored. Leave empty to keep it.")}
    return forms.CharField(
        **facts | {"initial": ""},
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
    )


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


def _known_about(channel: Channel) -> dict[str, Any]:
    known: dict[str, Any] = {
        "name": channel.name,
        "team": channel.team_id,
        "purpose": channel.purpose,
    }
    return known | {PREFIX + name: value for name, value in channel.settings.items()}
