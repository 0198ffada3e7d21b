"""Who wrote in a conversation, for who wants to name them; and what they said of themselves."""

from collections.abc import Sequence

from gehoor.inbox.models import Conversation, Message, Reply

MOST = 200
NEWEST_WORDS = 50


def writers_in(conversation: Conversation) -> Sequence[tuple[str, str]]:
    """Return the handle and the name of who wrote to us here, who wrote last first."""
    found = conversation.messages.filter(kind=Message.Kind.INCOMING).exclude(author_handle="")
    each = found.order_by("author_handle", "-sequence").distinct("author_handle")
    rows = each.values_list("sequence", "author_handle", "author_name")
    return [(handle, name) for _, handle, name in sorted(rows, reverse=True)[:MOST]]


def names_of_writers(conversation: Conversation) -> list[str]:
    """Return the names of everybody who wrote here, theirs and ours."""
    found = conversation.messages.exclude(kind=Message.Kind.NOTE).exclude(author_name="")
    return list(found.order_by().values_list("author_name", flat=True).distinct()[:MOST])


def words_of(conversation: Conversation, handle: str) -> list[str]:
    """Return what whoever has this handle wrote to us here, the newest first."""
    found = conversation.messages.filter(kind=Message.Kind.INCOMING, author_handle=handle)
    return list(found.order_by("-sequence").values_list("text", flat=True)[:NEWEST_WORDS])


def draft_text_of(conversation: Conversation, author_id: int | None, *, kind: str) -> str:
    """Return what somebody is writing here for these readers; empty when nothing."""
    mine = conversation.drafts.filter(author_id=author_id, kind=kind)
    return mine.values_list("text", flat=True).first() or ""


def whole_text(reply: Reply) -> str:
    """Return the text of a reply as it was written: of a part, all of it."""
    if reply.series is None:
        return reply.message.text
    parts = Reply.objects.filter(series=reply.series).order_by("part")
    return "".join(parts.values_list("message__text", flat=True))


def descriptions_of(message: Message) -> list[tuple[str, str]]:
    """Return what is said of its files, or nothing, each with the name of the file."""
    found = message.attachments.order_by("pk")
    return list(found.values_list("description", "name"))
