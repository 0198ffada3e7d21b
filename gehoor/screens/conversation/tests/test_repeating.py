"""A question about what somebody wrote in private, beside the text that repeats it to others."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.contracts.connector import Author
from gehoor.contracts.posts import Visibility
from gehoor.inbox.models import Reply
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import session_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

WORDS = "Mijn zoon wordt al weken gepest op het schoolplein."


def test_the_text_stays_and_a_reason_lets_it_leave(client: Client) -> None:
    square = make.channel()
    user = make.user(Role.AGENT, teams=(square.team,))
    client.cookies["sessionid"] = session_of(user)
    who: dict[str, Any] = {"author": Author("@fatima@x.example", "Fatima"), "is_to_us": True}
    make.received(square, text=WORDS, visibility=Visibility.DIRECT, is_public=False, **who)
    asked = make.received(square, visibility=Visibility.PUBLIC, is_public=True, thread="t", **who)
    given = {"text": WORDS, "client_uuid": str(uuid4()), "seen_sequence": "10", "act": "send"}
    address = reverse("reply", args=[asked.pk])

    stopped = client.post(address, given)

    page = stopped.content.decode()
    assert stopped.status_code == 409
    assert 'name="repeats"' in page
    assert WORDS in page
    assert not Reply.objects.exists()
    client.post(address, given | {"repeats": "Zij vroeg het zelf"})
    assert Reply.objects.exists()


def test_it_is_told_beside_the_text_while_it_is_written_and_not_to_who_writes_in_private(
    client: Client,
) -> None:
    square = make.channel()
    user = make.user(Role.AGENT, teams=(square.team,))
    client.cookies["sessionid"] = session_of(user)
    who: dict[str, Any] = {"author": Author("@fatima@x.example", "Fatima"), "is_to_us": True}
    make.received(square, text=WORDS, visibility=Visibility.DIRECT, is_public=False, **who)
    asked = make.received(square, visibility=Visibility.PUBLIC, is_public=True, thread="t", **who)
    address = reverse("draft", args=[asked.pk])

    in_private = client.post(address, {"kind": "private", "text": WORDS})
    written = client.post(address, {"kind": "reply", "text": WORDS})

    assert in_private.status_code == 204
    assert written.status_code == 200
    assert "Fatima" in written.content.decode()
    assert "Fatima" in client.get(reverse("conversation", args=[asked.pk])).content.decode()
    assert WORDS.removesuffix(".") in written.content.decode()
