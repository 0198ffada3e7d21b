"""Fellow sufferers are left to each other, until somebody may be in danger."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.contracts.connector import Author
from gehoor.contracts.posts import Visibility
from gehoor.flows import blocking, emergencies, handling, protocol, replies
from gehoor.flows.collisions import Despite
from gehoor.flows.protocol import AgainstProtocol
from gehoor.flows.styling import AdvisesMedically
from gehoor.inbox.models import Conversation, Reply
from gehoor.inbox.rules.peers import risk_in
from gehoor.kit.clock import now
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S2-09")]
THREAD: Any = {"is_public": True, "visibility": Visibility.PUBLIC, "thread": "wie-herkent-dit"}
SOFT = "Ik zie het niet meer zitten, niemand begrijpt het."


@pytest.fixture
def channel() -> Channel:
    return make.channel(team=make.team())


@pytest.fixture
def agent(channel: Channel) -> Actor:
    return make.actor(Role.AGENT, teams=(channel.team,))


@pytest.fixture
def among_peers(channel: Channel, agent: Actor) -> Conversation:
    thread = make.received(channel, subject="", text="Wie herkent dit ook?", **THREAD)
    protocol.say_kind(agent, thread, kind="peers")
    return thread


def answer(agent: Actor, to: Conversation, despite: Despite) -> Reply:
    return replies.send_reply(
        agent, to, text="Sterkte allemaal.", client_uuid=uuid.uuid4(), seen_sequence=10,
        despite=despite,
    )  # fmt: skip


def test_nobody_comes_between_them_without_a_reason(
    agent: Actor, among_peers: Conversation
) -> None:
    with pytest.raises(AgainstProtocol, match="fellow sufferers"):
        answer(agent, among_peers, Despite())
    answer(agent, among_peers, Despite(by_protocol="Een feit dat schade doet"))

    assert Reply.objects.count() == 1


def test_reading_along_ends_without_a_question(agent: Actor, among_peers: Conversation) -> None:
    handling.finish(agent, among_peers, outcome=Conversation.Outcome.SEEN)

    assert among_peers.status == "done"


def test_a_soft_word_of_despair_puts_it_on_top_with_the_113_text(
    agent: Actor, channel: Channel, among_peers: Conversation
) -> None:
    handling.finish(agent, among_peers, outcome=Conversation.Outcome.SEEN)

    make.received(channel, subject="", text=SOFT, **THREAD)

    among_peers.refresh_from_db()
    assert (among_peers.is_emergency, among_peers.emergency_kind) == (True, "despair")
    assert among_peers.status == "open"
    assert "0800-0113" in emergencies.text_for(among_peers)
    assert protocol.applying_to(among_peers).kind == "danger"
    assert Entry.objects.filter(act="conversation.emergency_found").count() == 1


def test_who_is_blocked_is_heard_as_well_when_they_despair(
    channel: Channel, among_peers: Conversation
) -> None:
    ria = make.actor(Role.COORDINATOR, teams=(channel.team,))
    blocking.block(ria, among_peers, reason="Scheldt", until=now() + timedelta(days=7))

    make.received(channel, subject="", text=SOFT, **THREAD)

    among_peers.refresh_from_db()
    assert (among_peers.is_emergency, among_peers.status) == (True, "open")


def test_who_is_blocked_is_heard_in_the_finished_thread_of_another(
    agent: Actor, channel: Channel, among_peers: Conversation
) -> None:
    ria = make.actor(Role.COORDINATOR, teams=(channel.team,))
    kees = Author(handle="kees@voorbeeld.example", name="Kees")
    until = now() + timedelta(days=7)
    blocking.block(ria, make.received(channel, author=kees), reason="Scheldt", until=until)
    handling.finish(agent, among_peers, outcome=Conversation.Outcome.SEEN)

    make.received(channel, subject="", text=SOFT, author=kees, **THREAD)

    among_peers.refresh_from_db()
    assert (among_peers.is_emergency, among_peers.status) == (True, "open")


def test_elsewhere_a_soft_word_alone_raises_nothing(channel: Channel) -> None:
    said = make.received(channel, subject="", text="Die brug hoeft voor mij niet meer.")

    assert not said.is_emergency


@pytest.mark.parametrize("text", [SOFT, "I want to die", "Ik wil dood", "Zelfmoord is geen taboe"])
def test_risk_is_found(text: str) -> None:
    assert risk_in(text)


@pytest.mark.parametrize(
    "text", ["Ik kan niet meer naar het zwembad", "Wat een mooie groep", "Bij mij hielp rust"]
)
def test_what_fellow_sufferers_say_otherwise_is_no_risk(text: str) -> None:
    assert not risk_in(text)


@pytest.mark.row("S2-10")
def test_medical_advice_leaves_only_with_a_reason(agent: Actor, channel: Channel) -> None:
    asked = make.received(channel, subject="", text="Mag ik ibuprofen bij koorts?")
    facts: Any = {"text": "Neem 2 tabletten per dag.", "seen_sequence": 10}

    with pytest.raises(AdvisesMedically, match="2 tabletten"):
        replies.send_reply(agent, asked, client_uuid=uuid.uuid4(), **facts)
    why = Despite(medical="Van de apotheker, letterlijk")
    replies.send_reply(agent, asked, client_uuid=uuid.uuid4(), despite=why, **facts)

    entry = Entry.objects.get(act="conversation.advised_medically")
    assert entry.reason == "Van de apotheker, letterlijk"
