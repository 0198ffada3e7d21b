"""While a channel listens or practises nothing can leave: every path is tried."""

import ast
import contextlib
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

import gehoor
from gehoor.channels import actions as channel_actions
from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.flows import replies, sending
from gehoor.inbox.models import Conversation, Reply
from gehoor.kit.clock import now
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.mailservers import PASSWORD, USER, Outbox, smtp_server
from gehoor.testing.scripted import Scripted, platform

PACKAGE = Path(gehoor.__file__).parent
# Who may hold what could carry a word outside. A new place must be added here, and argued for.
ALLOWED = {
    "smtplib": {"connectors/email", "flows/alarms.py"},
    "httpx": {"connectors/pretend", "connectors/email/oauth.py"},
    "django.core.mail": {"flows/alarms.py", "flows/staffing.py"},
    "imap_tools": {"connectors/email"},
}
QUIET = [Channel.Stage.LISTEN, Channel.Stage.PRACTISE]


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        if not place.startswith("testing/") and "/tests/" not in place:
            yield place, ast.parse(path.read_text())


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_only_connectors_and_mail_to_colleagues_can_reach_outside() -> None:
    found = {
        (place, module)
        for place, tree in sources()
        for module in imported(tree)
        for carrier, homes in ALLOWED.items()
        if (module == carrier or module.startswith(carrier + "."))
        and not any(place.startswith(home) for home in homes)
    }

    assert found == set()


def test_one_place_hands_out_senders() -> None:
    calls = {
        place
        for place, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "sender" and not is_own(node)
    }

    assert {place for place in calls if not place.startswith("connectors/")} == {
        "channels/queries/accounts.py"
    }


OWN = {
    "self", "mail", "form", "given", "promise", "wanted", "waiting", "rule", "fact", "came", "case",
    "scope", "line",
}  # fmt: skip


def is_own(node: ast.Attribute) -> bool:
    """A field that happens to be called so, such as the sender a colleague typed."""
    return isinstance(node.ctx, ast.Store) or (
        isinstance(node.value, ast.Name) and node.value.id in OWN
    )


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    with platform() as found:
        yield found


def quiet(scripted: Scripted, stage: Channel.Stage) -> Conversation:
    """A conversation with a reply queued while live; then the channel is taken back."""
    conversation = make.received(make.channel(connector=scripted.key))
    make.reply(conversation)
    Channel.objects.update(stage=stage)
    conversation.channel.refresh_from_db()
    return conversation


@pytest.mark.django_db
@pytest.mark.parametrize("stage", QUIET)
def test_what_was_queued_before_does_not_leave(scripted: Scripted, stage: Channel.Stage) -> None:
    conversation = quiet(scripted, stage)

    sending.send_waiting.function(conversation.channel_id)
    sending.wake_due()

    assert scripted.sent == scripted.copies == []


@pytest.mark.django_db
@pytest.mark.parametrize("stage", QUIET)
@pytest.mark.parametrize("state", ["queued", "sending", "unknown", "refused", "failed"])
def test_no_state_of_a_reply_lets_it_leave(
    scripted: Scripted, stage: Channel.Stage, state: str
) -> None:
    conversation = quiet(scripted, stage)
    agent = make.actor(Role.AGENT, teams=(conversation.channel.team,))
    moment = now()
    Reply.objects.update(
        state=state, attempt=uuid.uuid4(), started_at=moment, first_tried_at=moment, due_at=moment
    )
    reply = Reply.objects.get()

    for _ in range(5):
        sending.send_waiting.function(conversation.channel_id)
        Reply.objects.filter(due_at__isnull=False).update(due_at=make.NOON.replace(year=2020))
    with contextlib.suppress(replies.NotPossible):
        replies.send_again(agent, reply, reason="Toch")
    sending.send_waiting.function(conversation.channel_id)

    assert scripted.sent == scripted.copies == []


@pytest.mark.django_db
@pytest.mark.parametrize("stage", QUIET)
def test_the_gate_asks_the_database_not_an_older_copy(
    scripted: Scripted, stage: Channel.Stage
) -> None:
    held_since_live = make.channel(connector=scripted.key)
    Channel.objects.update(stage=stage)

    try:
        sender = channels.sender_of(held_since_live)
    except channels.NothingMayLeave:
        return
    assert isinstance(sender, channels.Recorder)


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [*QUIET, Channel.Stage.LIVE])
def test_a_real_mail_server_sees_mail_only_of_a_live_channel(stage: Channel.Stage) -> None:
    outbox = Outbox()
    with smtp_server(outbox) as port:
        channel = make.channel(connector="email", settings=mail_settings(port))
        channel_actions.seal_credentials(channel, {"password": PASSWORD})
        conversation = make.received(channel)
        make.reply(conversation)
        Channel.objects.update(stage=stage)
        Reply.objects.update(due_at=make.NOON.replace(year=2020))

        sending.send_waiting.function(channel.pk)

    assert len(outbox.received) == (1 if stage == Channel.Stage.LIVE else 0)


def mail_settings(port: int) -> dict[str, str]:
    return {
        "address": "melding@gemeente.example",
        "imap_host": "127.0.0.1",
        "imap_port": "1",
        "imap_security": "none",
        "smtp_host": "127.0.0.1",
        "smtp_port": str(port),
        "smtp_security": "none",
        "username": USER,
        "smtp_login": "yes",
    }
