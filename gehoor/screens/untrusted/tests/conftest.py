"""What the tests of the second origin have in common: its host, and things to show there."""

from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from gehoor.inbox.models import Attachment, Conversation, Message
from gehoor.kit import files
from gehoor.people.models import Team
from gehoor.people.policies import Actor, Role
from gehoor.testing import make


@pytest.fixture(autouse=True)
def attachments(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


class Visitor:
    """Somebody with a browser at the second origin."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=True)

    def opens(self, url: str, **headers: str) -> HttpResponse:
        asked = {"host": urlsplit(django_settings.UNTRUSTED_URL).netloc, **headers}
        return cast(HttpResponse, self.client.get(urlsplit(url).path, headers=asked))


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


@pytest.fixture
def team(db: None) -> Team:
    return make.team()


@pytest.fixture
def agent(team: Team) -> Actor:
    return make.actor(Role.AGENT, teams=(team,))


def message(team: Team, **given: Any) -> Message:
    conversation: Conversation = make.conversation(channel=make.channel(team=team))
    facts = {
        "channel": conversation.channel,
        "sequence": 1,
        "kind": Message.Kind.INCOMING,
        "text": "Hallo",
        "sent_at": make.NOON,
    }
    return Message.objects.create(**facts | given, conversation=conversation)


def attachment(of: Message, content: bytes, **given: Any) -> Attachment:
    facts = {"name": "bijlage", "media_type": "application/octet-stream", "size": len(content)}
    return Attachment.objects.create(**facts | given, message=of, stored_as=files.store(content))
