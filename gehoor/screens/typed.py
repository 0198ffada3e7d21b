"""Fields of forms for what somebody typed, and for the number of a row."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

LONGEST = 100_000
MOST = 2**63 - 1


class TypedField(forms.CharField):
    """What was typed in a larger field; a form sends its lines with two signs between them."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class NameField(forms.RegexField):
    """What something is called, in any script. It is seen: a link without letters is none."""

    default_error_messages = {  # noqa: RUF012 -- so it is in Django
        "invalid": gettext_lazy("A name has at least one letter or figure."),
    }

    def __init__(self, **given: Any) -> None:
        super().__init__(r"\w", strip=True, **given)


class NumberField(forms.IntegerField):
    """The number of a row, or nothing."""

    def __init__(self) -> None:
        super().__init__(min_value=1, max_value=MOST, required=False)
