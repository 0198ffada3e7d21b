"""Adding a platform is adding a folder: nothing else is edited. Shown by adding one."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from gehoor.contracts.connector import Account, Sent
from gehoor.contracts.reading import Failure, Readers
from gehoor.kit.plugins import find_plugins, look_also_in
from gehoor.testing.peers import outgoing

CONNECTOR = '''"""Pigeon: messages on small strips of paper."""

from gehoor.contracts.connector import (
    Arrived, Author, Batch, Capabilities, Field, IncomingMessage, OnUnknown, Sent, Threading,
)


class Pigeon:
    key = "pigeon"
    name = "Pigeon post"
    fields = (Field("loft", "Loft"),)

    def capabilities(self, account):
        return Capabilities(on_unknown=OnUnknown.BLIND, threading=Threading.CONTACT)

    def address(self, account):
        return account.settings["loft"]

    def reader(self, account):
        return self

    def sender(self, account):
        return self

    def parse(self, raw):
        text = "coo " + raw.decode()
        return [IncomingMessage(author=Author("dove"), text=text, html="<p>coo<script>")]

    def fetch(self, cursor, *, limit):
        return Batch([Arrived("strip/1", b"hello")], {"strip": 1})

    def send(self, reply):
        return Sent("flown")


PLUGIN = Pigeon()
'''


@pytest.fixture
def pigeon(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "pigeon"
    folder.mkdir()
    (folder / "__init__.py").write_text(CONNECTOR)
    home = import_module("gehoor.connectors")
    before = list(home.__path__)
    look_also_in("gehoor.connectors", [str(tmp_path)])
    yield "pigeon"
    home.__path__ = before
    find_plugins.cache_clear()
    sys.modules.pop("gehoor.connectors.pigeon", None)


@pytest.mark.row("S2-28")
@pytest.mark.usefixtures("pigeon")
def test_a_new_folder_is_a_new_connector() -> None:
    found = find_plugins("gehoor.connectors")

    assert {"email", "pretend", "pigeon"} <= set(found)
    account = Account(channel_id=1, settings={"loft": "the roof"}, secrets={})
    assert found["pigeon"].address(account) == "the roof"
    assert found["pigeon"].sender(account).send(outgoing()) == Sent("flown")


def test_the_guarded_child_knows_it_too(pigeon: str) -> None:
    with Readers() as readers:
        [answer] = readers.read(pigeon, [b"hello"])

    assert not isinstance(answer, Failure)
    assert answer[0].text == "coo hello"
    assert answer[0].html == "<p>coo</p>"
