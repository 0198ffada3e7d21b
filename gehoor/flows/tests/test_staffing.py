"""Who comes in, what they may, and when they leave; all of it in the log."""

from datetime import timedelta

import pytest
from django.core import mail
from pytest_django.fixtures import Settings

from gehoor.audit.models import Entry
from gehoor.flows import staffing
from gehoor.kit.clock import now
from gehoor.people import queries
from gehoor.people.models import User
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db
SENTENCE = "een lange zin over de markt"


def administrator() -> Actor:
    user = make.user(Role.ADMINISTRATOR)
    user.set_password(SENTENCE)
    user.save()
    return queries.actor_of(user)


def token_in(link: str) -> str:
    return link.rstrip("/").rsplit("/", 1)[1]


def first_administrator() -> User:
    token = token_in(staffing.first_link())
    return staffing.accept(token, name="Ria", email="Ria@Gemeente.example", password=SENTENCE)


def test_the_first_link_makes_an_administrator_who_can_log_in() -> None:
    user = first_administrator()

    assert user.email == "ria@gemeente.example"
    assert user.check_password(SENTENCE)
    assert queries.actor_of(user).roles == {Role.ADMINISTRATOR}
    assert [entry.act for entry in Entry.objects.order_by("id")] == [
        "first_link",
        "accept_invitation",
    ]


def test_there_is_no_first_link_while_there_is_an_administrator() -> None:
    first_administrator()

    assert staffing.first_link() == ""


def test_a_newer_first_link_ends_the_earlier_one() -> None:
    earlier = token_in(staffing.first_link())
    first_administrator()

    with pytest.raises(staffing.NoLongerValid):
        staffing.accept(earlier, name="Eva", email="eva@x.example", password=SENTENCE)


def test_the_first_link_follows_the_setting_and_no_header(settings: Settings) -> None:
    settings.BASE_URL = "https://webcare.gemeente.example"

    assert staffing.first_link().startswith("https://webcare.gemeente.example/welcome/")


def test_an_invited_colleague_gets_the_roles_and_keeps_the_address_given() -> None:
    team = make.team()
    invited = staffing.invite(
        administrator(),
        name="Anouk",
        email="anouk@gemeente.example",
        teams=[team],
        roles={Role.AGENT: None},
    )

    user = staffing.accept(
        token_in(invited.link), name="Anouk Smit", email="elders@x.example", password=SENTENCE
    )

    assert (user.name, user.email) == ("Anouk Smit", "anouk@gemeente.example")
    assert queries.actor_of(user).teams == {team.pk}
    assert not invited.is_mailed
    assert invited.link not in repr(invited)


def test_the_link_is_mailed_when_mail_to_colleagues_is_set_up(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.gemeente.example"

    invited = staffing.invite(
        administrator(), name="Anouk", email="anouk@gemeente.example", teams=[], roles={}
    )

    assert invited.is_mailed
    assert mail.outbox[0].to == ["anouk@gemeente.example"]
    assert invited.link in mail.outbox[0].body


def test_a_second_colleague_with_the_same_address_is_refused_in_words() -> None:
    actor = administrator()
    staffing.invite(actor, name="Anouk", email="a@gemeente.example", teams=[], roles={})

    with pytest.raises(staffing.NotChanged, match=r"e-mail"):
        staffing.invite(actor, name="Arie", email="A@gemeente.example", teams=[], roles={})

    assert not User.objects.filter(name="Arie").exists()


def test_the_only_administrator_cannot_leave_or_step_down() -> None:
    actor = administrator()
    only = User.objects.get()

    with pytest.raises(staffing.NotChanged):
        staffing.deactivate(actor, only)
    with pytest.raises(staffing.NotChanged):
        staffing.change_colleague(
            actor,
            only,
            name="x",
            email=only.email,
            teams=[],
            roles={Role.ADMINISTRATOR: now() + timedelta(days=1)},
        )

    assert queries.actor_of(only).roles == {Role.ADMINISTRATOR}


def test_reactivating_needs_a_new_password() -> None:
    actor, user = administrator(), first_user_with_password()
    staffing.deactivate(actor, user)

    invited = staffing.reactivate(actor, user)

    assert not User.objects.get(pk=user.pk).check_password(SENTENCE)
    assert queries.open_invitation(token_in(invited.link), now=now()) is not None


def first_user_with_password() -> User:
    user = make.user(Role.AGENT)
    user.set_password(SENTENCE)
    user.save()
    return user


def test_every_act_is_in_the_log_and_the_log_holds_no_secret() -> None:
    actor, user = administrator(), first_user_with_password()

    team = staffing.make_team(actor, name="Webcare", identity="team", signature="")
    staffing.change_team(actor, team, name="Webcareteam", identity="name", signature="Groet")
    staffing.change_colleague(
        actor, user, name="Anouk", email=user.email, teams=[team], roles={Role.AGENT: None}
    )
    invited = staffing.invite_again(actor, user)
    staffing.deactivate(actor, user)

    log = list(Entry.objects.order_by("id"))
    assert [(row.act, row.subject) for row in log] == [
        ("make", "team"),
        ("change", "team"),
        ("change", "user"),
        ("invite_again", "user"),
        ("deactivate", "user"),
    ]
    assert all(row.actor_id == actor.user_id for row in log)
    written = " ".join(str(row.details) for row in log)
    assert user.email not in written
    assert token_in(invited.link) not in written


def test_two_teams_do_not_share_a_name() -> None:
    actor = administrator()
    staffing.make_team(actor, name="Webcare", identity="team", signature="")

    with pytest.raises(staffing.NotChanged):
        staffing.make_team(actor, name="Webcare", identity="team", signature="")
