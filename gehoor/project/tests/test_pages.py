"""What is sent to us has an end, and a disk that is full is said in words."""

import asyncio
import errno
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from gehoor.project.pages import Pages

Message = MutableMapping[str, Any]


class SmallPages(Pages):
    largest = 10


def asked(pages: Pages, receive: Callable[[], Awaitable[Message]]) -> list[Message]:
    answers: list[Message] = []

    async def send(message: Message) -> None:
        answers.append(message)

    scope = {"type": "http", "path": "/", "headers": [(b"accept-language", b"en-GB,en")]}
    asyncio.run(pages(scope, receive, send))
    return answers


def test_more_than_anybody_may_send_is_not_taken_in() -> None:
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        taken += 4
        return {"type": "http.request", "body": b"four", "more_body": True}

    start, body = asked(SmallPages(), receive)

    assert start["status"] == 413
    assert b"too much at once" in body["body"]
    assert taken == 12


def test_a_disk_that_is_full_while_something_is_sent_is_said_in_words() -> None:
    async def receive() -> Message:
        raise OSError(errno.ENOSPC, "No space left on device")

    start, body = asked(Pages(), receive)

    assert start["status"] == 507
    assert b"There is no room for this just now" in body["body"]


def test_who_leaves_while_sending_gets_no_answer() -> None:
    async def receive() -> Message:
        return {"type": "http.disconnect"}

    assert asked(Pages(), receive) == []
