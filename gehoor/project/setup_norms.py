"""Reads what a file of `gehoor setup` says about norms and about hours of a team or channel."""

from typing import Protocol

from gehoor.contacts.rules import fold
from gehoor.flows.setup_from_file import NormWanted
from gehoor.planning.rules.norms import NotANorm, Way, read_norm


class Table(Protocol):
    """What is used here of a table of the file."""

    def only(self, *known: str) -> None: ...
    def text(self, key: str, *, default: str | None = None, longest: int = 0) -> str: ...
    def wrong(self, key: str, words: str) -> Exception: ...


def read_norm_of(table: Table) -> NormWanted:
    """Read one norm. Raises SetupFileIsWrong."""
    table.only("norm", "channel", "kind", "sender")
    way = table.text("kind", default="", longest=20)
    if way and way not in list(Way):
        raise table.wrong("kind", f"{way!r} is no kind. Choose from {', '.join(Way)}.")
    try:
        norm = read_norm(table.text("norm", longest=40))
    except NotANorm as problem:
        raise table.wrong("norm", str(problem)) from problem
    return NormWanted(
        norm=norm,
        channel=table.text("channel", default="", longest=100),
        way=way,
        sender=fold(table.text("sender", default="", longest=320)),
    )
