"""Files with a reply, as tests of attaching and sending add and send them."""

import os
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from gehoor.contracts.posts import MediaLimits
from gehoor.flows import attaching, replies
from gehoor.flows.attaching import Given
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, DraftFile, Reply
from gehoor.kit.clock import now
from gehoor.people.policies import Actor
from gehoor.testing.pictures import drawn
from gehoor.testing.scripted import Scripted

PNG = drawn("PNG")
LIMITS: dict[str, Any] = {
    "most": 2,
    "types": ("image/png", "image/jpeg", "image/gif", "application/pdf"),
    "max_bytes": 100_000,
    "max_description": 50,
}


def let_take(scripted: Scripted, **changed: Any) -> None:
    """Let the platform take files, within these limits."""
    scripted.more = {"media": MediaLimits(**LIMITS | changed)}


def add(
    agent: Actor, conversation: Conversation, content: bytes = PNG, name: str = "brug.png"
) -> list[str]:
    return attaching.add(agent, conversation, [Given(name, content)])


def mine(agent: Actor, conversation: Conversation) -> list[int]:
    return [file.pk for file in inbox.draft_files_of(conversation, agent.user_id)]


def described(agent: Actor, conversation: Conversation, words: str = "Een brug") -> list[int]:
    """One picture with its description, ready to go."""
    assert add(agent, conversation) == []
    numbers = mine(agent, conversation)
    attaching.describe(agent, conversation, dict.fromkeys(numbers, words))
    return numbers


def send(agent: Actor, conversation: Conversation, numbers: list[int], **given: Any) -> Reply:
    asked = {
        "text": "De brug is weer open.",
        "client_uuid": uuid.uuid4(),
        "seen_sequence": 100,
        **given,
    }
    return replies.send_reply(agent, conversation, files=numbers, **asked)


def on_disk(folder: Path) -> set[str]:
    return {place.name for place in folder.rglob("*") if place.is_file()}


def make_old(folder: Path) -> None:
    """Let two hours pass for everything that was stored."""
    DraftFile.objects.update(added_at=now() - timedelta(hours=2))
    for place in folder.rglob("*"):
        os.utime(place, (0, 0))
