"""Narrowing a list, and keeping it under a name."""

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.audit.models import Entry
from gehoor.channels.models import Channel
from gehoor.flows import handling
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, SavedView
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = pytest.mark.django_db
ADDRESS = "/inbox/views/"


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def post(team: Team) -> Channel:
    return make.channel(team=team, name="Postbus")


def log_in(client: Client, *roles: Role, team: Team) -> User:
    user = make.user(*roles, teams=(team,), language="en")
    client.force_login(user, backend=BACKEND)
    return user


def subjects(client: Client, address: str) -> list[str]:
    page = client.get(address).content.decode()
    known = Conversation.objects.values_list("subject", flat=True)
    return sorted(subject for subject in known if f">{subject} <" in page)


def test_a_list_is_narrowed_by_channel_label_and_unread(
    client: Client, team: Team, post: Channel
) -> None:
    agent = log_in(client, Role.AGENT, team=team)
    make.received(make.channel(team=team, name="Forum"), subject="Op het forum")
    tagged = make.received(post, subject="Met label")
    handling.add_tag(people.actor_of(agent), tagged, "Afval")
    seen = make.received(post, subject="Gelezen")
    Conversation.objects.filter(pk=seen.pk).update(is_unread=False)

    assert subjects(client, f"/inbox/team/?channel={post.pk}") == ["Gelezen", "Met label"]
    assert subjects(client, f"/inbox/team/?channel={post.pk}&unread=yes") == ["Met label"]
    assert subjects(client, "/inbox/team/?tag=Afval") == ["Met label"]
    assert subjects(client, "/inbox/team/?tag=Bestaat+niet") == []


def test_a_channel_of_another_team_narrows_to_nothing(client: Client, team: Team) -> None:
    log_in(client, Role.AGENT, team=team)
    elsewhere = make.channel()
    make.received(elsewhere, subject="Van een ander team")

    assert subjects(client, f"/inbox/team/?channel={elsewhere.pk}") == []
    assert elsewhere.name not in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize("odd", ["channel=-1", "channel=9999999999999", "channel=x", "unread=no"])
def test_an_odd_filter_narrows_nothing(client: Client, team: Team, post: Channel, odd: str) -> None:
    log_in(client, Role.AGENT, team=team)
    make.received(post, subject="Blijft staan")

    assert subjects(client, f"/inbox/team/?{odd}") == ["Blijft staan"]


def test_a_view_is_kept_under_its_name_and_leads_to_its_list(
    client: Client, team: Team, post: Channel
) -> None:
    log_in(client, Role.AGENT, team=team)
    wanted = {"in": "team", "channel": post.pk, "unread": "yes", "words": "", "act": "keep"}

    answer = client.post(ADDRESS, wanted | {"name": "  Post   van nu "})

    assert answer["Location"] == f"/inbox/team/?channel={post.pk}&unread=yes"
    assert SavedView.objects.get().name == "Post van nu"
    page = client.get("/inbox/").content.decode()
    assert f'href="/inbox/team/?channel={post.pk}&amp;unread=yes" data-view-key="1"' in page


def test_keeping_the_same_name_again_replaces_the_view(client: Client, team: Team) -> None:
    log_in(client, Role.AGENT, team=team)
    for view in ("team", "done"):
        client.post(ADDRESS, {"in": view, "name": "Mijn lijst", "act": "keep"})

    assert [view.view for view in SavedView.objects.all()] == ["done"]


def test_a_view_without_a_name_is_not_kept_and_the_choice_stays(
    client: Client, team: Team, post: Channel
) -> None:
    log_in(client, Role.AGENT, team=team)

    answer = client.post(ADDRESS, {"in": "team", "channel": post.pk, "name": " ", "act": "keep"})

    assert answer.status_code == 400
    assert "Nothing was kept" in answer.content.decode()
    assert f'<option value="{post.pk}" selected>' in answer.content.decode()


def test_a_view_of_a_channel_one_does_not_see_is_not_kept(client: Client, team: Team) -> None:
    log_in(client, Role.AGENT, team=team)

    for channel in (make.channel().pk, 99_999_999):
        wanted = {"in": "team", "channel": channel, "name": "Elders", "act": "keep"}
        answer = client.post(ADDRESS, wanted)

        assert answer.status_code == 400
        assert "Nothing was kept" in answer.content.decode()
    assert not SavedView.objects.exists()


def test_a_view_with_an_unknown_label_is_not_kept_and_says_which_label(
    client: Client, team: Team, post: Channel
) -> None:
    me = log_in(client, Role.AGENT, team=team)
    elsewhere = make.received(make.channel())
    others = make.actor(Role.AGENT, teams=(elsewhere.channel.team,))
    handling.add_tag(others, elsewhere, "Geheim")
    here = make.received(post)
    handling.add_tag(people.actor_of(me), here, "Wegen")
    client.post(ADDRESS, {"in": "team", "tag": "Wegen", "name": "Wegen", "act": "keep"})

    for tag in ("Bestaat niet", "Geheim"):
        wanted = {"in": "team", "tag": tag, "name": "Wegen", "act": "keep"}
        answer = client.post(ADDRESS, wanted)

        assert answer.status_code == 400
        assert f"has the label “{tag}”. Nothing was kept." in answer.content.decode()
    [kept] = SavedView.objects.all()
    assert kept.tag is not None
    assert kept.tag.name == "Wegen"


def test_views_are_moved_and_removed_by_their_owner_alone(client: Client, team: Team) -> None:
    log_in(client, Role.AGENT, team=team)
    for name in ("Een", "Twee"):
        client.post(ADDRESS, {"in": "team", "name": name, "act": "keep"})
    second = SavedView.objects.get(name="Twee")

    client.post(ADDRESS, {"act": "up", "view": second.pk})
    agent = User.objects.get()
    order = [view.name for view in inbox.views_of(people.actor_of(agent))]
    log_in(client, Role.AGENT, team=team)
    refused = client.post(ADDRESS, {"act": "remove", "view": second.pk})

    assert order == ["Twee", "Een"]
    assert refused.status_code == 404
    assert SavedView.objects.count() == 2


def test_a_coordinator_shares_a_view_with_their_team_and_it_is_logged(
    client: Client, team: Team
) -> None:
    log_in(client, Role.COORDINATOR, team=team)

    client.post(ADDRESS, {"in": "team", "name": "Spoed", "team": team.pk, "act": "keep"})

    assert Entry.objects.filter(act="share", subject="view").count() == 1
    log_in(client, Role.AGENT, team=team)
    assert "Spoed" in client.get("/inbox/").content.decode()
    log_in(client, Role.AGENT, team=make.team())
    assert "Spoed" not in client.get("/inbox/").content.decode()


def test_an_agent_cannot_share_a_view(client: Client, team: Team) -> None:
    log_in(client, Role.AGENT, team=team)

    client.post(ADDRESS, {"in": "team", "name": "Spoed", "team": team.pk, "act": "keep"})

    assert SavedView.objects.get().team is None


def test_a_view_keeps_its_list_beside_a_conversation(
    client: Client, team: Team, post: Channel
) -> None:
    log_in(client, Role.AGENT, team=team)
    elsewhere = make.received(make.channel(team=team), subject="Elders")
    here = make.received(post, subject="Hier")

    beside = reverse("conversation", kwargs={"pk": here.pk}) + f"?in=team&channel={post.pk}"

    page = client.get(beside).content.decode()
    assert f'id="row-{here.pk}"' in page
    assert f'id="row-{elsewhere.pk}"' not in page


def test_enter_in_the_name_keeps_the_view_although_the_first_button_shows_it(
    client: Client, team: Team
) -> None:
    log_in(client, Role.AGENT, team=team)

    client.post(ADDRESS, {"act": "show", "in": "team", "unread": "yes", "name": "Nieuw"})

    assert SavedView.objects.get().name == "Nieuw"


def test_what_was_chosen_stays_when_a_view_cannot_be_kept(client: Client, team: Team) -> None:
    log_in(client, Role.COORDINATOR, team=team)
    wrong = {"act": "keep", "in": "team", "name": "x" * 41, "team": str(team.pk)}

    page = client.post(ADDRESS, wrong).content.decode()

    assert f'<option value="{team.pk}" selected>' in page
    assert 'role="alert"' in page
