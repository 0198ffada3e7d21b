"""Telling a database that is away from one that refuses what we bring."""

from django.db import InterfaceError, OperationalError
from django.db.utils import Error

# By SQLSTATE class: connection lost, rolled back for another's sake (a deadlock), no resources
# left, ended by an operator, the disk.
AWAY = ("08", "40", "53", "57", "58")


def is_away(error: Error) -> bool:
    """Is this the trouble of the database itself, which will pass?

    Django calls both a lost connection and a row that is too large an OperationalError.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(AWAY)
