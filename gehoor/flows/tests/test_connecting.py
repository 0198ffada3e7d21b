"""A channel's life: connected, changed, taken live and back, closed; all of it in the log."""

from dataclasses import replace

import pytest

from gehoor.audit.models import Entry
from gehoor.channels import actions, queries
from gehoor.channels.models import Channel
from gehoor.contracts.connector import NotAllowed, Unreachable
from gehoor.flows import connecting
from gehoor.flows.connecting import Wanted
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.connectors import FakeConnector

pytestmark = pytest.mark.django_db
SETTINGS = {"address": "webcare@gemeente.example", "server": "mail.gemeente.example"}
SECRETS = {"password": "kanarie-geheim"}


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> FakeConnector:
    fake = FakeConnector()
    monkeypatch.setitem(queries.connectors(), fake.key, fake)
    return fake


def wanted(**given: object) -> Wanted:
    facts: dict[str, object] = {
        "name": "Postbus",
        "purpose": "Vragen van inwoners",
        "settings": SETTINGS,
        "secrets": SECRETS,
    }
    return Wanted(**{"team": make.team(), **facts, **given})  # type: ignore[arg-type]


def test_a_new_channel_listens_and_its_credentials_are_in_the_vault(
    platform: FakeConnector,
) -> None:
    actor = make.actor(Role.ADMINISTRATOR)

    connecting.connect(actor, platform, wanted())

    channel = Channel.objects.get()
    assert (channel.stage, channel.address) == ("listen", "webcare@gemeente.example")
    assert queries.account_of(channel).secrets == SECRETS
    assert b"kanarie" not in bytes(channel.credentials)
    entry = Entry.objects.get()
    assert (entry.act, entry.actor_id) == ("connect", actor.user_id)
    assert "kanarie" not in str(entry.details)


def test_trying_stores_nothing_and_hangs_up(platform: FakeConnector) -> None:
    connecting.try_connection(make.actor(Role.ADMINISTRATOR), platform, None, SETTINGS, SECRETS)

    assert platform.readers[0].is_closed
    assert not Channel.objects.exists()


@pytest.mark.parametrize("problem", [NotAllowed("Wrong password."), Unreachable("No answer.")])
def test_trying_tells_in_words_what_is_wrong(platform: FakeConnector, problem: Exception) -> None:
    platform.trouble = problem

    with pytest.raises(connecting.NoConnection, match=str(problem)):
        connecting.try_connection(make.actor(Role.ADMINISTRATOR), platform, None, SETTINGS, SECRETS)

    assert platform.readers[0].is_closed


def test_a_channel_is_tried_with_what_is_stored(platform: FakeConnector) -> None:
    actor = make.actor(Role.ADMINISTRATOR)
    channel = connecting.connect(actor, platform, wanted())

    connecting.try_channel(actor, channel)

    assert platform.accounts[-1].secrets == SECRETS


def test_trying_other_settings_does_not_send_the_stored_password_there(
    platform: FakeConnector,
) -> None:
    actor = make.actor(Role.ADMINISTRATOR)
    channel = connecting.connect(actor, platform, wanted())
    elsewhere = SETTINGS | {"server": "mail.kwaad.example"}

    connecting.try_connection(actor, platform, channel, SETTINGS, {})
    connecting.try_connection(actor, platform, channel, elsewhere, {})

    assert [dict(account.secrets) for account in platform.accounts] == [SECRETS, {}]


def test_one_address_is_connected_once(platform: FakeConnector) -> None:
    actor = make.actor(Role.ADMINISTRATOR)
    connecting.connect(actor, platform, wanted())

    with pytest.raises(connecting.NotChanged, match="already"):
        connecting.connect(actor, platform, wanted())


def test_a_name_can_change_without_the_password(platform: FakeConnector) -> None:
    actor = make.actor(Role.ADMINISTRATOR)
    given = wanted()
    channel = connecting.connect(actor, platform, given)

    connecting.change(actor, channel, replace(given, name="Postbus 2", secrets={"password": ""}))

    channel.refresh_from_db()
    assert channel.name == "Postbus 2"
    assert queries.account_of(channel).secrets == SECRETS


def test_a_stored_password_is_never_sent_to_another_server(platform: FakeConnector) -> None:
    actor = make.actor(Role.ADMINISTRATOR)
    given = wanted()
    channel = connecting.connect(actor, platform, given)
    elsewhere = SETTINGS | {"server": "mail.kwaad.example"}

    with pytest.raises(connecting.NotChanged, match="password again"):
        connecting.change(actor, channel, replace(given, settings=elsewhere, secrets={}))

    channel.refresh_from_db()
    assert channel.settings == SETTINGS


def test_another_address_is_another_channel(platform: FakeConnector) -> None:
    actor = make.actor(Role.ADMINISTRATOR)
    given = wanted()
    channel = connecting.connect(actor, platform, given)

    with pytest.raises(connecting.NotChanged, match="another address"):
        connecting.change(
            actor, channel, replace(given, settings=SETTINGS | {"address": "x@elders.example"})
        )


def test_new_credentials_free_a_locked_channel(platform: FakeConnector) -> None:
    actor = make.actor(Role.ADMINISTRATOR)
    given = wanted()
    channel = connecting.connect(actor, platform, given)
    actions.record_health(channel, Channel.Health.LOCKED_OUT, "Wrong password.")

    connecting.change(actor, channel, replace(given, secrets={"password": "nieuw"}))

    channel.refresh_from_db()
    assert (channel.health, channel.health_detail) == ("new", "")


def test_renaming_does_not_free_a_locked_channel(platform: FakeConnector) -> None:
    actor = make.actor(Role.ADMINISTRATOR)
    given = wanted()
    channel = connecting.connect(actor, platform, given)
    actions.record_health(channel, Channel.Health.LOCKED_OUT, "Wrong password.")

    connecting.change(actor, channel, replace(given, name="Postbus 2", secrets={}))

    channel.refresh_from_db()
    assert channel.is_held


def test_a_locked_channel_that_works_again_when_tried_is_freed(platform: FakeConnector) -> None:
    actor = make.actor(Role.ADMINISTRATOR)
    channel = connecting.connect(actor, platform, wanted())
    actions.record_health(channel, Channel.Health.LOCKED_OUT, "Wrong password.")
    before = bytes(channel.credentials)

    connecting.try_channel(actor, channel)

    channel.refresh_from_db()
    assert not channel.is_held
    assert bytes(channel.credentials) != before
    assert queries.account_of(channel).secrets == SECRETS


STAGES = ("listen", "practise", "live")


@pytest.mark.parametrize("before", STAGES)
@pytest.mark.parametrize("after", STAGES)
def test_stages_go_forward_step_by_step_and_back_at_once(before: str, after: str) -> None:
    channel = make.channel(stage=before)
    is_allowed = (before, after) in {
        ("listen", "practise"),
        ("practise", "live"),
        ("live", "practise"),
        ("live", "listen"),
        ("practise", "listen"),
    }

    if is_allowed:
        connecting.change_stage(make.actor(Role.ADMINISTRATOR), channel, Channel.Stage(after))
    else:
        with pytest.raises(connecting.NotChanged):
            connecting.change_stage(make.actor(Role.ADMINISTRATOR), channel, Channel.Stage(after))

    channel.refresh_from_db()
    assert channel.stage == (after if is_allowed else before)
    assert Entry.objects.count() == int(is_allowed)


def test_going_live_is_in_the_log_by_name() -> None:
    actor, channel = make.actor(Role.ADMINISTRATOR), make.channel(stage="practise")

    connecting.change_stage(actor, channel, Channel.Stage.LIVE)

    entry = Entry.objects.get()
    assert (entry.actor_id, entry.subject_id) == (actor.user_id, channel.pk)
    assert entry.details == {"before": "practise", "after": "live"}


def test_a_channel_that_is_locked_out_cannot_go_live() -> None:
    channel = make.channel(stage="practise", health=Channel.Health.LOCKED_OUT)

    with pytest.raises(connecting.NotChanged, match="credentials"):
        connecting.change_stage(make.actor(Role.ADMINISTRATOR), channel, Channel.Stage.LIVE)


def test_two_who_change_the_stage_at_once_do_not_undo_each_other() -> None:
    channel = make.channel(stage="practise")
    seen_by_other = Channel.objects.get()
    connecting.change_stage(make.actor(Role.ADMINISTRATOR), channel, Channel.Stage.LISTEN)

    with pytest.raises(connecting.NotChanged, match="Somebody else"):
        connecting.change_stage(make.actor(Role.ADMINISTRATOR), seen_by_other, Channel.Stage.LIVE)


def test_a_closed_channel_opens_again_only_to_listen() -> None:
    actor, channel = make.actor(Role.ADMINISTRATOR), make.channel()

    connecting.close(actor, channel)
    channel.refresh_from_db()
    assert channel.is_closed
    with pytest.raises(connecting.NotChanged, match="closed"):
        connecting.change_stage(actor, channel, Channel.Stage.LISTEN)

    connecting.reopen(actor, channel)
    channel.refresh_from_db()
    assert (channel.is_closed, channel.stage) == (False, "listen")
    assert [entry.act for entry in Entry.objects.order_by("id")] == ["close", "reopen"]
