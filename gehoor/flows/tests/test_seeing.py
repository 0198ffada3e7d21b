"""Who saw what is in the log: once a quarter of an hour, with the right, and never the words."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.audit.actions import record
from gehoor.audit.models import Entry
from gehoor.flows import handling, seeing
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Attachment, Conversation
from gehoor.inbox.queries import Asked
from gehoor.kit.clock import now
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor, Role
from gehoor.people.queries import actor_of
from gehoor.testing import make
from gehoor.testing.tampering import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.row("S3-29")]


def acts() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("act", flat=True))


def reader(team: Team, *roles: Role) -> User:
    return make.user(*(roles or (Role.AGENT,)), teams=(team,), language="en")


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(**given: object) -> Asked:
    moment = now()
    period = {"since": moment - timedelta(days=1), "until": moment + timedelta(days=1)}
    return Asked(**period | given)  # type: ignore[arg-type]


def earlier(minutes: int) -> None:
    """Let everything in the log have happened this much earlier; only a test may."""
    as_owner("UPDATE audit_entry SET at = at - make_interval(mins => %s)", minutes)


def test_a_page_that_is_shown_is_logged_once_a_quarter_of_an_hour() -> None:
    conversation = make.received()
    client = logged_in(reader(conversation.channel.team))
    address = reverse("conversation", args=[conversation.pk])

    client.get(address)
    client.get(address)
    assert acts() == ["conversation.shown"]

    earlier(16)
    client.get(address)
    assert acts() == ["conversation.shown"] * 2


def test_what_a_script_fetches_ahead_is_seen_by_nobody_until_it_says_so() -> None:
    conversation = make.received()
    client = logged_in(reader(conversation.channel.team))

    client.get(reverse("conversation", args=[conversation.pk]), headers={"X-Fragment": "1"})
    assert acts() == []

    client.post(reverse("shown", args=[conversation.pk]))
    assert acts() == ["conversation.shown"]


def test_each_colleague_counts() -> None:
    conversation = make.received()
    for _ in range(2):
        user = reader(conversation.channel.team)
        logged_in(user).get(reverse("conversation", args=[conversation.pk]))

    assert acts() == ["conversation.shown"] * 2


def test_a_reading_says_by_which_right_it_was_done() -> None:
    conversation = make.received()
    actor = make.actor(
        Role.READER, Role.COORDINATOR, Role.ADMINISTRATOR, teams=(conversation.channel.team,)
    )

    handling.show(actor, conversation)

    assert Entry.objects.get().details["by"] == ["coordinator", "reader"]


def test_of_a_search_is_kept_that_it_was_done_and_not_the_words() -> None:
    conversation = make.received()
    client = logged_in(reader(conversation.channel.team))

    client.get(reverse("inbox_view", args=["team"]), {"words": "kanarie"})
    client.get(reverse("inbox_view", args=["team"]), {"words": "kanarie groen"})

    entry = Entry.objects.get()
    assert entry.act == "conversations.searched"
    assert "kanarie" not in f"{entry.details} {entry.reason} {entry.subject}"


def test_a_list_without_words_is_no_search() -> None:
    conversation = make.received()

    logged_in(reader(conversation.channel.team)).get(reverse("inbox_view", args=["team"]))

    assert acts() == []


def test_the_palette_that_searches_is_a_search() -> None:
    conversation = make.received()

    logged_in(reader(conversation.channel.team)).get(reverse("palette"), {"q": "kanarie"})

    assert acts() == ["conversations.searched"]


def test_a_raw_download_counts_each_time() -> None:
    channel = make.channel()
    delivery = make.delivery(channel)
    client = logged_in(reader(channel.team))

    for _ in range(2):
        client.get(reverse("raw_delivery", args=[delivery.pk]))

    assert acts() == ["delivery.downloaded"] * 2
    assert Entry.objects.latest("pk").team_id == channel.team_id


def attachment_in(conversation: Conversation) -> Attachment:
    message = conversation.messages.get()
    return Attachment.objects.create(
        message=message, name="foto.png", media_type="image/png", size=3, stored_as="x"
    )


def test_a_file_taken_along_counts_each_time_and_a_picture_once() -> None:
    conversation = make.received()
    actor = make.actor(Role.AGENT, teams=(conversation.channel.team,))
    attachment = attachment_in(conversation)

    for _ in range(2):
        seeing.file(actor, attachment)
        seeing.picture(actor, attachment)
        seeing.original(actor, attachment.message)

    assert sorted(acts()) == [
        "attachment.downloaded",
        "attachment.downloaded",
        "attachment.shown",
        "original.shown",
    ]
    assert set(Entry.objects.values_list("conversation_id", flat=True)) == {conversation.pk}


def world() -> tuple[Actor, Conversation, Conversation]:
    """An agent of two teams who saw a conversation of each, and searched."""
    one, other = make.received(), make.received()
    agent = make.actor(Role.AGENT, teams=(one.channel.team, other.channel.team), name="Anouk")
    handling.show(agent, one)
    handling.show(agent, other)
    seeing.search(agent)
    return agent, one, other


def test_the_report_tells_who_saw_what_of_whom_and_by_which_right() -> None:
    agent, one, _ = world()

    [seen] = inbox.seen(asked(conversation_id=one.pk))

    assert (seen.who, seen.act, seen.conversation_id) == ("Anouk", "conversation.shown", one.pk)
    assert (seen.contact, seen.rights) == ("Fatima Bakker", ["agent"])
    assert seen.user_id == agent.user_id


def test_the_report_is_newest_first_and_of_its_period_only() -> None:
    world()

    assert [row.act for row in inbox.seen(asked())] == [
        "conversations.searched",
        "conversation.shown",
        "conversation.shown",
    ]
    assert inbox.seen(asked(until=now() - timedelta(hours=1))) == []


def test_of_other_teams_nothing_is_told_and_what_is_of_no_team_neither() -> None:
    _, one, _ = world()

    found = inbox.seen(asked(teams=[one.channel.team_id]))

    assert [row.conversation_id for row in found] == [one.pk]


def test_the_report_is_filtered_by_contact_and_by_colleague() -> None:
    agent, one, _ = world()
    handling.show(make.actor(Role.AGENT, teams=(one.channel.team,)), one)

    assert len(inbox.seen(asked(contact_id=one.contact_id))) >= 2
    assert len(inbox.seen(asked(conversation_id=one.pk, user_id=agent.user_id))) == 1


def test_readings_are_taken_together() -> None:
    agent, one, other = world()
    handling.show(make.actor(Role.AGENT, teams=(one.channel.team,)), one)

    by_conversation = inbox.totals_of_seen(asked(), "conversation")
    by_colleague = inbox.totals_of_seen(asked(), "colleague")
    by_contact = inbox.totals_of_seen(asked(), "contact")

    assert [(row.number, row.times, row.colleagues) for row in by_conversation] == [
        (one.pk, 2, 2),
        (other.pk, 1, 1),
    ]
    assert (by_colleague[0].number, by_colleague[0].times) == (agent.user_id, 3)
    assert sum(row.times for row in by_contact) == 3


def test_every_page_of_the_report_is_told_once() -> None:
    actor = make.actor(Role.AGENT)
    for number in range(250):
        record(actor, "conversation.shown", "conversation", number, conversation_id=number)

    pks = [row.pk for row in inbox.all_seen(asked())]

    assert len(pks) == len(set(pks)) == 250
    assert pks == sorted(pks, reverse=True)


@pytest.mark.parametrize(
    "words", ["fatima@voorbeeld.example", "Bakker", "FATIMA@voorbeeld.example"]
)
def test_a_contact_is_found_by_name_or_address(words: str) -> None:
    conversation = make.received()

    assert conversation.contact_id in [each[0] for each in inbox.contacts_named(words, None)]
    own = [conversation.channel.team_id]
    assert inbox.contacts_named(words, own)
    assert inbox.contacts_named(words, [make.team().pk]) == []


@pytest.mark.parametrize("words", ["%", "_____", "\\", "fatima@voorbeeld"])
def test_no_sign_finds_everybody(words: str) -> None:
    make.received()

    assert inbox.contacts_named(words, None) == []


def test_taking_the_report_along_is_an_act_with_a_reason() -> None:
    officer = make.actor(Role.PRIVACY_OFFICER)
    world()

    rows = list(seeing.export(officer, asked(), reason="Melding van een datalek"))

    assert len(rows) == 4, "and it tells of itself"
    entry = Entry.objects.get(act="report.exported")
    assert entry.reason == "Melding van een datalek"
    assert entry.details["by"] == ["privacy_officer"]


def test_a_role_that_sees_nothing_is_no_right() -> None:
    user = make.user(Role.ADMINISTRATOR)

    seeing.search(actor_of(user))

    assert Entry.objects.get().details["by"] == []
