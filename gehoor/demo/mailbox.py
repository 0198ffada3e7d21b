"""What one resident has before them: what they wrote, and every answer that reached them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gehoor.demo.letters import Letter
from gehoor.demo.stories import MAIL, PUBLIC, Resident
from gehoor.demo.world import Answer, World
from gehoor.inbox.rules import first_words


@dataclass(frozen=True)
class Said:
    """One thing in a thread, as the resident sees it."""

    text: str
    at: datetime
    who: str
    is_ours: bool
    """written by the municipality"""
    name: str
    is_private: bool = False
    letter: str = ""
    """by which its picture is asked for"""
    picture_alt: str = ""


@dataclass
class Thread:
    """Messages that belong together where the resident looks at them."""

    id: str
    channel: str
    subject: str
    said: list[Said] = field(default_factory=list)

    @property
    def newest(self) -> datetime:
        return max(each.at for each in self.said)

    @property
    def title(self) -> str:
        """The subject, or how what the resident wrote begins."""
        theirs = next((each.text for each in self.said if not each.is_ours), "")
        return self.subject or first_words(theirs, length=60)

    def had_begun(self, at: datetime) -> bool:
        return min(each.at for each in self.said) <= at


def threads_of(resident: Resident, world: World) -> list[Thread]:
    """Return everything a resident takes part in, newest first."""
    letters = [*world.told(), *world.written()]
    own = {letter.thread for letter in letters if letter.resident == resident.key}
    threads = {letter.thread: Thread(letter.thread, letter.channel, letter.subject)
               for letter in reversed(letters) if letter.thread in own}  # fmt: skip
    where: dict[str, str] = {}
    for letter in letters:
        if letter.thread in threads:
            threads[letter.thread].said.append(_letter(letter, world))
            where[letter.name] = letter.thread
    for answer in world.answers():
        thread = where.get(answer.answers) or _newest_with(threads.values(), resident, answer)
        if thread:
            where[answer.name] = thread
            threads[thread].said.append(_answer(answer))
    for each in threads.values():
        each.said.sort(key=lambda said: said.at)
    return sorted(threads.values(), key=lambda thread: thread.newest, reverse=True)


def _letter(letter: Letter, world: World) -> Said:
    writer = world.town.residents[letter.resident]
    return Said(
        letter.text, letter.at, writer.name, is_ours=False, name=letter.name,
        is_private=letter.visibility == "direct", letter=letter.id, picture_alt=letter.picture_alt,
    )  # fmt: skip


def _answer(answer: Answer) -> Said:
    return Said(
        answer.text, answer.at, answer.signed_as, is_ours=True, name=answer.name,
        is_private=answer.visibility == "direct",
    )  # fmt: skip


def _newest_with(threads: Iterable[Thread], resident: Resident, answer: Answer) -> str:
    """A direct message names no message it answers: it stands in the newest there was by then."""
    to, own = answer.to.casefold(), resident.place_in(answer.channel).casefold()
    if answer.answers or to.lstrip("@") != own.lstrip("@"):
        return ""
    there = (each for each in threads if each.channel == answer.channel)
    found = [each for each in there if each.had_begun(answer.at)]
    return max(found, key=lambda each: each.newest).id if found else ""


def channels_of(resident: Resident) -> Sequence[str]:
    """Return where a resident can write from."""
    return [key for key in (*MAIL, *PUBLIC, "messages") if resident.place_in(key)]
