"""As many posts are asked for at once as one address can hold."""

from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st

from gehoor.connectors.bluesky.looks import MOST_ASKED, ROOM, in_looks
from gehoor.kit.safefetch.places import LONGEST

NAMES = st.text("abcdefghij:/%é.", min_size=1, max_size=40).map(lambda name: f"at://did:plc:{name}")
LONG = st.integers(100, 2200).map(lambda length: "at://did:web:" + "a" * length)


@given(st.lists(NAMES | LONG, max_size=80))
def test_every_name_that_fits_is_asked_once_and_in_order(uris: list[str]) -> None:
    looks = list(in_looks(uris))

    fits = [uri for uri in uris if len(urlencode({"uris": uri})) < ROOM]
    assert [uri for look in looks for uri in look] == fits
    assert all(0 < len(look) <= MOST_ASKED for look in looks)
    assert all(len(urlencode({"uris": look}, doseq=True)) <= ROOM for look in looks)


def test_an_address_has_room_for_the_names_and_the_longest_server() -> None:
    assert ROOM + len("https://") + 253 + len("/xrpc/app.bsky.feed.getPosts?") < LONGEST
