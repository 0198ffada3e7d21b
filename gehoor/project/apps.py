"""How Django knows the wiring."""

from typing import Any

from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Django says of an empty field that it is required; ours say what to do.
IS_EMPTY: dict[type[forms.Field], Any] = {
    forms.Field: _("Fill this in."),
    forms.ChoiceField: _("Make a choice."),
    forms.BooleanField: _("Tick this."),
    forms.FileField: _("Choose a file."),
}


class ProjectConfig(AppConfig):
    name = "gehoor.project"

    def ready(self) -> None:
        """Let every form say what to do with a field that stayed empty."""
        for field, words in IS_EMPTY.items():
            known = getattr(field, "default_error_messages", {})
            field.default_error_messages = known | {"required": words}
