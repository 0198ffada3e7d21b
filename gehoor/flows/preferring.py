"""Who does not want to be helped by social media: noted with the contact, asked about at sending.

It is theirs to say whether we speak to them there. Whoever answers them there all the same says
why, and that is in the log.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.channels import queries as channels
from gehoor.contacts import actions as contacts
from gehoor.contacts import queries as who
from gehoor.contracts.connector import Capabilities
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import Conversation
from gehoor.kit.live import announce
from gehoor.people.policies import Actor


@dataclass
class NotBySocial(NotPossible):
    """Whom this answers does not want to be helped there, and nobody said yet why it is sent."""

    told: str

    def __str__(self) -> str:
        return self.told


def is_social(able: Capabilities) -> bool:
    """Is it a platform on which people choose who reads along?"""
    return bool(able.visibilities)


def is_unwanted(conversation: Conversation) -> bool:
    """Does the contact of a conversation not want to be helped where it is?"""
    able = channels.capabilities_of(conversation.channel)
    return is_social(able) and conversation.contact.is_not_by_social


def refuse(actor: Actor, conversation: Conversation, *, to: str, reason: str) -> None:
    """Raise NotBySocial when somebody does not want to be answered here and nobody says why they
    are; a reason is written down. Part of the transaction that sends."""
    channel = conversation.channel
    if not is_social(channels.capabilities_of(channel)):
        return
    if not who.is_not_by_social(channel.connector, to):
        return
    if not reason.strip():
        raise NotBySocial(
            _("%(who)s does not want to be helped by social media. Nothing was sent; your text is "
              "kept.") % {"who": to}
        )  # fmt: skip
    record(
        actor, "conversation.answered_unwanted", "conversation", conversation.pk,
        conversation_id=conversation.pk, team_id=channel.team_id, reason=reason.strip()[:1000],
    )  # fmt: skip


@transaction.atomic
def change(actor: Actor, conversation: Conversation, *, is_not_by_social: bool) -> None:
    """Note what the contact of a conversation wants; holds wherever they write to us."""
    if not contacts.prefer(conversation.contact_id, is_not_by_social=is_not_by_social):
        return
    act = "conversation.not_by_social" if is_not_by_social else "conversation.by_social"
    team = conversation.channel.team_id
    record(
        actor, act, "contact", conversation.contact_id,
        conversation_id=conversation.pk, team_id=team,
    )  # fmt: skip
    announce(f"team-{team}", "conversation", conversation.pk)
