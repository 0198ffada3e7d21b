"""The judges of long answers: each promise that is broken is told, and no other."""

from dataclasses import replace
from typing import Any

import pytest

from gehoor.channels.models import Channel
from gehoor.inbox.models import Reply
from gehoor.testing import make
from tests.faults.parts import Part, broken_parts, missing_parts, text_in
from tests.faults.town import answer_in


def parts(*states: str, is_shown: bool = False) -> list[Part]:
    return [
        Part("a", number, len(states), f"key-{number}", state, is_shown)
        for number, state in enumerate(states, 1)
    ]


def seen(*numbers: int, of: int = 3) -> list[dict[str, Any]]:
    """Return what reached a citizen: these parts, in this order, each under the one before."""
    return [
        {
            "key": f"key-{number}",
            "id": f"r{number}",
            "answers": f"r{number - 1}" if number > 1 else "post",
            "text": f"Een zin ({number}/{of})",
        }
        for number in numbers
    ]


SENT = parts("sent", "sent", "sent")


def test_parts_that_arrive_one_under_the_other_break_nothing() -> None:
    assert broken_parts(seen(1, 2, 3), SENT) == []
    assert missing_parts({"key-1", "key-2", "key-3"}, SENT) == []


def test_a_part_before_its_turn_is_told() -> None:
    assert broken_parts(seen(1, 3, 2), SENT) == [
        "part 3 of 3 (key-3) arrived before the part that comes before it"
    ]
    assert broken_parts(seen(2), SENT) == [
        "part 2 of 3 (key-2) arrived before the part that comes before it"
    ]


def test_a_part_in_another_place_or_without_its_number_is_told() -> None:
    lost, bare = seen(1, 2, 3), seen(1, 2, 3)
    lost[2]["answers"], bare[1]["text"] = "post", "Een zin"

    assert broken_parts(lost, SENT) == [
        "part 3 of 3 (key-3) stands under another post than the part before it"
    ]
    assert broken_parts(bare, SENT) == ["part 2 of 3 (key-2) does not say which part it is"]


def test_a_part_that_arrived_twice_is_judged_by_its_first_time() -> None:
    assert broken_parts([*seen(1, 2, 3), *seen(1)], SENT) == []


@pytest.mark.parametrize("state", ["unknown", "failed", "refused"])
def test_what_is_missing_behind_a_part_that_is_shown_in_doubt_is_no_secret(state: str) -> None:
    assert missing_parts({"key-1"}, parts("sent", state, "queued", is_shown=True)) == []


def test_what_is_missing_and_shown_nowhere_is_told() -> None:
    assert missing_parts({"key-1"}, parts("sent", "unknown", "queued")) == [
        "part 2 of 3 (key-2) is missing, and nobody is told",
        "part 3 of 3 (key-3) is missing, and nobody is told",
    ]
    assert missing_parts({"key-1"}, parts("sent", "queued", is_shown=True)) == [
        "part 2 of 2 (key-2) is missing, and nobody is told"
    ]


def test_what_waits_behind_another_answer_that_is_left_to_a_person_is_told_with_it() -> None:
    behind = [replace(part, is_held_up=True) for part in parts("queued", "queued", is_shown=True)]

    assert missing_parts(set(), behind) == []
    assert len(missing_parts(set(), [replace(part, is_shown=False) for part in behind])) == 2


def test_what_somebody_took_back_is_not_missing() -> None:
    assert missing_parts({"key-1"}, parts("sent", "withdrawn")) == []


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", [1, 2, 3])
def test_the_text_for_so_many_parts_goes_out_in_so_many(wanted: int) -> None:
    channel: Channel = make.channel(connector="pretend")

    answer_in(wanted, make.received(channel))

    assert Reply.objects.count() == wanted
    assert "".join(Reply.objects.order_by("part").values_list("message__text", flat=True)) == (
        text_in(wanted)
    )
