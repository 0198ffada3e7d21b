"""What every connector must do that writes to itself: only to itself, and known again by itself."""

from typing import Final
from uuid import uuid4

import pytest

from gehoor.contracts.canaries import canaries_of
from gehoor.contracts.connector import Author, Connector, IncomingMessage
from gehoor.kit.plugins import find_plugins

CONNECTORS: Final[dict[str, Connector]] = find_plugins("gehoor.connectors")
ABLE: Final = sorted(key for key, each in CONNECTORS.items() if canaries_of(each))
ADDRESS: Final = "info@gemeente.example"
TOKEN: Final = uuid4().hex


def test_mail_can_and_platforms_that_would_show_it_or_keep_silent_of_it_do_not() -> None:
    assert ABLE == ["email"]


@pytest.mark.parametrize("key", ABLE)
def test_it_goes_to_ourselves_alone_and_says_that_a_machine_wrote_it(key: str) -> None:
    ours = canaries_of(CONNECTORS[key])
    assert ours is not None

    made = ours.made(ADDRESS, token=TOKEN, subject="Proef", text="Niets te doen.")

    assert (made.to, made.is_automatic, made.files, made.answers) == (ADDRESS, True, (), "")


@pytest.mark.parametrize("key", ABLE)
def test_it_is_known_by_its_token_from_our_own_address_only(key: str) -> None:
    ours = canaries_of(CONNECTORS[key])
    assert ours is not None
    made = ours.made(ADDRESS, token=TOKEN, subject="Proef", text="Niets te doen.")
    came = IncomingMessage(Author("Info@Gemeente.example"), made.text, subject=made.subject)

    assert ours.token_in(came, address=ADDRESS) == TOKEN
    stranger = IncomingMessage(Author("a@b.example"), made.text, subject=made.subject)
    assert ours.token_in(stranger, address=ADDRESS) == ""
    assert ours.token_in(IncomingMessage(Author(""), "", subject=made.subject), address="") == ""
    without = IncomingMessage(Author(ADDRESS), made.text, subject="Proef")
    assert ours.token_in(without, address=ADDRESS) == ""
