"""Mail servers as in production, for tests: Dovecot and OpenSMTPD of Debian. They need root."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import time_ns
from uuid import uuid4

import pytest

from gehoor.testing.mailservers import PASSWORD, USER, await_port
from gehoor.testing.ports import free_port

DOVECOT = """
base_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:~/Maildir
first_valid_uid = 1
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={folder}/home/%n
}}
namespace inbox {{
  inbox = yes
  mailbox Verzonden {{
    auto = subscribe
    special_use = \\Sent
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  unix_listener lmtp {{
    mode = 0666
  }}
}}
"""
SMTPD = """
listen on 127.0.0.1 port {smtp_port}
table catchall {{ "@" = mail }}
action "inbox" lmtp "{folder}/run/lmtp" rcpt-to virtual <catchall>
match from any for any action "inbox"
"""


@dataclass
class PostOffice:
    """Everybody has a mailbox here, under the part of the address before the @."""

    folder: Path
    imap_port: int
    smtp_port: int

    def maildir(self, user: str = USER) -> Path:
        return self.folder / "home" / user / "Maildir"

    def put(self, content: bytes, *, user: str = USER) -> None:
        """Let a mail arrive without passing the mail server."""
        place = self.maildir(user)
        name = f"{time_ns()}.{uuid4().hex}.post"
        (place / "tmp" / name).write_bytes(content)
        shutil.chown(place / "tmp" / name, "mail", "mail")
        (place / "tmp" / name).rename(place / "new" / name)

    def renumber(self) -> None:
        """Make the server forget its numbering: UIDVALIDITY and all UIDs are new."""
        for path in self.maildir().glob("dovecot*"):
            path.unlink()

    def files(self) -> set[str]:
        """Return every mail with its flags: what reading must leave as it was."""
        return {name for place in ("cur", "new") for name in os.listdir(self.maildir() / place)}


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """Run both servers on free ports of loopback, or skip the test and say why."""
    missing = [name for name in ("dovecot", "smtpd") if not shutil.which(name)]
    if missing or os.geteuid() != 0:
        pytest.skip(f"Dovecot and OpenSMTPD need root and Debian's packages; missing: {missing}")
    with only_one(), tempfile.TemporaryDirectory(prefix="gehoor-post-") as name:
        office = PostOffice(Path(name), free_port(), free_port())
        prepare(office)
        imap = started("dovecot", "-F", "-c", f"{name}/dovecot.conf", port=office.imap_port)
        smtp = started("smtpd", "-d", "-f", f"{name}/smtpd.conf", port=office.smtp_port)
        with imap, smtp:
            yield office


@contextmanager
def only_one() -> Iterator[None]:
    """Wait for our turn: OpenSMTPD refuses to start where another one runs, on whatever port."""
    with (Path(tempfile.gettempdir()) / "gehoor-post-office.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def prepare(office: PostOffice) -> None:
    folder = str(office.folder)
    office.folder.chmod(0o755)
    for part in ("", "cur", "new", "tmp"):
        (office.maildir() / part).mkdir(parents=True, exist_ok=True)
    for path in [office.folder / "home", *(office.folder / "home").rglob("*")]:
        shutil.chown(path, "mail", "mail")
    dovecot = DOVECOT.format(folder=folder, password=PASSWORD, imap_port=office.imap_port)
    (office.folder / "dovecot.conf").write_text(dovecot)
    smtpd = SMTPD.format(folder=folder, smtp_port=office.smtp_port)
    (office.folder / "smtpd.conf").write_text(smtpd)
    (office.folder / "smtpd.conf").chmod(0o600)


@contextmanager
def started(*command: str, port: int) -> Iterator[None]:
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        await_port(port, running)
        yield
    finally:
        running.terminate()
        running.wait(timeout=20)
