"""Names of our own posts: valid, sorted by time, and the same at every try."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from gehoor.connectors.bluesky.tids import TID, moment_of, tid_of

EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)
MOMENTS = some.integers(min_value=0, max_value=7 * 10**15).map(
    lambda micro: EARLIEST + timedelta(microseconds=micro)
)
KEYS = some.text(min_size=1, max_size=60)


@settings(max_examples=50, deadline=None)
@given(KEYS, MOMENTS | some.none())
def test_a_name_is_valid_and_the_same_each_time(key: str, moment: datetime | None) -> None:
    name = tid_of(key, moment)

    assert TID.fullmatch(name)
    assert tid_of(key, moment) == name


@settings(max_examples=50, deadline=None)
@given(KEYS, MOMENTS)
def test_a_name_tells_the_millisecond_of_the_first_try(key: str, moment: datetime) -> None:
    told = moment_of(tid_of(key, moment))

    assert told is not None
    assert timedelta(milliseconds=-1) < told - moment < timedelta(milliseconds=1)


@settings(max_examples=50, deadline=None)
@given(KEYS, KEYS, MOMENTS, some.integers(min_value=1, max_value=10**9))
def test_names_sort_as_posts_were_sent(
    first: str, second: str, moment: datetime, later: int
) -> None:
    after = moment + timedelta(milliseconds=later)

    assert tid_of(first, moment) < tid_of(second, after)


def test_ten_thousand_replies_of_one_second_have_names_of_their_own() -> None:
    second = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    moments = (second + timedelta(microseconds=100 * number) for number in range(10_000))

    assert len({tid_of(f"antwoord-{n}", at) for n, at in enumerate(moments)}) == 10_000


def test_a_reply_that_was_never_tried_sorts_long_ago() -> None:
    told = moment_of(tid_of("sleutel", None))

    assert told is not None
    assert told.year < 2010


def test_another_kind_of_name_tells_no_moment() -> None:
    assert moment_of("self") is None
    assert moment_of("zzzzzzzzzzzzz") is None


def test_names_of_the_real_server_are_understood() -> None:
    told = moment_of("3n35rc4qjvc2c")

    assert told is not None
    assert (told.year, told.month, told.day) == (2026, 11, 25)
