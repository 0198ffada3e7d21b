"""What a channel hands out: its account, and a sender only when something may leave."""

import pytest

from gehoor.channels import actions, queries
from gehoor.channels.models import Channel
from gehoor.contracts.connector import NotAllowed, Outgoing, Recorded
from gehoor.testing import make

pytestmark = pytest.mark.django_db
LETTER = Outgoing(key="k", to="fatima@voorbeeld.example", text="Dag", signed_as="Anouk")


def test_secrets_come_back_out_of_the_vault() -> None:
    channel = make.channel(settings={"server": "mail.example"})

    actions.seal_credentials(channel, {"password": "kanarie-geheim"})

    account = queries.account_of(Channel.objects.get(pk=channel.pk))
    assert account.secrets == {"password": "kanarie-geheim"}
    assert account.settings == {"server": "mail.example"}
    assert "kanarie" not in repr(account)


def test_credentials_copied_from_another_channel_do_not_open() -> None:
    mine, theirs = make.channel(), make.channel()
    actions.seal_credentials(theirs, {"password": "kanarie-geheim"})

    Channel.objects.filter(pk=mine.pk).update(credentials=theirs.credentials)

    with pytest.raises(NotAllowed, match="another channel"):
        queries.account_of(Channel.objects.get(pk=mine.pk))


def test_a_channel_that_listens_gives_no_sender() -> None:
    channel = make.channel(stage=Channel.Stage.LISTEN)

    with pytest.raises(queries.OnlyListening, match="Nothing was sent"):
        queries.sender_of(channel)


def test_a_channel_that_practises_only_records() -> None:
    channel = make.channel(stage=Channel.Stage.PRACTISE)

    assert queries.sender_of(channel).send(LETTER) == Recorded()


@pytest.mark.parametrize("trouble", [{"is_closed": True}, {"health": Channel.Health.LOCKED_OUT}])
def test_a_live_channel_that_is_closed_or_locked_out_gives_no_sender(
    trouble: dict[str, object],
) -> None:
    channel = make.channel(**trouble)

    with pytest.raises(queries.HeldBack):
        queries.sender_of(channel)


def test_a_channel_taken_back_gives_no_sender_to_who_holds_an_older_copy() -> None:
    channel = make.channel()
    Channel.objects.filter(pk=channel.pk).update(stage=Channel.Stage.LISTEN)

    with pytest.raises(queries.OnlyListening):
        queries.sender_of(channel)


def test_a_connector_that_is_gone_is_told_in_words() -> None:
    with pytest.raises(NotAllowed, match="no connector named hyves"):
        queries.reader_of(make.channel(connector="hyves"))


def test_health_is_written_only_when_it_changes() -> None:
    channel = make.channel(health=Channel.Health.WELL)
    since = Channel.objects.get().health_since

    assert not actions.record_health(channel, Channel.Health.WELL)
    assert Channel.objects.get().health_since == since
    assert actions.record_health(channel, Channel.Health.LOCKED_OUT, "Wrong password.")

    changed = Channel.objects.get()
    assert (changed.health, changed.health_detail) == ("locked_out", "Wrong password.")
    assert changed.health_since > since


def test_new_credentials_free_a_channel_that_was_locked_out() -> None:
    channel = make.channel(health=Channel.Health.LOCKED_OUT, health_detail="Wrong password.")

    actions.seal_credentials(channel, {"password": "nieuw"})

    assert Channel.objects.get().health == Channel.Health.NEW
    assert not Channel.objects.get().is_held
