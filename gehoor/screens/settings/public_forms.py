"""The forms about what may be public: a line for each number, address, name and form."""

import re
from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gehoor.kit.personal.found import bare_words

LONGEST_TRY: Final = 10_000
LEAST_DIGITS: Final = 3
SHORTEST_ADDRESS: Final = 6
"""letters and digits; what is shorter would stand in addresses of others, too"""


def _is_number(line: str) -> bool:
    return len(re.findall(r"\d", line)) >= LEAST_DIGITS


def _is_address(line: str) -> bool:
    is_domain = line.startswith("@") and "." in line
    return is_domain or len(bare_words(line)) >= SHORTEST_ADDRESS


def _is_name(line: str) -> bool:
    return bool(re.search(r"[^\W\d_]", line))


def _is_form(line: str) -> bool:
    """A form of digits alone would let numbers of people through."""
    return bool(re.search(r"\d", line)) and bool(re.search(r"[^\W\d_]", line))


class LinesField(forms.CharField):
    """One thing on each line. `fits` says of a line whether it can be one."""

    def __init__(self, *, fits: Callable[[str], bool], told: Any, most: int = 2000, **given: Any):
        area = forms.Textarea(attrs={"rows": 4})
        super().__init__(required=False, max_length=most, widget=area, **given)
        self.fits, self.told = fits, told

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
        if wrong := next((line for line in lines if not self.fits(line)), None):
            raise forms.ValidationError(f"{gettext(self.told)} “{wrong}”")
        return "\n".join(lines)


class MayBePublicForm(forms.Form):
    public_numbers = LinesField(
        label=_("Telephone numbers and accounts"),
        help_text=_(
            "One on each line, such as 088 123 45 67 or NL91 ABNA 0417 1643 00. 14 0xx, 0800 and "
            "0900 may always stand there."
        ),
        fits=_is_number,
        told=_("A number has at least three digits. This has not:"),
    )
    public_addresses = LinesField(
        label=_("Addresses"),
        help_text=_(
            "Of mail, whole domains (@municipality.example) and postal addresses, one on each line."
        ),
        fits=_is_address,
        told=_("This is too short, or no whole address:"),
    )
    public_names = LinesField(
        label=_("Names"),
        help_text=_(
            "Of who speaks for you in public, such as the mayor, one on each line. Colleagues in "
            "Gehoor, and who writes in a conversation, are known already."
        ),
        fits=_is_name,
        told=_("A name has letters. This has none:"),
    )
    case_forms = LinesField(
        label=_("How public numbers of cases look"),
        help_text=_(
            "One example of each on a line, such as Z-2026-000123: any digit may stand where the "
            "example has one."
        ),
        fits=_is_form,
        told=_("An example has letters and digits, or it would let numbers of people through:"),
        most=500,
    )


class TryForm(forms.Form):
    text = forms.CharField(
        label=_("Text to try"),
        max_length=LONGEST_TRY,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        help_text=_("Nothing of it is kept or sent."),
    )
