"""Which hint goes to which stream, without a database or a network."""

import json

import pytest

from gehoor.logins.queries import Login
from gehoor.screens.live.hub import LOST, MOST_WAITING, REFETCH, Hub, Stream

LOGIN = Login("session", 1, b"")


def hint(topic: str, number: int = 1) -> str:
    return json.dumps({"topic": topic, "kind": "conversation", "id": number})


def hearing_hub(*streams: Stream) -> Hub:
    hub = Hub()
    hub.hears = True
    for stream in streams:
        hub.add(stream)
    return hub


def test_a_hint_goes_to_who_follows_its_topic_only() -> None:
    ours, theirs = Stream(LOGIN, frozenset({"team-1"})), Stream(LOGIN, frozenset({"team-2"}))
    hub = hearing_hub(ours, theirs)

    hub.tell(hint("team-1"))

    assert ours.take() == f"data: {hint('team-1')}\n\n".encode()
    assert theirs.take() == b""


def test_who_reads_too_slowly_is_told_to_fetch_anew_and_nothing_piles_up() -> None:
    slow = Stream(LOGIN, frozenset({"team-1"}))
    hub = hearing_hub(slow)

    for number in range(10 * MOST_WAITING):
        hub.tell(hint("team-1", number))

    assert slow.take() == REFETCH


def test_after_fetching_anew_hints_come_again() -> None:
    slow = Stream(LOGIN, frozenset({"team-1"}))
    hub = hearing_hub(slow)
    for number in range(MOST_WAITING + 1):
        hub.tell(hint("team-1", number))
    slow.take()

    hub.tell(hint("team-1", 7))

    assert b'"id": 7' in slow.take()


def test_a_hint_that_already_waits_is_not_written_twice() -> None:
    stream = Stream(LOGIN, frozenset({"team-1"}))
    hub = hearing_hub(stream)

    hub.tell(hint("team-1"))
    hub.tell(hint("team-1"))

    assert stream.take().count(b"data:") == 1


def test_what_waits_is_dropped_with_the_right_to_it() -> None:
    stream = Stream(LOGIN, frozenset({"team-1", "user-1"}))
    hub = hearing_hub(stream)
    hub.tell(hint("team-1"))

    hub.keep_only([(stream, frozenset({"user-1"}))])
    hub.tell(hint("team-1"))

    assert stream.take() == REFETCH


def test_a_stream_that_may_hear_nothing_ends_and_is_forgotten() -> None:
    stream = Stream(LOGIN, frozenset({"team-1"}))
    hub = hearing_hub(stream)

    hub.keep_only([(stream, frozenset())])
    hub.tell(hint("team-1"))

    assert stream.is_over
    assert stream.take() == b""
    assert not hub.streams


def test_a_stream_that_left_while_we_asked_stays_forgotten() -> None:
    stream = Stream(LOGIN, frozenset({"team-1"}))
    hub = hearing_hub(stream)
    hub.remove(stream)

    hub.keep_only([(stream, frozenset({"team-2"}))])
    hub.tell(hint("team-2"))

    assert stream.take() == b""


def test_a_notice_that_makes_no_sense_harms_nobody() -> None:
    stream = Stream(LOGIN, frozenset({"team-1"}))
    hub = hearing_hub(stream)

    for notice in ("", "{", "[]", "3", '{"topic": ["team-1"]}', '{"kind": "x"}'):
        hub.tell(notice)

    assert stream.take() == b""


def test_who_connects_while_nothing_is_heard_is_told_so() -> None:
    stream = Stream(LOGIN, frozenset({"team-1"}))
    hub = Hub()

    hub.add(stream)
    assert stream.take() == LOST

    hub.tell_found()
    assert stream.take() == REFETCH


def test_who_connects_while_the_program_stops_is_let_go() -> None:
    stream = Stream(LOGIN, frozenset({"team-1"}))
    hub = hearing_hub()
    hub.close()

    hub.add(stream)

    assert stream.is_over


@pytest.mark.parametrize("number", [0, 1, 9, 10, 11, 25])
def test_within_ten_turns_every_stream_is_asked_about_also_who_came_meanwhile(number: int) -> None:
    streams = [Stream(LOGIN, frozenset({"team-1"})) for _ in range(number)]
    hub = hearing_hub(*streams)
    asked = hub.next_in_turn(10)
    late = Stream(LOGIN, frozenset({"team-1"}))
    hub.add(late)

    for _ in range(9):
        asked += hub.next_in_turn(10)

    assert {*streams} <= {*asked}
    assert late in {*hub.next_in_turn(10), *asked}
