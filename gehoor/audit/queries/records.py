"""The log as the open format has it."""

from collections.abc import Iterator
from typing import Any

from gehoor.audit.models import Entry
from gehoor.kit.portable import in_order, values


def line_records() -> Iterator[dict[str, Any]]:
    for entry in in_order(Entry.objects.all()):
        yield values(
            entry, id="pk", at="at", actor="actor_id", system="system", act="act",
            subject="subject", subject_id="subject_id", conversation="conversation_id",
            team="team_id", reason="reason", details="details",
        )  # fmt: skip
