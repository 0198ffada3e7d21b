"""A sender is always named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.people.rules import Identity, sign

TEAM = "Webcare Voorbeeldstad"


@pytest.mark.row("S2-20")
@pytest.mark.parametrize(
    ("name", "identity", "signed"),
    [
        ("Fatima Bakker", Identity.NAME, "Fatima Bakker"),
        ("Fatima Bakker", Identity.FIRST_NAME, "Fatima"),
        ("Fatima Bakker", Identity.INITIALS, "^FB"),
        ("Anouk van der Berg", Identity.INITIALS, "^AB"),
        ("fatima bakker", Identity.INITIALS, "^FB"),
        ("Jan-Willem 't Hart", Identity.INITIALS, "^JTH"),
        ("Fatima Bakker", Identity.TEAM, TEAM),
    ],
)
def test_a_reply_is_signed_as_the_team_chose(name: str, identity: Identity, signed: str) -> None:
    assert sign(name, identity, TEAM) == signed


@pytest.mark.row("S2-20")
@pytest.mark.parametrize("name", ["", "   ", "\u200b\u200b", "--", "\u202e", "\x00", "…"])
@pytest.mark.parametrize("identity", list(Identity))
def test_without_a_usable_name_the_team_speaks(name: str, identity: Identity) -> None:
    assert sign(name, identity, TEAM) == TEAM


@pytest.mark.row("S2-20")
@given(name=st.text(max_size=40), identity=st.sampled_from(Identity))
def test_whatever_the_name_somebody_readable_speaks(name: str, identity: Identity) -> None:
    signed = sign(name, identity, TEAM)

    assert any(letter.isalnum() for letter in signed)


@pytest.mark.row("S2-20")
def test_a_team_without_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="must have a name"):
        sign("", Identity.NAME, " ")
