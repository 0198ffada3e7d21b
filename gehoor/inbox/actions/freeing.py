"""Letting what somebody has open be nobody's again."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import connection

FREE = """
UPDATE inbox_conversation c SET assignee_id = NULL FROM channels_channel ch
WHERE ch.id = c.channel_id AND c.assignee_id = %(user)s AND c.status = 'open'
  AND NOT (ch.team_id = ANY(%(teams)s) OR coalesce(c.routed_to_id, 0) = ANY(%(teams)s))
RETURNING c.id, ch.team_id, coalesce(c.routed_to_id, ch.team_id)
"""


class Freed(NamedTuple):
    """An open conversation that is nobody's again."""

    pk: int
    owner: int
    """the team of its channel"""
    team: int
    """the team that has the work"""


def free(user_id: int, *, but_in: Collection[int]) -> list[Freed]:
    """Let what somebody has open be nobody's, but in the teams where they still answer."""
    with connection.cursor() as cursor:
        cursor.execute(FREE, {"user": user_id, "teams": list(but_in)})
        return [Freed(*row) for row in cursor.fetchall()]
