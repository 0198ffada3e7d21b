"""Who holds a lane must not keep it when nobody can reach them any more."""

import pytest
from django.db import connection

from gehoor.kit.locks import try_lock

pytestmark = [pytest.mark.django_db, pytest.mark.database]

OF_THIS_SESSION = """
SELECT name FROM pg_settings WHERE source = 'session'
AND name IN ('tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count',
             'tcp_user_timeout')
"""


def test_the_server_soon_ends_the_session_of_who_holds_a_lane_and_was_cut_off() -> None:
    # On a socket of this machine they hold nothing, but the server takes them all the same.
    with try_lock(9, 1) as is_ours, connection.cursor() as cursor:
        cursor.execute(OF_THIS_SESSION)
        asked = {name for (name,) in cursor.fetchall()}

    assert is_ours
    assert len(asked) == 4
