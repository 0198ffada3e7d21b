"""Makes posts as a council finds them on a platform: seeded, so every run reads the same."""

import random
from datetime import timedelta
from typing import Any

from benchmarks.mails import BEGINNING, FIRST, LAST, SENTENCES, STREETS

PEOPLE = 900


def make(count: int, *, seed: int = 20260302) -> list[dict[str, Any]]:
    """Return `count` posts of invented people, oldest first; one in four is an answer."""
    chance = random.Random(seed)  # noqa: S311
    made: list[dict[str, Any]] = []
    for number in range(1, count + 1):
        earlier = chance.choice(made) if made and chance.random() < 0.25 else None
        made.append(_post(chance, number, earlier))
    return made


def _post(chance: random.Random, number: int, earlier: dict[str, Any] | None) -> dict[str, Any]:
    citizen = chance.randrange(PEOPLE)
    name = f"{FIRST.split()[citizen % 16]} {LAST.split()[citizen // 16 % 13]}"
    said = " ".join(chance.choice(SENTENCES) for _ in range(chance.randint(1, 4)))
    return {
        "id": str(number),
        "account": "gemeente",
        "author": {"handle": f"@burger{citizen}", "name": name},
        "text": said.format(street=chance.choice(STREETS.split()), number=chance.randint(1, 200)),
        "posted_at": (BEGINNING + timedelta(seconds=20 * number)).isoformat(),
        "thread": (earlier["thread"] or earlier["id"]) if earlier else "",
        "answers": earlier["id"] if earlier else "",
    }
