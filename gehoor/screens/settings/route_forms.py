"""The form of a rule: when, if, then."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.contacts.rules import fold
from gehoor.flows.handling import usable_label
from gehoor.flows.refusing import NotPossible
from gehoor.people import policies
from gehoor.people.models import Team
from gehoor.people.policies import Actor, Place
from gehoor.routing.models import Rule
from gehoor.routing.rules import NO_LABEL, NOTHING_TO_DO, complaint_about, lines_in
from gehoor.screens.settings.norms import WAYS

FACTS = (
    "name", "when", "on_tag", "channel", "way", "sender", "words", "to_team", "tag", "is_urgent",
)  # fmt: skip


class RuleForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("It stands in the history of what the rule did, so say what it is for."),
    )
    when = forms.ChoiceField(label=_("When"), choices=Rule.When.choices, widget=forms.RadioSelect)
    on_tag = forms.CharField(
        label=_("Which label"), max_length=40, required=False,
        help_text=_("Only for a rule about a label that is set."),
    )  # fmt: skip
    channel = forms.ModelChoiceField(
        Channel.objects.none(), label=_("If: channel"), required=False,
        empty_label=_("All channels"),
    )  # fmt: skip
    way = forms.ChoiceField(label=_("If: kind"), required=False)
    sender = forms.CharField(
        label=_("If: sender"), required=False, max_length=320,
        help_text=_(
            "Only for messages of this address, or of a whole organisation: @krant.example."
        ),
    )  # fmt: skip
    words = forms.CharField(
        label=_("If: words"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One on each line, or a few together; one of them is enough. End with * for whatever "
            "begins so: promo*."
        ),
    )  # fmt: skip
    to_team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Then: to team"), required=False,
        empty_label=_("Stays where it is"),
    )  # fmt: skip
    tag = forms.CharField(label=_("Then: set this label"), required=False, max_length=40)
    is_urgent = forms.BooleanField(label=_("Then: emergency, on top"), required=False)

    def __init__(self, given: Mapping[str, Any] | None, *, actor: Actor, rule: Rule | None = None):
        initial = {name: getattr(rule, name) for name in FACTS} if rule else {"when": "arrival"}
        super().__init__(given, initial=initial)
        self.rule = rule
        able = [
            each.pk
            for each in channels.all_channels()
            if policies.make_rules(actor, Place(each.team_id))
        ]
        of_all = policies.make_rules(actor, Place())
        self.fields["channel"].queryset = Channel.objects.filter(pk__in=able)  # type: ignore[attr-defined]
        self.fields["channel"].required = not of_all
        if not of_all:
            # A rule for all channels is not theirs to make, so it is no choice either.
            self.fields["channel"].empty_label = gettext("Choose a channel")  # type: ignore[attr-defined]
        teams = Team.objects.order_by("name")
        self.fields["to_team"].queryset = (  # type: ignore[attr-defined]
            teams if of_all else teams.filter(pk__in=actor.teams)
        )
        self.fields["way"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Every kind")),
            *((str(way), name) for way, name in WAYS.items()),
        ]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        others = Rule.objects.exclude(pk=self.rule.pk) if self.rule else Rule.objects.all()
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(gettext("There is a rule with this name already."))
        return name

    def clean_sender(self) -> str:
        return fold(self.cleaned_data["sender"])

    def clean_words(self) -> str:
        words = self.cleaned_data["words"]
        if told := complaint_about(words):
            raise forms.ValidationError(gettext(told))
        return "\n".join(lines_in(words))

    def clean_tag(self) -> str:
        try:
            return usable_label(self.cleaned_data["tag"]) if self.cleaned_data["tag"] else ""
        except NotPossible as problem:
            raise forms.ValidationError(str(problem)) from problem

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["on_tag"] = " ".join(given.get("on_tag", "").split())
        if given.get("when") == Rule.When.LABEL and not given["on_tag"]:
            self.add_error("on_tag", gettext(NO_LABEL))
        if given.get("when") == Rule.When.ARRIVAL:
            given["on_tag"] = ""
        does = given.get("to_team") or given.get("tag") or given.get("is_urgent")
        if not does and "tag" not in self.errors:
            self.add_error("to_team", gettext(NOTHING_TO_DO))
        return given
