"""In which form a kept answer is said: the same answer, in the words of the place it is given.

No database, no Django: values in, answer out.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from gehoor.kit.text import N_


class Form(StrEnum):
    """Where an answer can have a text of its own; elsewhere, and without one, its text is said."""

    SOCIAL = "social"
    """in public, where everybody reads along and little fits"""
    CHAT = "chat"
    """one to one, in short lines; by direct message, too"""
    PHONE = "phone"
    """said aloud by who is on the phone"""


NAMES: Final[Mapping[Form, str]] = {
    Form.SOCIAL: N_("social media"),
    Form.CHAT: N_("chat"),
    Form.PHONE: N_("the phone"),
}
OF_WAY: Final[Mapping[str, Form]] = {
    "chat": Form.CHAT,
    "direct": Form.CHAT,
    "mention": Form.SOCIAL,
    "reaction": Form.SOCIAL,
}
"""by how somebody turned to us, as norms call that"""


def form_of(way: str) -> Form | None:
    """Return in which form somebody is answered who turned to us so; None: in the text itself."""
    return OF_WAY.get(way)
