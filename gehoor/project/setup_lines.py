"""On which line of a TOML file something stands; Python's own reader forgets that."""

import re
from collections import Counter
from dataclasses import dataclass, field

Place = tuple[str | int, ...]
"""a path through the file, such as ("people", 1, "roles")"""

HEADER = re.compile(r"\s*(\[{1,2})\s*([\w.-]+)\s*\]{1,2}")
KEY = re.compile(r"\s*\"?([\w-]+)\"?\s*=")
LONG_TEXT = re.compile(r"\"\"\"|'''")


@dataclass
class Lines:
    """Remembers where each table and key of one file begins."""

    name: str
    text: str = field(repr=False)
    numbers: dict[Place, int] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        table: Place = ()
        counts: Counter[Place] = Counter()
        is_in_text = False
        for number, line in enumerate(self.text.splitlines(), 1):
            if not is_in_text:
                if header := HEADER.match(line):
                    table = _table(header[2].split("."), header[1] == "[[", counts)
                    self.numbers.setdefault(table, number)
                elif key := KEY.match(line):
                    self.numbers.setdefault((*table, key[1]), number)
            if len(LONG_TEXT.findall(line)) % 2:
                is_in_text = not is_in_text

    def at(self, place: Place, words: str) -> str:
        """Return a complaint with its line, or that of the nearest table around it."""
        found = place
        while found and found not in self.numbers:
            found = found[:-1]
        key = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
        line = f", line {self.numbers[found]}" if found else ""
        return f"{self.name}{line}{f', {key}' if key else ''}: {words}"


def _table(names: list[str], is_one_of_many: bool, counts: Counter[Place]) -> Place:
    """Return the path of a table; a name that is a list of tables means the last one so far."""
    path: Place = ()
    for name in names[:-1]:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path] - 1)
    path = (*path, names[-1])
    if is_one_of_many:
        counts[path] += 1
        path = (*path, counts[path] - 1)
    return path
