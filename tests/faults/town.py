"""A small town for the fault tests: four channels, citizens who write, an agent who answers."""

import json
import random
import uuid
from base64 import encodebytes
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from gehoor.channels import actions as channels
from gehoor.channels.models import Channel, Delivery
from gehoor.connectors.email.tests.peer import account_at
from gehoor.flows import replies
from gehoor.inbox.models import Attachment, Conversation, Message, Reply
from gehoor.kit import files
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.mailservers import Mailbox, Outbox, imap_server, smtp_server
from gehoor.testing.standin import TOKEN, Platform, stand_in
from tests.faults import post
from tests.faults.invariants import broken
from tests.faults.parts import (
    HOW_LONG,
    MOST,
    broken_parts,
    held_up,
    missing_parts,
    parts_now,
    stopped_conversations,
    text_in,
)

CLASSES = "ABC"
MAIL = "mail"


@dataclass
class Town:
    """What stands outside of us, what we are connected to, and who takes part."""

    platform: Platform
    box: Mailbox
    outbox: Outbox
    channels: dict[str, Channel]
    agents: dict[str, Actor]
    luck: random.Random
    posts: int = 0
    mails: int = 0
    attached: list[str] = field(default_factory=list)
    """the hash of every file a citizen sent"""

    @property
    def written(self) -> int:
        """How much citizens wrote, over all channels."""
        return self.posts + self.mails

    def write(self, *classes: str) -> None:
        """Let a citizen post to each of these accounts."""
        for name in classes:
            author = {"handle": f"@burger{self.posts % 40}", "name": "Burger"}
            self.platform.post(account=account_of(name), author=author)
            self.posts += 1

    def send_mail(self, *, size: int = 3000) -> None:
        """Let a citizen send a mail with a file of `size` bytes that nobody sent before."""
        content = self.luck.randbytes(size)
        self.attached.append(sha256(content).hexdigest())
        self.box.put(mail_with(content, number=self.mails))
        self.mails += 1

    def answer(self, name: str, *, parts: int = 1) -> Reply | None:
        """Let an agent answer any conversation of this channel in which an answer goes out, where
        that is short in so many parts; None while there is none."""
        found = Conversation.objects.filter(channel=self.channels[name])
        found = found.exclude(pk__in=stopped_conversations())
        if not (numbers := list(found.values_list("pk", flat=True))):
            return None
        conversation = found.select_related("channel__team").get(pk=self.luck.choice(numbers))
        return answer_in(parts, conversation, by=self.agents[name])

    def everything(self) -> None:
        """Let a little of everything happen."""
        self.write(*CLASSES)
        self.send_mail()
        for name in self.channels:
            self.answer(name, parts=self.luck.choice(HOW_LONG))

    def is_quiet(self) -> bool:
        """Is everything read that was written, and does nothing wait for the machine?"""
        return is_quiet(self.written)

    def effects(self) -> list[str]:
        """Return the key of every reply that reached a citizen, as those outside wrote it down."""
        mailed = [received.message_id[1:].partition("@")[0] for received in self.outbox.received]
        return [effect["key"] for effect in self.platform.effects] + mailed

    def broken_now(self) -> list[str]:
        """Return every promise that is broken at this moment, also while work goes on."""
        # Effects first: what reached a citizen by now was begun before we look at its state.
        seen, reached = list(self.platform.effects), Counter(self.effects())
        states = dict(Reply.objects.values_list("key", "state"))
        return [
            *(f"{key} arrived {times} times" for key, times in reached.items() if times > 1),
            *(
                f"{key} arrived and is called {states.get(key)}"
                for key in reached
                if states.get(key) not in {"sent", "unknown", "sending"}
            ),
            *broken_parts(seen, parts_now()),
            *self._broken_intake(),
        ]

    def broken_at_the_end(self, *, in_flight: int, blinded: int = 0) -> list[str]:
        """Return every promise that was broken, once all is quiet.

        `blinded`: how often the platform let us look for nothing of class B. Whose last look was
        one of those is a person's to decide (delivery contract, O3).
        """
        states = dict(Reply.objects.values_list("key", "state"))
        parts = parts_now()
        said = [
            *broken(self.effects(), states),
            *broken_parts(self.platform.effects, parts),
            *missing_parts(set(self.effects()), parts),
            *self._broken_intake(),
        ]
        if (stored := Delivery.objects.count()) != self.written:
            said.append(f"{self.written} were written and {stored} stored")
        if (shown := Message.objects.filter(kind="in").count()) != self.written:
            said.append(f"{self.written} were written and {shown} are shown")
        if (kept := Attachment.objects.count()) != self.mails:
            said.append(f"{self.mails} files were sent and {kept} kept")
        unknown = Reply.objects.filter(state="unknown")
        for name, most in (("A", 0), ("B", blinded)):
            of_class = unknown.filter(channel__settings__outcome_class=name)
            if of_class.count() > most:
                told = ", ".join(f"{each.key} ({each.looks} looks)" for each in of_class)
                said.append(f"of class {name} {most} may stay in doubt, and these do: {told}")
        if unknown.count() > in_flight:
            said.append(f"{unknown.count()} in doubt, at most {in_flight} were being sent")
        return said

    def _broken_intake(self) -> list[str]:
        said = [] if post.adds_up() else ["the balance of today does not add up"]
        for kept in Attachment.objects.exclude(stored_as="").values_list("stored_as", flat=True):
            with files.open_stored(kept) as file:
                if sha256(file.read()).hexdigest() != kept:
                    said.append(f"the file {kept} is not what was sent")
        return said

    def counts(self) -> str:
        states = Counter(Reply.objects.values_list("state", flat=True))
        deliveries = Counter(Delivery.objects.values_list("state", flat=True))
        return (
            f"written {self.written}, deliveries {dict(deliveries)}, effects "
            f"{len(self.effects())}, replies {dict(states)}"
        )


def is_quiet(written: int) -> bool:
    """Is so much read, and does nothing wait for the machine?"""
    on_its_way = Reply.objects.filter(state__in=["queued", "sending"]).exclude(held_up()).exists()
    in_doubt = Reply.objects.filter(state="unknown", due_at__isnull=False).exists()
    read = Delivery.objects.filter(state="parsed").count()
    return read == written and not on_its_way and not in_doubt


def answer_in(parts: int, conversation: Conversation, *, by: Actor | None = None) -> Reply:
    """Answer with a text that goes out in so many parts, where the platform wants it short."""
    agent = by or make.actor(Role.AGENT, teams=(conversation.channel.team,), name="Anouk de Vries")
    return replies.send_reply(
        agent, conversation, text=text_in(parts), client_uuid=uuid.uuid4(),
        seen_sequence=100_000, most_parts=MOST,
    )  # fmt: skip


def account_of(name: str) -> str:
    return f"gemeente-{name}"


def mail_with(content: bytes, *, number: int) -> bytes:
    head = (
        f"From: Fatima <burger{number % 40}@voorbeeld.example>\r\n"
        "To: melding@gemeente.example\r\n"
        f"Subject: Vraag {number}\r\nMessage-ID: <vraag-{number}@voorbeeld.example>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=grens\r\n\r\n"
        f"--grens\r\nContent-Type: text/plain\r\n\r\nBericht {number}\r\n"
        "--grens\r\nContent-Type: application/octet-stream\r\n"
        'Content-Disposition: attachment; filename="bijlage.bin"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    body = encodebytes(content).replace(b"\n", b"\r\n")
    return head.encode() + body + b"--grens--\r\n"


def connect(url: str, name: str, *, timeout: float = 5) -> Channel:
    """Connect an account of the pretend platform that behaves as this class."""
    settings = {"url": url, "account": account_of(name), "outcome_class": name}
    settings["timeout"] = str(timeout)
    made = make.channel(name=f"Klasse {name}", connector="pretend", settings=settings)
    channels.seal_credentials(made, {"token": TOKEN})
    return made


def connect_mail(imap_port: int, smtp_port: int) -> Channel:
    account = account_at(imap_port=imap_port, smtp_port=smtp_port)
    made = make.channel(name="Post", connector="email", settings=dict(account.settings))
    channels.seal_credentials(made, account.secrets)
    return made


@contextmanager
def town(luck: random.Random, *, ledger: Path | None = None) -> Iterator[Town]:
    """Build a town on the database Django is connected to, its mailbox looked into once."""
    outbox = Outbox()
    with (
        stand_in(ledger=ledger) as platform,
        imap_server() as box,
        smtp_server(outbox) as smtp_port,
    ):
        connected = {name: connect(platform.url, name) for name in CLASSES}
        connected[MAIL] = connect_mail(box.port, smtp_port)
        post.poll(connected[MAIL])
        agents = {
            name: make.actor(Role.AGENT, teams=(channel.team,), name="Anouk de Vries")
            for name, channel in connected.items()
        }
        yield Town(platform.platform, box, outbox, connected, agents, luck)


def effects_in(ledger: Path) -> list[str]:
    return [json.loads(line)["key"] for line in ledger.read_text().splitlines()]
