"""What strangers sent, asked for by number, with the place it is in."""

from gehoor.inbox.models import Attachment, Message
from gehoor.people.policies import Place


def find_message(pk: int) -> tuple[Message, Place] | None:
    message = Message.objects.select_related("channel").filter(pk=pk).first()
    return (message, Place(team=message.channel.team_id)) if message else None


def find_attachment(pk: int) -> tuple[Attachment, Place] | None:
    attachment = Attachment.objects.select_related("message__channel").filter(pk=pk).first()
    return (attachment, Place(team=attachment.message.channel.team_id)) if attachment else None


def pictures_in(message: Message) -> dict[str, Attachment]:
    """Return the pictures a message may show, by how its HTML refers to them."""
    shown = message.attachments.exclude(preview_as="").exclude(content_id="")
    return {picture.content_id.strip("<>"): picture for picture in shown}
