"""The parent's side of reading: hands bytes to the guarded child, gets messages back."""

from collections.abc import Sequence

from gehoor.contracts.connector import IncomingMessage
from gehoor.contracts.reading.values import messages_in
from gehoor.kit.frames import Frame
from gehoor.kit.guard import ITEM_SECONDS, MEMORY_BYTES, Failure, Guard
from gehoor.kit.plugins import folders_of

Read = tuple[IncomingMessage, ...] | Failure
"""What became of one delivery: its messages, or why it could not be read."""


class Readers:
    """A guarded child that knows every connector. Keep one for as long as the worker lives."""

    def __init__(self, *, seconds: float = ITEM_SECONDS, memory: int = MEMORY_BYTES) -> None:
        # The child finds plug-ins in the same folders as we do.
        folders = folders_of("gehoor.connectors")
        self.guard = Guard("gehoor.contracts.reading", *folders, seconds=seconds, memory=memory)

    def __enter__(self) -> "Readers":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Have the child ready, so that its start does not count as reading."""
        self.guard.start()

    def read(self, connector_key: str, raws: Sequence[bytes]) -> list[Read]:
        """Return, for each delivery, its messages or why not. Never raises for content."""
        questions = [Frame({"connector": connector_key}, [raw]) for raw in raws]
        answers = self.guard.ask(questions)
        return [
            answer if isinstance(answer, Failure) else messages_in(answer) for answer in answers
        ]

    def close(self) -> None:
        self.guard.close()
