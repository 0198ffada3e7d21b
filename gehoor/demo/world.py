"""The world outside: what residents wrote, and every answer that would have reached them.

Kept in files beside the database, because Gehoor itself must not know more of it than of any other
outside world. Lines are added under a lock, so that every process may write.
"""

import fcntl
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from gehoor.demo.letters import Letter, name_of_answer
from gehoor.demo.pace import Pace
from gehoor.demo.stories import Drop, Line, Story, Town, ours
from gehoor.demo.when import moments_of

FOLDER: Final = "outside"
LETTERS, ANSWERS, STATE = "letters.jsonl", "answers.jsonl", "state.json"


@dataclass(frozen=True)
class Answer:
    """One answer of ours, as the recorder heard it."""

    channel: str
    name: str
    """what the platform would call it"""
    to: str
    text: str
    signed_as: str
    at: datetime
    answers: str = ""
    subject: str = ""
    visibility: str = ""


class World:
    """The outside world of one demo, in a folder of its home."""

    def __init__(self, home: Path, *, town: Town | None = None) -> None:
        self.folder = home / FOLDER
        self._town = town

    @cached_property
    def town(self) -> Town:
        return self._town or ours()

    def begin(self, start: datetime) -> None:
        """Make the world as it is when the demo starts. The storm waits until it is let go."""
        self.folder.mkdir(parents=True, exist_ok=True)
        state = {"start": start, "pace": asdict(Pace(0, start, 0)), "fallen": 0}
        self._keep(json.dumps(state, default=datetime.isoformat))

    @property
    def start(self) -> datetime:
        return datetime.fromisoformat(self._state()["start"])

    @property
    def pace(self) -> Pace:
        return _pace_in(self._state())

    def go(self, speed: float, *, now: datetime) -> None:
        """Let the storm go on at this speed."""
        with self._changing() as state:
            state["pace"] = asdict(_pace_in(state).at_speed(speed, now=now))

    def let_fall(self, *, now: datetime) -> None:
        """Let everything of the storm be posted whose time has come."""
        with self._changing() as state:
            reached = _pace_in(state).minutes_at(now)
            due = [drop for drop in self.town.storm[state["fallen"] :] if drop.at <= reached]
            for number, drop in enumerate(due, state["fallen"] + 1):
                self.write(self._letter_of(drop, number, at=now))
            state["fallen"] += len(due)

    def write(self, letter: Letter) -> None:
        """Post a letter; the reader of its channel finds it."""
        self._add(LETTERS, asdict(letter))

    def record(self, answer: Answer) -> None:
        """Keep an answer that would have reached somebody."""
        self._add(ANSWERS, asdict(answer))

    def written(self) -> list[Letter]:
        """Return what was written since the demo started, oldest first."""
        return [
            Letter(**_timed(told) | {"above": tuple(told["above"])})
            for told in self._lines(LETTERS)
        ]

    def answers(self) -> list[Answer]:
        """Return every answer of ours, oldest first."""
        return [Answer(**_timed(told)) for told in self._lines(ANSWERS)]

    def size(self) -> int:
        """Return what is another number as soon as somebody wrote something."""
        place = self.folder / LETTERS
        return place.stat().st_size if place.exists() else 0

    def told(self) -> Iterator[Letter]:
        """Return what residents wrote in the stories that were there when the demo started."""
        start = self.start
        for story in self.town.stories:
            yield from letters_of(story, self.town, start=start)

    def first_of(self, thread: str) -> Letter | None:
        """Return the letter a conversation began with, in a story or since the start."""
        for story in self.town.stories:
            if story.id == thread:
                return letters_of(story, self.town, start=self.start)[0]
        return next((each for each in self.written() if each.thread == thread), None)

    def picture_alt_of(self, letter: str) -> str:
        """Return what is to be seen on the picture of a letter; empty when it has none."""
        told = (each for each in (*self.told(), *self.written()) if each.id == letter)
        return next((each.picture_alt for each in told), "")

    def _letter_of(self, drop: Drop, number: int, *, at: datetime) -> Letter:
        named = drop.goes_into or drop.id or f"storm-{number}"
        begun = self.first_of(drop.goes_into) if drop.goes_into else None
        return Letter(
            id=f"storm.{number}",
            thread=named,
            channel=drop.channel,
            resident=drop.resident,
            text=drop.text,
            at=at,
            subject=begun.subject if begun else drop.subject,
            above=(begun.name,) if begun else (),
            picture_alt=drop.picture_alt,
            link=drop.link,
            mentions=drop.mentions,
        )

    def _add(self, file: str, told: dict[str, Any]) -> None:
        line = json.dumps(told, default=datetime.isoformat, ensure_ascii=False) + "\n"
        with (self.folder / file).open("a", encoding="utf-8") as opened:
            fcntl.flock(opened, fcntl.LOCK_EX)
            opened.write(line)

    def _lines(self, file: str) -> list[dict[str, Any]]:
        place = self.folder / file
        if not place.exists():
            return []
        return [json.loads(line) for line in place.read_text("utf-8").splitlines()]

    def _state(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / STATE).read_text())
        return found

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Any]]:
        """Hand out the state, and keep what became of it; one process at a time."""
        with (self.folder / f"{STATE}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            state = self._state()
            before = json.dumps(state, default=datetime.isoformat)
            yield state
            if (after := json.dumps(state, default=datetime.isoformat)) != before:
                self._keep(after)

    def _keep(self, written: str) -> None:
        unfinished = self.folder / f"{STATE}.unfinished"
        unfinished.write_text(written)
        unfinished.replace(self.folder / STATE)


def letters_of(story: Story, town: Town, *, start: datetime) -> list[Letter]:
    """Return what residents wrote in a story. What they answer is filled in as it is told."""
    return [
        letter_of(story, number, line, at=at)
        for number, (line, at) in enumerate(timed(story, town, start=start), 1)
        if is_letter(line, town)
    ]


def timed(story: Story, town: Town, *, start: datetime) -> Iterator[tuple[Line, datetime]]:
    """Return every line of a story with its moment."""
    is_answered = any(line.who in town.colleagues for line in story.lines)
    pauses = [line.after for line in story.lines]
    moments = moments_of(story.age, pauses, start=start, is_answered=is_answered)
    return zip(story.lines, moments, strict=True)


def is_letter(line: Line, town: Town) -> bool:
    return line.is_theirs or line.who in town.residents


def letter_of(
    story: Story, number: int, line: Line, *, at: datetime, above: Sequence[str] = ()
) -> Letter:
    return Letter(
        id=f"{story.id}.{number}",
        thread=story.id,
        channel=story.channel,
        resident=story.resident if line.is_theirs else line.who,
        text=line.text,
        at=at,
        subject=story.subject,
        above=above,
        visibility=line.visibility,
        picture_alt=line.picture_alt,
        link=line.link,
        mentions=story.mentions,
    )


def _pace_in(state: dict[str, Any]) -> Pace:
    kept = state["pace"]
    since = kept["since"]
    moment = since if isinstance(since, datetime) else datetime.fromisoformat(since)
    return Pace(kept["minutes"], moment, kept["speed"])


def _timed(told: dict[str, Any]) -> dict[str, Any]:
    return told | {"at": datetime.fromisoformat(told["at"])}


def answer_of(channel: str, key: str, **facts: Any) -> Answer:
    return Answer(channel=channel, name=name_of_answer(channel, key), **facts)
