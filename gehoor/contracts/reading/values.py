"""Messages as plain values and blobs, and back: what crosses the wall between parent and child."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from gehoor.contracts.connector import Author, IncomingAttachment, IncomingMessage
from gehoor.contracts.posts import Visibility
from gehoor.kit.frames import Frame


def frame_of(messages: Iterable[IncomingMessage]) -> Frame:
    blobs: list[bytes] = []
    heads = [head_of(message, blobs) for message in messages]
    return Frame({"messages": heads}, blobs)


def head_of(message: IncomingMessage, blobs: list[bytes]) -> dict[str, Any]:
    head = dict(vars(message))
    head["author"] = list(vars(message.author).values())
    head["to"] = list(vars(message.to).values()) if message.to else None
    head["sent_at"] = message.sent_at.isoformat() if message.sent_at else None
    head["attachments"] = [
        [file.name, file.media_type, file.content_id, file.description]
        for file in message.attachments
    ]
    for file in message.attachments:
        blobs += [file.content, file.preview]
    return head


def messages_in(frame: Frame) -> tuple[IncomingMessage, ...]:
    blobs = iter(frame.blobs)
    return tuple(message_of(head, blobs) for head in frame.head["messages"])


def message_of(head: dict[str, Any], blobs: Iterator[bytes]) -> IncomingMessage:
    sent_at = head["sent_at"]
    translated = {
        "author": Author(*head["author"]),
        "to": Author(*head["to"]) if head["to"] else None,
        "visibility": Visibility(head["visibility"]),
        "sent_at": datetime.fromisoformat(sent_at) if sent_at else None,
        "answers": tuple(head["answers"]),
        "warnings": tuple(head["warnings"]),
        "attachments": tuple(
            IncomingAttachment(name, kind, next(blobs), content_id, next(blobs), description)
            for name, kind, content_id, description in head["attachments"]
        ),
    }
    return IncomingMessage(**head | translated)
