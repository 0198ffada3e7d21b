"""The eight small things to try, and which of them somebody really did: the log knows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from gehoor.audit import queries as audit
from gehoor.audit.models import Entry
from gehoor.demo.letters import OURSELVES, Letter
from gehoor.demo.world import World
from gehoor.inbox.models import Message
from gehoor.kit.text import N_

SEEN_TO_DO: Final = 5
ACTS: Final = frozenset(
    {
        "reply.queued", "reply.withdrawn", "conversation.finished", "conversation.assigned",
        "conversation.tagged", "conversation.merged", "note.written",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Done:
    """What happened since the demo started, as far as the tasks ask for it."""

    entries: Sequence[Entry]
    world: World

    def has(self, act: str, *, thread: str = "", least: int = 1, **details: object) -> bool:
        """Did somebody do this, in the conversation of a story when one is named?"""
        found = [
            entry
            for entry in self.entries
            if entry.act == act and details.items() <= entry.details.items()
        ]
        if thread and found:
            numbers = conversations_of(self.world, thread)
            found = [entry for entry in found if entry.conversation_id in numbers]
        return len(found) >= least


@dataclass(frozen=True)
class Task:
    key: str
    words: str
    """what to do"""
    how: str
    """how it is done, in one sentence"""
    is_done: Callable[[Done], bool]


def conversations_of(world: World, thread: str) -> set[int]:
    """Return the numbers under which the conversation of a story stands in Gehoor."""
    first = world.first_of(thread)
    if first is None:
        return set()
    found = Message.objects.filter(external_id=first.name)
    return set(found.values_list("conversation_id", flat=True))


def wrote_to_yusuf(done: Done) -> bool:
    """Is there a note with the name of the expert in it?"""
    noted = [entry for entry in done.entries if entry.act == "note.written"]
    notes = Message.objects.filter(
        kind=Message.Kind.NOTE,
        conversation_id__in={entry.conversation_id for entry in noted},
        received_at__gte=done.world.start,
    )
    return bool(noted) and notes.filter(text__icontains="yusuf").exists()


def is_written_by_hand(letter: Letter) -> bool:
    """Did somebody who looks around write it, as a resident?"""
    return letter.resident != OURSELVES and not letter.id.startswith("storm.")


def hand_written_is_answered(world: World) -> bool:
    names = {each.name for each in world.written() if is_written_by_hand(each)}
    return any(answer.answers in names for answer in world.answers())


TASKS: Final = (
    Task(
        "answer",
        N_("Answer Fatima about her green bin."),
        N_("Open her conversation in the inbox, press r, write and send."),
        lambda done: done.has("reply.queued", thread="gft-lindelaan"),
    ),
    Task(
        "seen",
        N_("Mark five messages as seen."),
        N_("Press g for one, or choose several with x and then g."),
        lambda done: done.has("conversation.finished", least=SEEN_TO_DO, outcome="seen"),
    ),
    Task(
        "ask",
        N_("Ask Yusuf something in a note about the water."),
        N_("Press n in a conversation about the rain, type @ and choose Yusuf. He hears of it."),
        wrote_to_yusuf,
    ),
    Task(
        "take",
        N_("Take a conversation yourself."),
        N_("Press i; it then stands under My work."),
        lambda done: any(
            entry.act == "conversation.assigned" and entry.details.get("after") == entry.actor_id
            for entry in done.entries
        ),
    ),
    Task(
        "label",
        N_("Put a label on a message about the rain."),
        N_("Press l and write Water, for instance."),
        lambda done: done.has("conversation.tagged"),
    ),
    Task(
        "undo",
        N_("Take back an answer just after sending it."),
        N_("For ten seconds it has not left yet: press z, or Undo below your answer."),
        lambda done: done.has("reply.withdrawn"),
    ),
    Task(
        "write",
        N_("Write to the municipality as a resident."),
        N_("Look as: resident, in the bar above. Your message comes into the inbox by itself."),
        lambda done: any(is_written_by_hand(each) for each in done.world.written()),
    ),
    Task(
        "read",
        N_("Answer it, and look how that reaches the resident."),
        N_("Open the resident's page again after sending: it shows what would have been received."),
        lambda done: hand_written_is_answered(done.world),
    ),
)


def state(world: World) -> list[tuple[Task, bool]]:
    """Return every task, and whether it was done since the demo started."""
    done = Done(audit.acts_since(ACTS, since=world.start), world)
    return [(task, task.is_done(done)) for task in TASKS]
