"""Behind the wall nothing can be reached, whoever tries and however."""

import subprocess
import sys

import pytest

from gehoor.demo.walls import NothingLeaves, refuse

TRIES = {
    "a connection": "socket.create_connection(('192.0.2.1', 25), 1)",
    "a connection to this machine": "socket.create_connection(('127.0.0.1', 25), 1)",
    "a packet": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))",
    "a name": "socket.getaddrinfo('gemeente.example', 443)",
    "http": "__import__('httpx').get('http://192.0.2.1/')",
    "mail": "__import__('smtplib').SMTP('192.0.2.1')",
    "a copy of the process": "os.fork() or socket.create_connection(('192.0.2.1', 25), 1)",
}
BEHIND = """
import os, socket
from gehoor.demo import walls
walls.close()
try:
    {what}
except Exception as error:
    found = error
    while found is not None:
        if isinstance(found, walls.NothingLeaves):
            print("refused")
        found = found.__cause__ or found.__context__
"""


@pytest.mark.parametrize("what", TRIES.values(), ids=TRIES.keys())
def test_nothing_reaches_outside(what: str) -> None:
    program = BEHIND.format(what=what)
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )

    assert "refused" in ran.stdout, ran.stderr


def test_a_socket_that_is_a_file_stays_open() -> None:
    refuse("socket.connect", (None, "/run/postgresql/.s.PGSQL.5432"))


def test_a_connection_by_number_is_refused() -> None:
    with pytest.raises(NothingLeaves):
        refuse("socket.connect", (None, ("192.0.2.1", 25)))
