"""The guard: what is dangerous happens to the child, and to one item only."""

import os
from collections.abc import Iterator
from time import monotonic

import pytest

from gehoor.kit.frames import Assembly, Broken, Frame, read_one, written
from gehoor.kit.guard import BROKE, TOO_LONG, TOO_MUCH, Failure, Guard

ENTRY = "gehoor.testing.poisoned"


@pytest.fixture
def guard() -> Iterator[Guard]:
    with Guard(ENTRY, seconds=1) as running:
        yield running


def do(command: str, **given: object) -> Frame:
    return Frame({"do": command, **given})


def said(answer: Frame | Failure) -> str:
    assert isinstance(answer, Frame)
    return str(answer.head["said"])


def test_answers_come_back_in_order(guard: Guard) -> None:
    answers = guard.ask([do("echo", say=str(number)) for number in range(500)])

    assert [said(answer) for answer in answers] == [str(number) for number in range(500)]


def test_large_items_do_not_make_both_sides_wait(guard: Guard) -> None:
    blob = os.urandom(5_000_000)

    answers = guard.ask([Frame({"do": "echo"}, [blob, b""])] * 4)

    assert all(
        isinstance(answer, Frame) and list(answer.blobs) == [blob, b""] for answer in answers
    )


@pytest.mark.parametrize(
    ("poison", "problem"),
    [
        ("sleep", TOO_LONG),
        ("compute", TOO_LONG),
        ("eat", TOO_MUCH),
        ("die", BROKE),
        ("recurse", BROKE),
    ],
)
def test_poison_harms_no_other(guard: Guard, poison: str, problem: str) -> None:
    answers = guard.ask([do("echo", say="before"), do(poison), do("echo", say="after")])

    assert said(answers[0]) == "before"
    assert answers[1] == Failure(problem)
    assert said(answers[2]) == "after"


def test_what_broke_the_child_is_tried_once_more_with_care(guard: Guard) -> None:
    [answer] = guard.ask([do("die", recovers=True)])

    assert said(answer) == "with care"


def test_a_hanging_item_costs_little_more_than_its_time(guard: Guard) -> None:
    started = monotonic()
    guard.ask([do("sleep")])

    assert monotonic() - started < 8


def test_noise_does_not_get_between_the_frames(guard: Guard) -> None:
    assert said(guard.ask([do("chatter")])[0]) == "quiet"


def test_the_child_has_no_secrets_no_files_and_no_way_to_write(
    guard: Guard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEHOOR_SECRET_KEY", "must-not-be-seen")

    seen = said(guard.ask([do("look")])[0]).split("\n")

    names = {line.split()[1] for line in seen if line.startswith("env")}
    assert names == {"PYTHONPATH", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE", "LC_ALL"}
    # 0, 1 and 2, the answers, its own memory figures, and the folder it is looking at.
    assert len([line for line in seen if line.startswith("fd")]) == 6
    assert "wrote a file" not in seen


def test_a_child_that_grew_is_replaced(guard: Guard) -> None:
    guard.ask([do("grow"), do("grow")])

    assert guard.child is None
    assert said(guard.ask([do("echo", say="again")])[0]) == "again"


def test_closing_ends_the_child() -> None:
    guard = Guard(ENTRY)
    guard.ask([do("echo")])
    assert guard.child
    running = guard.child.running

    guard.close()

    assert running.returncode is not None


def test_a_frame_survives_the_pipe_in_any_pieces() -> None:
    frame = Frame({"a": "é", "b": [1, None]}, [b"", b"\0\n" * 10])
    line = written(frame) * 2
    assembly = Assembly()

    frames = [each for byte in line for each in assembly.add(bytes([byte]))]

    assert [(each.head, list(each.blobs)) for each in frames] == [(frame.head, frame.blobs)] * 2


def test_half_a_frame_is_broken() -> None:
    line = written(Frame({"a": 1}))
    with pytest.raises(Broken):
        read_one(lambda _: line[:2])
