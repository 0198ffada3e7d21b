"""Hints to open screens: ids only, sent when the transaction commits, never stored."""

import json
from collections.abc import Sequence

from django.db import connection

CHANNEL = "gehoor_live"


MOST_HINTS = 20


def announce_all(topic: str, kind: str, pks: Sequence[int]) -> None:
    """Tell of several at once; of a flood only that there was one, with number 0."""
    for pk in pks if len(pks) <= MOST_HINTS else [0]:
        announce(topic, kind, pk)


def announce(topic: str, kind: str, pk: int) -> None:
    """Tell every open screen that follows `topic` that `kind` number `pk` changed."""
    hint = json.dumps({"topic": topic, "kind": kind, "id": pk}, separators=(",", ":"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, hint])
