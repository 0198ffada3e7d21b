"""A reply that only sends somebody elsewhere is met with one question: why.

People are answered where they ask. Whoever refers says why, in a word or their own; whoever does
not, says so, and is not asked again.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import Reply
from gehoor.inbox.rules.referrals import only_refers
from gehoor.people.policies import Actor

Referral = Reply.Referral


@dataclass(frozen=True, slots=True)
class Said:
    """What the writer says of a reply that looks like a referral."""

    reason: str = ""
    """one of `Reply.Referral`, or nothing yet"""
    words: str = ""


NOT_ASKED: Final = Said()


class ReferralAsked(NotPossible):
    """A reply only sends somebody elsewhere, and nobody said yet why."""


def stored_with(text: str, said: Said) -> dict[str, str]:
    """Return what is kept with a reply of why it refers. Raises ReferralAsked."""
    if not only_refers(text):
        return {}
    words = said.words.strip()[:300]
    if said.reason not in Referral.values:
        raise ReferralAsked(
            _("This only sends somebody elsewhere. Nothing was sent yet. Why can it not be "
              "answered here?")
        )  # fmt: skip
    if said.reason == Referral.OTHER and not words:
        raise ReferralAsked(_("Say in your own words why. Nothing was sent yet."))
    return {"referral": said.reason, "referral_words": words}


def log_referral(actor: Actor, reply: Reply) -> None:
    """Write down that somebody was sent elsewhere and why, or that it only looked like that."""
    if reply.referral:
        record(
            actor, "reply.referred", "reply", reply.pk,
            conversation_id=reply.message.conversation_id, team_id=reply.channel.team_id,
            reason=reply.referral_words, referral=reply.referral,
        )  # fmt: skip
