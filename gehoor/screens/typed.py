"""Fields of forms for what somebody typed, and for the number of a row."""

import re
from typing import Any

from django import forms

LONGEST = 100_000
HAS_A_LETTER = re.compile(r"\w", re.ASCII)
"""what a name is looked for by: the tables know these letters and digits only"""
MOST = 2**63 - 1


class TypedField(forms.CharField):
    """What was typed in a larger field; a form sends its lines with two signs between them."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class NumberField(forms.IntegerField):
    """The number of a row, or nothing."""

    def __init__(self) -> None:
        super().__init__(min_value=1, max_value=MOST, required=False)
