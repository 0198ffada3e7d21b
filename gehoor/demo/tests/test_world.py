"""The world outside: the storm falls by its own clock, and answers come where they belong."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gehoor.demo.letters import Letter
from gehoor.demo.mailbox import threads_of
from gehoor.demo.pace import FAST, STILL, USUAL, Pace
from gehoor.demo.stories import Drop, Line, Resident, Story, Town
from gehoor.demo.when import Unclear, minutes_before, moments_of
from gehoor.demo.world import World, answer_of

START = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)  # a Wednesday
SANNE = Resident("sanne", "Sanne (fictief)", email="sanne@post.example")
KEES = replace(SANNE, key="kees", name="Kees (fictief)", email="kees@post.example")
STORY = Story(
    "bak", "afval", "sanne", "5d 09:00", "done", subject="Bak",
    lines=(Line("Waar is de bak?"), Line("Hier.", who="anouk", after=10), Line("Dank!", after=5)),
)  # fmt: skip
STORM = (
    Drop(0.5, "info", "kees", "Het regent.", subject="Regen", picture_alt="Een plas"),
    Drop(1.0, "afval", "sanne", "Hier ook.", goes_into="bak"),
    Drop(1.5, "info", "kees", "Nog steeds.", subject="Regen"),
)


@pytest.fixture
def world(tmp_path: Path) -> World:
    town = Town({}, {"sanne": SANNE, "kees": KEES}, [STORY], STORM)
    made = World(tmp_path, town=town)
    made.begin(START)
    return made


def later(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_nothing_falls_before_the_storm_is_let_go(world: World) -> None:
    world.let_fall(now=later(600))

    assert world.written() == []


def test_a_picture_falls_with_its_drop_and_is_on_the_page_of_who_sent_it(world: World) -> None:
    world.go(USUAL, now=START)
    world.let_fall(now=later(31))

    [fallen] = world.written()
    [thread] = threads_of(KEES, world)
    assert fallen.picture_alt == "Een plas"
    assert (thread.said[0].picture_alt, thread.said[0].letter) == ("Een plas", fallen.id)
    assert world.picture_alt_of(fallen.id) == "Een plas"
    assert world.picture_alt_of("bak.1") == world.picture_alt_of("no.such") == ""


def test_what_falls_has_fallen_once(world: World) -> None:
    world.go(USUAL, now=START)
    for seconds in (31, 32, 61, 62):
        world.let_fall(now=later(seconds))

    assert [letter.text for letter in world.written()] == ["Het regent.", "Hier ook."]
    assert world.written()[0].at == later(31)


def test_a_drop_that_goes_into_a_story_answers_it(world: World) -> None:
    world.go(USUAL, now=START)
    world.let_fall(now=later(65))

    drop = world.written()[-1]

    assert (drop.thread, drop.subject) == ("bak", "Bak")
    assert drop.above == ("<bak.1@post.example>",)


def test_the_storm_stands_still_and_goes_faster(world: World) -> None:
    world.go(USUAL, now=START)
    world.go(STILL, now=later(20))
    world.let_fall(now=later(500))
    assert world.written() == []

    world.go(FAST, now=later(500))
    world.let_fall(now=later(502))

    assert [letter.text for letter in world.written()] == ["Het regent."]


def test_another_pace_loses_no_minute() -> None:
    pace = Pace(0, START).at_speed(FAST, now=later(60)).at_speed(STILL, now=later(70))

    assert pace.minutes_at(later(1000)) == pytest.approx(2.0)


def test_a_resident_sees_the_own_threads_with_our_answers_between(world: World) -> None:
    first = world.first_of("bak")
    assert first is not None
    facts = {"text": "Hier.", "signed_as": "Anouk", "at": first.at + timedelta(minutes=10)}
    world.record(answer_of("afval", "k1", to="sanne@post.example", answers=first.name, **facts))

    [thread] = threads_of(SANNE, world)

    assert [said.text for said in thread.said] == ["Waar is de bak?", "Hier.", "Dank!"]
    assert [said.is_ours for said in thread.said] == [False, True, False]
    assert threads_of(KEES, world) == []


def test_an_answer_to_nobody_s_message_is_shown_to_nobody(world: World) -> None:
    world.record(
        answer_of("afval", "k1", to="other@post.example", text="?", signed_as="A", at=START)
    )

    [thread] = threads_of(SANNE, world)

    assert len(thread.said) == 2


def test_an_answer_stands_in_the_thread_there_was_and_never_names_it(tmp_path: Path) -> None:
    """A messaging service has no subjects, and its answers do not say what they answer."""
    noor = replace(KEES, key="noor")
    world = World(tmp_path, town=Town({}, {"noor": noor}, [], ()))
    world.begin(START)
    for number, minutes in ((1, 0), (2, 60)):
        said = Letter(
            f"hand.{number}", f"hand-{number}", "messages", "noor", f"Vraag {number}?",
            START + timedelta(minutes=minutes),
        )  # fmt: skip
        world.write(said)
    answered = START + timedelta(minutes=10)
    world.record(
        answer_of("messages", "k1", to="noor", text="Hallo Noor.", signed_as="A", at=answered)
    )

    newest, oldest = threads_of(noor, world)

    assert [each.title for each in (newest, oldest)] == ["Vraag 2?", "Vraag 1?"]
    assert [said.text for said in oldest.said] == ["Vraag 1?", "Hallo Noor."]


def test_a_letter_by_hand_begins_a_thread_of_its_own(world: World) -> None:
    world.write(Letter("hand.1", "hand-1", "info", "kees", "Is dit een voorbeeld?", later(5)))

    [thread] = threads_of(KEES, world)

    assert [said.who for said in thread.said] == ["Kees (fictief)"]


@pytest.mark.parametrize(
    ("age", "minutes"), [("45m", 45), ("3h20m", 200), ("2h", 120), ("1d 23:00", 60)]
)
def test_an_age_is_read(age: str, minutes: int) -> None:
    assert minutes_before(age) == minutes


@pytest.mark.parametrize("age", ["", "yesterday", "0d 10:00", "12d 25:00", "12d"])
def test_what_is_no_age_is_refused(age: str) -> None:
    with pytest.raises(Unclear):
        minutes_before(age)


def test_who_is_answered_is_never_answered_in_a_weekend() -> None:
    saturday = moments_of("4d 10:00", [0, 30], start=START, is_answered=True)
    alone = moments_of("4d 10:00", [0], start=START, is_answered=False)

    assert [moment.weekday() for moment in saturday] == [4, 4]
    assert alone[0].weekday() == 5
