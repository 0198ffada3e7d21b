"""The baseline of intake: parsing, cleaning and COPY into the same tables, and nothing else.

No guard, no flow, no ORM, no locks; only the indexes of the product. What is parsed and cleaned
with is the connector itself, so the difference is what our intake adds.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from psycopg import Connection, sql
from psycopg.types.json import Jsonb

from gehoor.contacts.rules import fold
from gehoor.contracts.connector import IncomingAttachment, IncomingMessage
from gehoor.inbox import rules
from gehoor.kit import words

Parse = Callable[[bytes], Sequence[IncomingMessage]]
KeepFile = Callable[[bytes], str]

COLUMNS = {
    "contacts_contact": "id name created_at",
    "contacts_address": "contact_id kind handle shown",
    "channels_delivery": "id channel_id transport_id content_hash raw state tries problem"
    " received_at parsed_at",
    "inbox_conversation": "id channel_id contact_id thread subject opening status outcome"
    " outcome_reason is_public is_unread has_problem waiting_since sort_at last_message_at"
    " next_sequence created_at",
    "inbox_message": "id conversation_id channel_id delivery_id part sequence kind author_name"
    " author_handle subject text html external_id answers reply_to is_automatic warnings words"
    " sent_at received_at",
    "inbox_attachment": "message_id name media_type size stored_as preview_as content_id",
}
"""In the order in which rows point at each other."""


@dataclass
class Rows:
    """Everything that will be copied, by table."""

    channel_id: int
    kind: str
    keep_file: KeepFile
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    tables: dict[str, list[tuple[Any, ...]]] = field(
        default_factory=lambda: {table: [] for table in COLUMNS}
    )
    contacts: dict[str, int] = field(default_factory=dict)
    conversations: list[dict[str, Any]] = field(default_factory=list)
    senders: dict[str, tuple[int, str]] = field(default_factory=dict)
    """of each external id: the place of its conversation, and who wrote it"""

    def add(self, transport_id: str, raw: bytes, messages: Iterable[IncomingMessage]) -> None:
        deliveries = self.tables["channels_delivery"]
        number = len(deliveries) + 1
        digest = hashlib.sha256(raw).digest()
        deliveries.append(
            (
                number,
                self.channel_id,
                transport_id,
                digest,
                raw,
                "parsed",
                1,
                "",
                self.now,
                self.now,
            )
        )
        for part, message in enumerate(messages):
            self._add_message(number, part, message)

    def _add_message(self, delivery: int, part: int, message: IncomingMessage) -> None:
        handle = fold(message.author.handle)
        place = self._conversation_of(message, handle)
        conversation = self.conversations[place]
        sequence = conversation["next_sequence"]
        conversation |= {
            "opening": rules.first_words(message.text),
            "next_sequence": sequence + 1,
        }
        messages = self.tables["inbox_message"]
        messages.append(
            (
                len(messages) + 1, place + 1, self.channel_id, delivery, part, sequence, "in",
                message.author.name[:200], handle, message.subject[:300], message.text,
                message.html, message.external_id, (message.answers or ("",))[0],
                message.reply_to, message.is_automatic, Jsonb(list(message.warnings)),
                words.tsvector(message.subject, message.author.name, message.text),
                rules.clamp(message.sent_at, received=self.now), self.now,
            )
        )  # fmt: skip
        for attachment in message.attachments:
            self._add_attachment(len(messages), attachment)

    def _conversation_of(self, message: IncomingMessage, handle: str) -> int:
        for reference in message.answers:
            place, sender = self.senders.get(reference, (0, ""))
            if sender == handle:
                break
        else:
            place = len(self.conversations)
            self.conversations.append(
                {
                    "contact": self._contact_of(message, handle),
                    "subject": message.subject[:300],
                    "is_public": message.is_public,
                    "next_sequence": 1,
                }
            )
        self.senders.setdefault(message.external_id, (place, handle))
        return place

    def _contact_of(self, message: IncomingMessage, handle: str) -> int:
        if handle not in self.contacts:
            number = self.contacts[handle] = len(self.contacts) + 1
            name = message.author.name or message.author.handle
            self.tables["contacts_contact"].append((number, name[:200], self.now))
            self.tables["contacts_address"].append(
                (number, self.kind, handle, message.author.handle)
            )
        return self.contacts[handle]

    def _add_attachment(self, message: int, attachment: IncomingAttachment) -> None:
        preview = self.keep_file(attachment.preview) if attachment.preview else ""
        self.tables["inbox_attachment"].append(
            (
                message, attachment.name[:200], attachment.media_type, len(attachment.content),
                self.keep_file(attachment.content), preview, attachment.content_id,
            )
        )  # fmt: skip

    def copy(self, connection: Connection[Any]) -> None:
        """Write everything in one transaction."""
        self.tables["inbox_conversation"] = [
            (
                place + 1, self.channel_id, row["contact"], "", row["subject"], row["opening"],
                "open", "", "", row["is_public"], True, False, self.now, self.now, self.now,
                row["next_sequence"], self.now,
            )
            for place, row in enumerate(self.conversations)
        ]  # fmt: skip
        with connection.transaction(), connection.cursor() as cursor:
            for table, columns in COLUMNS.items():
                names = sql.SQL(", ").join(sql.Identifier(name) for name in columns.split())
                statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
                with cursor.copy(statement) as copy:
                    for row in self.tables[table]:
                        copy.write_row(row)


def intake(
    connection: Connection[Any],
    mails: Sequence[tuple[str, bytes]],
    *,
    channel_id: int,
    kind: str,
    parse: Parse,
    keep_file: KeepFile,
) -> None:
    """Read every mail and copy what it says into empty tables."""
    rows = Rows(channel_id, kind, keep_file)
    for transport_id, raw in mails:
        rows.add(transport_id, raw, parse(raw))
    rows.copy(connection)
