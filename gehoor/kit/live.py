"""Hints to open screens: ids only, sent when the transaction commits, never stored."""

import json

from django.db import connection

CHANNEL = "gehoor_live"


def announce(topic: str, kind: str, pk: int) -> None:
    """Tell every open screen that follows `topic` that `kind` number `pk` changed."""
    hint = json.dumps({"topic": topic, "kind": kind, "id": pk}, separators=(",", ":"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, hint])
