"""Waiting for mail: whenever the server tells of it, also in the moment we begin to listen."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from gehoor.connectors.email.reading import MailReader
from gehoor.connectors.email.servers import imap_of
from gehoor.connectors.email.tests.peer import account_at

NEWS = b"* 5 EXISTS\r\n"
ANSWERS = {
    b"CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE\r\n",
    b"EXAMINE": b"* 4 EXISTS\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 5] .\r\n",
}
LONG = 30.0


@contextmanager
def server_that_idles(told: bytes) -> Iterator[int]:
    """Run an IMAP server for one client that answers IDLE with exactly these bytes; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=converse, args=(listening, told), daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(5)


def converse(listening: socket.socket, told: bytes) -> None:
    connection, _ = listening.accept()
    idle_tag = b""
    with connection, connection.makefile("rwb", buffering=0) as stream:
        stream.write(b"* OK ready\r\n")
        for line in stream:
            tag, _, command = line.strip().partition(b" ")
            name = command.split(b" ")[0].upper()
            if name == b"IDLE":
                idle_tag = tag
                stream.write(told)
            else:
                done = idle_tag if tag == b"DONE" else tag
                stream.write(ANSWERS.get(name, b"") + done + b" OK done\r\n")


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(b"+ idling\r\n" + NEWS, id="with the server's yes"),
        pytest.param(NEWS + b"+ idling\r\n", id="before the server's yes"),
        pytest.param(b"* OK Still here\r\n" + NEWS + b"+ idling\r\n", id="after small talk"),
    ],
)
def test_mail_told_of_while_we_begin_to_listen_ends_the_wait(told: bytes) -> None:
    with (
        server_that_idles(told) as port,
        closing(MailReader(imap_of(account_at(imap_port=port)))) as reader,
    ):
        begun = time.monotonic()
        reader.wait(LONG)

    assert time.monotonic() - begun < LONG / 2


def test_small_talk_alone_is_no_mail() -> None:
    with (
        server_that_idles(b"* OK Still here\r\n+ idling\r\n") as port,
        closing(MailReader(imap_of(account_at(imap_port=port)))) as reader,
    ):
        begun = time.monotonic()
        reader.wait(0.2)

    assert time.monotonic() - begun >= 0.2
