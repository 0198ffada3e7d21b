"""How long a reply is as its platform counts it, and how one that is too long becomes parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gehoor.channels import queries as channel_queries
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Capabilities
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import rules
from gehoor.kit import parting

MOST_PARTS: Final = 9
"""of one text; who has more to say does so in another way"""


class TooLong(NotPossible):
    """The platform does not take a text of this length at once."""

    def __init__(self, words: str, *, parts: int) -> None:
        super().__init__(words)
        self.parts = parts
        """in how many numbered parts it can be sent; 0 when it cannot"""


@dataclass(frozen=True)
class Measure:
    """What a text of ours becomes before the platform counts it, and what it may come to."""

    able: Capabilities
    signed_as: str
    signature: str
    to: str

    def whole(self, text: str, part: int = 1, parts: int = 1) -> str:
        signed = rules.signed_text(
            rules.numbered(text, part=part, parts=parts),
            signed_as=self.signed_as,
            signature=self.signature,
            is_letter=self.able.has_subject,
        )
        return self.able.whole(signed, to=self.to)

    def fits(self, text: str, part: int = 1, parts: int = 1) -> bool:
        return self.able.fits(self.whole(text, part, parts))

    def over(self, text: str) -> int:
        """Return how much too long a text is, as its platform counts."""
        return self.able.counting.count(self.whole(text)) - self.able.max_length

    def parts_of(self, text: str) -> Sequence[str]:
        """Return the text in as few parts as it needs; none when it cannot be parted."""
        is_far_too_long = self.over(text) > MOST_PARTS * self.able.max_length
        if self.able.has_subject or is_far_too_long:
            return ()
        try:
            return parting.in_parts(text.strip(), self.fits, most=MOST_PARTS)
        except parting.TooLong:
            return ()


def measure_of(channel: Channel, *, signed_as: str, to: str, readers: str = "") -> Measure:
    """Return how long an answer may be that `readers` may read."""
    able = channel_queries.capabilities_for(channel, readers)
    return Measure(able, signed_as, channel.team.signature, to)


def texts_to_send(measure: Measure, text: str, *, most: int) -> Sequence[str]:
    """Return the text, or its parts if the writer agreed to as many. Raises TooLong: never is
    anything cut off in silence."""
    if measure.fits(text):
        return [text]
    parts = measure.parts_of(text)
    if 0 < len(parts) <= most:
        return parts
    raise TooLong(_told(measure.over(text), len(parts)), parts=len(parts))


def _told(over: int, parts: int) -> str:
    how_much = (
        ngettext(
            "Your reply is %(over)s character too long for this channel.",
            "Your reply is %(over)s characters too long for this channel.",
            over,
        ) % {"over": over}
        if over > 0
        else _("Your reply is too long for this channel: emoji and accents take more room.")
    )  # fmt: skip
    kept = _("Nothing was sent; your text is kept.")
    choice = (
        _("Make it shorter, or send it in %(parts)s numbered parts.") % {"parts": parts}
        if parts
        else _("Make it shorter.")
    )
    return f"{how_much} {kept} {choice}"
