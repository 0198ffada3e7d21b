"""What leaves of a reply whose turn has come, and what stops it at the last moment."""

from datetime import datetime

from gehoor.channels import queries as channel_queries
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Capabilities, OnUnknown, Outgoing
from gehoor.contracts.posts import OutgoingFile, Visibility
from gehoor.contracts.windows import Stand
from gehoor.flows import attaching, leaking, windows
from gehoor.inbox import queries as inbox
from gehoor.inbox import rules
from gehoor.inbox.models import Reply
from gehoor.inbox.rules import alone
from gehoor.kit import files
from gehoor.kit.text import N_

FILE_GONE = N_("A file of this reply is not kept here any more. Nothing was sent.")


def what_stops(reply: Reply, stand: Stand | None, *, at: datetime) -> str:
    """Say why a reply whose turn has come is not sent after all; empty when nothing stops it."""
    if stand and stand.is_over:
        return windows.told_at_sending(in_doubt=reply.in_doubt)
    if reply.message.is_automatic and at - reply.queued_at > alone.LASTS:
        return alone.TOO_LATE
    return leaking.STOPPED if leaking.is_stopped(reply) else ""


def files_of(reply: Reply) -> tuple[OutgoingFile, ...]:
    """Return what goes along. Raises NothingMayLeave: never is it sent without a file it has."""
    try:
        return attaching.outgoing_files(reply.message)
    except files.NotStored as error:
        raise channel_queries.NothingMayLeave(FILE_GONE) from error


def class_of(reply: Reply, able: Capabilities) -> OnUnknown:
    """Return what is done when nobody knows whether it arrived. What left by itself is never
    repeated by itself."""
    return OnUnknown.BLIND if reply.message.is_automatic else able.on_unknown


def made_of(channel: Channel, reply: Reply, *, is_tagged: bool = False) -> Outgoing:
    """Return a reply as its platform gets it."""
    message = reply.message
    text = rules.signed_text(
        rules.numbered(message.text, part=reply.part, parts=reply.parts),
        signed_as=message.author_name,
        signature=channel.team.signature,
        is_letter=channel_queries.capabilities_of(channel).has_subject,
    )
    return Outgoing(
        key=reply.key,
        to=reply.to,
        text=text,
        signed_as=message.author_name,
        subject=message.subject,
        answers=inbox.id_of_part_before(reply) or message.answers,
        references=tuple(reply.references),
        first_tried_at=reply.first_tried_at,
        thread=message.conversation.thread,
        visibility=Visibility(reply.visibility),
        is_tagged=is_tagged,
        is_automatic=message.is_automatic,
    )
