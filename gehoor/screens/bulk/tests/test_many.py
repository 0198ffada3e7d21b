"""Acting on many conversations by plain forms, without a script."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.channels.models import Channel
from gehoor.flows import bulk, handling
from gehoor.inbox.models import BulkAct, Conversation
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def channel(team: Team) -> Channel:
    return make.channel(team=team, name="Postbus")


@pytest.fixture
def agent(team: Team, client: Client) -> User:
    return log_in(client, make.user(Role.AGENT, teams=(team,), name="Yusuf", language="en"))


def log_in(client: Client, user: User) -> User:
    client.force_login(user, backend=BACKEND)
    return user


def many(channel: Channel, number: int) -> list[int]:
    return [
        make.conversation(channel=channel, subject=f"Vraag {place}").pk for place in range(number)
    ]


def seen(client: Client, view: str = "team") -> str:
    """When the list was shown, as the list itself says it."""
    page = client.get(reverse("inbox_view", args=[view])).content.decode()
    return str(re.findall(r'name="seen" value="([^"]+)"', page)[0])


def ask(client: Client, **fields: object) -> str:
    return client.post(reverse("many"), {"in": "team"} | fields).content.decode()


def do(client: Client, **fields: object) -> str:
    given = {"in": "team", "sure": "yes", "seen": seen(client)} | fields
    return client.post(reverse("many"), given, follow=True).content.decode()


def test_each_row_has_a_box_that_says_what_it_chooses(
    client: Client, agent: User, channel: Channel
) -> None:
    [number] = many(channel, 1)

    page = client.get(reverse("inbox_view", args=["team"])).content.decode()

    assert f'form="many" name="chosen" value="{number}"' in page
    assert "Choose: Fatima Bakker, Vraag 0" in page


def test_a_reader_has_no_boxes(client: Client, team: Team, channel: Channel) -> None:
    log_in(client, make.user(Role.READER, teams=(team,)))
    many(channel, 1)

    page = client.get(reverse("inbox_view", args=["team"])).content.decode()

    assert 'name="chosen"' not in page
    assert 'id="many"' not in page


def test_what_is_chosen_is_first_asked_about_and_then_done(
    client: Client, agent: User, channel: Channel
) -> None:
    numbers = many(channel, 3)

    asked = ask(client, do="seen", chosen=numbers[:2], seen=seen(client))
    assert "2 conversations." in asked
    assert "2 were not answered." in asked
    assert not BulkAct.objects.exists()
    done = do(client, do="seen", chosen=numbers[:2], reason="Double")

    assert "2 conversations seen, no action." in done
    assert "/many/undo/?act=" in done
    ended = Conversation.objects.filter(status="done", outcome_reason="Double")
    assert sorted(ended.values_list("pk", flat=True)) == numbers[:2]


def test_without_a_reason_nothing_changes_and_what_was_typed_is_kept(
    client: Client, agent: User, channel: Channel
) -> None:
    numbers = many(channel, 2)

    refused = client.post(
        reverse("many"), {"do": "finish", "sure": "yes", "chosen": numbers, "reason": " "}
    )

    assert refused.status_code == 409
    assert "Say why" in refused.content.decode()
    assert f'name="chosen" value="{numbers[1]}"' in refused.content.decode()
    assert not Conversation.objects.filter(status="done").exists()


def test_everything_that_fits_the_view_is_also_what_the_page_does_not_show(
    client: Client, agent: User, channel: Channel
) -> None:
    many(channel, 60)
    page = client.get(reverse("inbox_view", args=["team"])).content.decode()
    assert "Everything that fits this view (60)" in page

    assert "60 conversations: everything" in ask(client, do="tag", all="yes")
    done = do(client, do="tag", all="yes", label="Storm")

    assert "Label “Storm” added to 60 conversations." in done
    assert Conversation.objects.filter(tags__name="Storm").count() == 60


def test_a_view_narrowed_by_a_label_is_given_another_one(
    client: Client, agent: User, channel: Channel
) -> None:
    numbers = many(channel, 3)
    do(client, do="tag", chosen=numbers[:2], label="Afval")

    do(client, do="tag", all="yes", tag="Afval", label="Storm")

    stormy = Conversation.objects.filter(tags__name="Storm")
    assert sorted(stormy.values_list("pk", flat=True)) == numbers[:2]


def test_a_narrowed_view_counts_and_touches_only_what_fits_it(
    client: Client, agent: User, channel: Channel, team: Team
) -> None:
    many(channel, 55)
    other = make.channel(team=team)
    many(other, 3)
    page = client.get(reverse("inbox_view", args=["team"]), {"channel": channel.pk})
    assert "Everything that fits this view (55)" in page.content.decode()

    do(client, do="tag", all="yes", channel=channel.pk, label="Postbus")

    tagged = Conversation.objects.filter(tags__name="Postbus")
    assert {each.channel_id for each in tagged} == {channel.pk}
    assert tagged.count() == 55


def test_what_is_left_out_is_named_with_its_reason(
    client: Client, agent: User, channel: Channel
) -> None:
    numbers = many(channel, 2)
    shown = seen(client)
    yusuf = people.actor_of(make.user(Role.AGENT, teams=(channel.team,)))
    handling.add_tag(yusuf, Conversation.objects.get(pk=numbers[0]), "Bezig")

    done = do(client, do="seen", chosen=numbers, reason="Double", seen=shown)

    assert "1 was left out." in done
    assert "Vraag 0</a>: changed since it was shown" in done


def test_undo_by_its_button_takes_everything_back(
    client: Client, agent: User, channel: Channel
) -> None:
    numbers = many(channel, 3)
    do(client, do="assign", chosen=numbers, to="me")
    assert Conversation.objects.filter(assignee=agent).count() == 3

    undo = reverse("undo_many") + f"?act={BulkAct.objects.get().pk}"
    page = client.post(undo, follow=True).content.decode()

    assert "Undone for 3 conversations." in page
    assert not Conversation.objects.filter(assignee=agent).exists()


def test_undo_says_nothing_of_what_was_left_out_at_first(
    client: Client, agent: User, channel: Channel
) -> None:
    first, second = many(channel, 2)
    shown = seen(client)
    colleague = people.actor_of(make.user(Role.AGENT, teams=(channel.team,)))
    handling.add_tag(colleague, Conversation.objects.get(pk=first), "Bezig")
    do(client, do="seen", chosen=[first, second], reason="Double", seen=shown)

    undo = reverse("undo_many") + f"?act={BulkAct.objects.get().pk}"
    page = client.post(undo, follow=True).content.decode()

    assert "Undone for 1 conversation." in page
    assert "left out" not in page
    assert "Which, and why" not in page


def test_how_it_went_is_told_to_who_did_it_alone(
    client: Client, agent: User, channel: Channel, team: Team
) -> None:
    do(client, do="tag", chosen=many(channel, 1), label="Afval")
    number = BulkAct.objects.get().pk
    assert "Label “Afval”" in client.get(reverse("many")).content.decode()

    log_in(client, make.user(Role.AGENT, teams=(team,), language="en"))

    assert "Afval" not in client.get(reverse("many"), {"act": number}).content.decode()
    told = client.post(reverse("undo_many") + f"?act={number}", follow=True).content.decode()
    assert "There is nothing to undo." in told


def test_while_it_is_at_work_the_page_says_how_far_it_is(
    client: Client, agent: User, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 2)

    page = do(client, do="tag", chosen=many(channel, 5), label="Afval")

    assert "2 of 5 done." in page
    assert '<progress max="5" value="2"' in page


def test_the_log_of_each_says_that_it_was_one_of_several(
    client: Client, agent: User, channel: Channel
) -> None:
    numbers = many(channel, 3)
    do(client, do="seen", chosen=numbers, reason="Double")

    log = client.get(reverse("log", args=[numbers[0]])).content.decode()

    assert "finished it: Seen, no action, together with 2 others: <q>Double</q>" in log


@pytest.mark.parametrize(
    "fields",
    [{}, {"do": "tag"}, {"do": "burn", "chosen": "1"}, {"do": "tag", "chosen": "9" * 30}],
)
def test_odd_forms_change_nothing_and_are_told_in_words(
    client: Client, agent: User, fields: dict[str, str]
) -> None:
    answer = client.post(reverse("many"), fields, follow=True)

    assert answer.status_code == 200
    assert "Nothing has changed." in answer.content.decode()
