"""Who may read a post, and how long a text is."""

import pytest

from gehoor.contracts.connector import Capabilities, OnUnknown, Threading
from gehoor.contracts.posts import Counting, Unit, Visibility, narrowest

PUBLIC, UNLISTED = Visibility.PUBLIC, Visibility.UNLISTED
FOLLOWERS, DIRECT, UNSAID = Visibility.FOLLOWERS, Visibility.DIRECT, Visibility.UNSAID


@pytest.mark.parametrize(
    ("each", "expected"),
    [
        ((PUBLIC, DIRECT), DIRECT),
        ((DIRECT, PUBLIC), DIRECT),
        ((UNLISTED, PUBLIC), UNLISTED),
        ((FOLLOWERS, UNLISTED), FOLLOWERS),
        ((PUBLIC, UNSAID), PUBLIC),
        ((UNSAID, DIRECT), DIRECT),
        ((UNSAID, UNSAID), UNSAID),
        ((), UNSAID),
    ],
)
def test_the_narrowest_is_what_the_fewest_may_read(
    each: tuple[Visibility, ...], expected: Visibility
) -> None:
    assert narrowest(*each) is expected


def test_only_public_and_unlisted_are_open_to_everybody() -> None:
    assert [each for each in Visibility if each.is_open] == [PUBLIC, UNLISTED]


AS_MASTODON = Counting(Unit.GRAPHEMES, link_length=23, short_mentions=True)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("👨‍👩‍👧‍👦", 1),
        ("https://gemeente.example/" + "a" * 200, 23),
        ("Zie https://gemeente.example/afval.", 4 + 23 + 1),
        ("(https://gemeente.example/afval)", 1 + 23 + 1),
        ("@fatima@social.example hallo", len("@fatima hallo")),
        ("mail@gemeente.example", 21),
        ("@fatima hallo", 13),
    ],
)
def test_links_and_mentions_count_as_the_platform_counts_them(text: str, length: int) -> None:
    assert AS_MASTODON.count(text) == length


def test_without_anything_said_characters_are_counted() -> None:
    assert Counting().count("👨‍👩‍👧‍👦 https://gemeente.example/") == 7 + 1 + 25


def test_a_text_must_fit_in_letters_and_in_bytes() -> None:
    able = Capabilities(
        OnUnknown.BLIND,
        Threading.THREAD,
        max_length=3,
        max_bytes=25,
        counting=Counting(Unit.GRAPHEMES),
    )

    assert able.fits("👨‍👩‍👧‍👦")
    assert not able.fits("👨‍👩‍👧‍👦👨‍👩‍👧‍👦")
    assert not able.fits("abcd")


def test_the_person_is_named_in_front_once() -> None:
    able = Capabilities(OnUnknown.BLIND, Threading.THREAD, mention="@{to} ")

    assert able.whole("Dank.", to="fatima@x.example") == "@fatima@x.example Dank."
    assert able.whole("Dank @Fatima@x.example.", to="fatima@x.example").startswith("Dank")
    assert able.whole("Dank.", to="") == "Dank."
