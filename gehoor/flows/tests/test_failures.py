"""What could not be read is tried again, or made by hand; the raw stays."""

import pytest

from gehoor.audit.models import Entry
from gehoor.channels import queries as channels
from gehoor.channels.models import Delivery
from gehoor.flows import failures, snoozing
from gehoor.flows.replies import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Message
from gehoor.inbox.rules import Tier
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.scripted import Scripted

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def failed() -> Delivery:
    delivery = make.delivery(make.channel(connector="email"))
    Delivery.objects.update(state="failed", problem="Too large.", tries=1)
    delivery.refresh_from_db()
    return delivery


def agent_of(delivery: Delivery) -> Actor:
    return make.actor(Role.AGENT, teams=(delivery.channel.team,))


def test_a_failed_item_is_seen_by_its_own_team_only(failed: Delivery) -> None:
    stranger = make.actor(Role.AGENT, teams=(make.team(),))

    assert [item.pk for item in channels.failed_deliveries(agent_of(failed))] == [failed.pk]
    assert channels.failed_deliveries(stranger) == []
    assert (inbox.counts(agent_of(failed)).failed, inbox.counts(stranger).failed) == (1, 0)


def test_it_can_be_tried_again(failed: Delivery) -> None:
    failures.retry(agent_of(failed), failed)

    failed.refresh_from_db()
    assert (failed.state, failed.tries) == ("pending", 0)


def test_it_can_be_made_by_hand_and_keeps_its_raw(failed: Delivery) -> None:
    raw = bytes(failed.raw)
    agent = agent_of(failed)

    conversation = failures.make_by_hand(
        agent, failed, sender="Fatima@voorbeeld.example", subject="Afval", text="De bak is vol."
    )

    failed.refresh_from_db()
    message = Message.objects.get()
    assert (failed.state, failed.made_by_hand_by_id) == ("parsed", agent.user_id)
    assert (bytes(failed.raw), message.delivery_id) == (raw, failed.pk)
    assert (conversation.subject, message.author_handle) == ("Afval", "fatima@voorbeeld.example")


def test_of_an_older_mailbox_it_is_history_that_nobody_waits_for(failed: Delivery) -> None:
    Delivery.objects.update(is_history=True)
    failed.refresh_from_db()

    made = failures.make_by_hand(
        agent_of(failed), failed, sender="a@b.example", subject="", text="x"
    )

    assert (made.status, made.waiting_since) == ("done", None)


def test_in_what_is_only_read_it_is_found_and_waits_for_nobody() -> None:
    delivery = make.delivery(make.channel(connector="feed", settings={"url": "https://a.example/"}))
    Delivery.objects.update(state="failed", problem="Too large.")

    made = failures.make_by_hand(
        agent_of(delivery), delivery, sender="a.example", subject="Afval", text="De bak is vol."
    )

    assert (made.tier, made.waiting_since) == (Tier.FOUND, None)


def test_that_it_brought_back_what_was_put_off_is_in_the_log(scripted: Scripted) -> None:
    pretend = make.channel(connector=scripted.key)
    conversation = make.received(pretend)
    delivery = make.delivery(pretend)
    Delivery.objects.filter(pk=delivery.pk).update(state="failed", problem="Too large.")
    agent = agent_of(delivery)
    snoozing.snooze(agent, conversation, until=None)

    made = failures.make_by_hand(
        agent, delivery, sender="fatima@voorbeeld.example", subject="", text="En nu?"
    )

    assert (made.pk, made.is_snoozed) == (conversation.pk, False)
    assert Entry.objects.filter(act="conversation.came_back", conversation_id=made.pk).exists()


def test_a_second_colleague_hears_that_it_is_done(failed: Delivery) -> None:
    failures.make_by_hand(agent_of(failed), failed, sender="a@b.example", subject="", text="x")

    with pytest.raises(NotPossible):
        failures.make_by_hand(agent_of(failed), failed, sender="a@b.example", subject="", text="x")
    assert Message.objects.count() == 1


def test_an_empty_form_changes_nothing(failed: Delivery) -> None:
    with pytest.raises(NotPossible):
        failures.make_by_hand(agent_of(failed), failed, sender=" ", subject="", text="")
    failed.refresh_from_db()
    assert failed.state == "failed"
