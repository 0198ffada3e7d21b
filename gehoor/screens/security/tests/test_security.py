"""Second steps and sessions, as their owner sees them."""

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from gehoor.audit.models import Entry
from gehoor.flows import second_steps, sessions, staffing
from gehoor.logins import queries as logins
from gehoor.logins.models import Session
from gehoor.logins.rules import stored_key
from gehoor.people.models import User
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db
SENTENCE = "een lange zin over de markt"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def colleague(*roles: Role) -> User:
    user = make.user(*(roles or (Role.AGENT,)))
    user.set_password(SENTENCE)
    user.save()
    return user


def logged_in(user: User, agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": agent})
    answer = client.post("/login/", {"login": user.email, "password": SENTENCE})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/security/").status_code == 200


def code_at(secret: str, moment: float) -> str:
    return str(format_hotp_value(hotp_value(secret, int(moment) // 30)))


def key_of(client: Client) -> str:
    return client.session.session_key or ""


def session_in(client: Client) -> Session:
    return Session.objects.get(session_key=stored_key(key_of(client)))


def set_up_app(client: Client) -> tuple[str, list[str]]:
    """Set up an authenticator app as a person would; returns its secret and the recovery codes."""
    client.get("/security/app/")
    secret = client.session["app_secret"]
    page = client.post("/security/app/", {"code": code_at(secret, time.time() - 30)})
    assert page.status_code == 200, page.status_code
    codes = [part.split("</code>")[0] for part in page.content.decode().split("<li><code>")[1:]]
    assert len(codes) == 10
    return secret, codes


class TestTheAppWithCodes:
    def test_after_the_password_comes_the_code_and_a_code_works_once(self) -> None:
        user = colleague()
        secret, _ = set_up_app(logged_in(user))
        client, elsewhere = logged_in(user), logged_in(user)
        assert not is_in(client)
        code = code_at(secret, time.time())

        wrong = client.post("/login/second-step/", {"code": "000000"})
        right = client.post("/login/second-step/", {"code": f" {code[:3]} {code[3:]} "})
        again = elsewhere.post("/login/second-step/", {"code": code})

        assert (wrong.status_code, right.status_code, again.status_code) == (422, 302, 422)
        assert is_in(client)
        assert not is_in(elsewhere)
        assert session_in(client).how == "second_step"

    def test_a_recovery_code_lets_in_once_and_is_logged(self) -> None:
        user = colleague()
        _, codes = set_up_app(logged_in(user))
        first, second = logged_in(user), logged_in(user)

        answers = [
            each.post("/login/second-step/", {"code": codes[0]}).status_code
            for each in (first, second)
        ]

        assert answers == [302, 422]
        assert is_in(first)
        assert logins.codes_left(user) == 9
        assert Entry.objects.filter(act="use_recovery_code", actor=user).count() == 1

    def test_after_ten_wrong_codes_also_the_right_one_waits(self) -> None:
        user = colleague()
        _, codes = set_up_app(logged_in(user))
        client = logged_in(user)

        pages = [client.post("/login/second-step/", {"code": f"{n:06}"}) for n in range(11)]
        right = client.post("/login/second-step/", {"code": codes[0]})

        assert "Er waren te veel pogingen" in pages[-1].content.decode()
        assert "Er waren te veel pogingen" not in pages[-2].content.decode()
        assert right.status_code == 422
        assert not is_in(client)

    @pytest.mark.parametrize("code", ["", " ", "null", "\u0660" * 6, "-1", "1e3", "0" * 40])
    def test_what_is_no_code_is_refused_in_words(self, code: str) -> None:
        user = colleague()
        set_up_app(logged_in(user))
        client = logged_in(user)

        answer = client.post("/login/second-step/", {"code": code})

        assert answer.status_code == 422
        assert not is_in(client)

    def test_without_the_password_first_there_is_no_second_step(self) -> None:
        assert Client().get("/login/second-step/")["Location"] == "/login/"
        assert Client().get("/login/second-step/passkey/")["Location"] == "/login/"

    def test_a_new_link_does_not_pass_by_the_second_step(self) -> None:
        user = colleague()
        set_up_app(logged_in(user))
        link = staffing.invite_again(make.actor(Role.ADMINISTRATOR), user).link
        client = Client()

        answer = client.post(
            link[link.index("/welcome/") :],
            {"name": user.name, "email": user.email, "password": "een heel andere lange zin"},
        )

        assert answer["Location"] == "/login/second-step/"
        assert not is_in(client)

    def test_long_after_logging_in_the_password_is_asked_first(self) -> None:
        client = logged_in(colleague())
        session = client.session
        session["started"] = (timezone.now() - timedelta(minutes=11)).isoformat()
        session.save()

        assert client.get("/security/app/")["Location"] == "/security/confirm/?next=/security/app/"
        wrong = client.post("/security/confirm/", {"password": "x"})
        right = client.post("/security/confirm/?next=/security/app/", {"password": SENTENCE})

        assert (wrong.status_code, right["Location"]) == (422, "/security/app/")
        assert client.get("/security/app/").status_code == 200

    def test_after_the_last_step_is_removed_its_recovery_codes_are_gone_too(self) -> None:
        user = colleague()
        client = logged_in(user)
        set_up_app(client)

        client.post("/security/remove/", {"step": logins.steps_of(user).get().pk})

        assert not logins.has_step(user)
        assert logins.codes_left(user) == 0
        assert is_in(logged_in(user))

    def test_without_a_second_step_there_are_no_recovery_codes_that_would_be_asked_for(
        self,
    ) -> None:
        user = colleague()

        answer = logged_in(user).post("/security/codes/")

        assert answer.status_code == 302
        assert logins.codes_left(user) == 0
        assert is_in(logged_in(user))

    def test_nobody_removes_the_step_of_somebody_else(self) -> None:
        other = colleague()
        set_up_app(logged_in(other))

        answer = logged_in(colleague()).post(
            "/security/remove/", {"step": logins.steps_of(other).get().pk}
        )

        assert answer.status_code == 302
        assert logins.has_step(other)


class TestWhoOwesASecondStep:
    """Where others can reach Gehoor, a role that asks for a second step waits for it."""

    @pytest.fixture(autouse=True)
    def reachable(self, settings: Settings) -> None:
        settings.BASE_URL = "https://gehoor.example"
        settings.ALLOWED_HOSTS = ["gehoor.example", "testserver"]
        second_steps.require(Actor(), [Role.ADMINISTRATOR, Role.PRIVACY_OFFICER])

    def test_an_administrator_is_led_to_it_and_nothing_else_is_open(self) -> None:
        client = logged_in(colleague(Role.ADMINISTRATOR, Role.AGENT))

        assert client.get("/settings/people/")["Location"] == "/security/"
        assert client.get("/inbox/")["Location"] == "/security/"
        page = client.get("/security/").content.decode()
        assert "Uw rol vraagt een tweede stap. Stel er eerst een in" in page

        set_up_app(client)
        assert client.get("/settings/people/").status_code == 200

    def test_an_agent_may_and_need_not(self) -> None:
        assert logged_in(colleague(Role.AGENT)).get("/inbox/mine/").status_code == 200

    def test_an_administrator_chooses_the_roles(self) -> None:
        agent = logged_in(colleague(Role.AGENT))
        officer = logged_in(colleague(Role.PRIVACY_OFFICER))
        assert officer.get("/settings/people/")["Location"] == "/security/"

        second_steps.require(make.actor(Role.ADMINISTRATOR), [Role.AGENT])

        assert agent.get("/inbox/")["Location"] == "/security/"
        assert officer.get("/settings/people/").status_code == 200

    def test_a_script_is_told_in_words(self) -> None:
        client = logged_in(colleague(Role.ADMINISTRATOR))

        answer = client.get("/settings/people/", headers={"Sec-Fetch-Dest": "empty"})

        assert answer.status_code == 403

    def test_who_owes_it_hears_nothing_of_a_team(self) -> None:
        user = make.user(Role.ADMINISTRATOR, Role.AGENT, teams=(make.team(),))

        acting = logins.acting(user, how="password")

        assert acting.owes_step
        assert (acting.actor.roles, acting.actor.teams) == (frozenset(), frozenset())

    def test_who_came_by_the_provider_owes_nothing_here(self) -> None:
        user = make.user(Role.ADMINISTRATOR)

        assert not logins.acting(user, how="provider").owes_step


class TestSessions:
    def test_they_are_listed_in_words_and_the_key_is_nowhere(self) -> None:
        user = colleague()
        client = logged_in(user)
        logged_in(user, "Mozilla/5.0 (iPhone) Version/18.0 Safari/6")

        page = client.get("/security/").content.decode()

        assert "Firefox, Linux" in page
        assert "Safari, iPhone" in page
        key = key_of(client)
        assert key not in page
        assert stored_key(key) not in page
        assert not Session.objects.filter(session_key=key).exists()

    def test_one_or_all_others_can_be_ended(self) -> None:
        user = colleague()
        here, there, elsewhere = logged_in(user), logged_in(user), logged_in(user)
        number = session_in(there).number

        here.post("/security/sessions/end/", {"session": str(number)})
        assert (is_in(here), is_in(there), is_in(elsewhere)) == (True, False, True)

        here.post("/security/sessions/end-others/")
        assert (is_in(here), is_in(elsewhere)) == (True, False)

    def test_nobody_ends_the_session_of_somebody_else(self) -> None:
        other = logged_in(colleague())
        number = session_in(other).number

        logged_in(colleague()).post("/security/sessions/end/", {"session": str(number)})

        assert is_in(other)

    @pytest.mark.parametrize("number", ["", " ", "null", "1", "x" * 300])
    def test_a_session_that_is_none_ends_nothing(self, number: str) -> None:
        client = logged_in(colleague())

        assert client.post("/security/sessions/end/", {"session": number}).status_code == 302
        assert is_in(client)

    def test_half_an_hour_without_doing_anything_logs_out(self) -> None:
        client = logged_in(colleague())

        Session.objects.update(seen_at=timezone.now() - timedelta(minutes=29))
        assert is_in(client)
        Session.objects.update(seen_at=timezone.now() - timedelta(minutes=31))

        assert not is_in(client)

    def test_a_screen_that_renews_itself_does_not_keep_one_logged_in(self) -> None:
        client = logged_in(colleague())
        long_ago = timezone.now() - timedelta(minutes=20)
        Session.objects.update(seen_at=long_ago)

        client.get("/inbox/mine/", headers={"X-By-Itself": "1"})
        assert Session.objects.get().seen_at == long_ago

        client.get("/inbox/mine/")
        assert Session.objects.get().seen_at > long_ago

    def test_being_busy_does_not_make_a_session_last_longer_than_twelve_hours(self) -> None:
        client = logged_in(colleague())
        session = client.session
        session["started"] = (timezone.now() - timedelta(hours=11, minutes=59)).isoformat()
        session.save()

        client.get("/security/")
        session = client.session
        session["anything"] = 1
        session.save()

        left = Session.objects.get().expire_date - timezone.now()
        assert timedelta(0) < left <= timedelta(minutes=1)

    def test_who_does_not_come_in_leaves_nothing_for_longer_than_an_hour(self) -> None:
        Client().get("/login/passkey/")

        left = Session.objects.get().expire_date - timezone.now()
        assert timedelta(minutes=59) < left <= timedelta(hours=1)

    def test_a_reset_second_step_ends_every_session_and_says_why_in_the_log(self) -> None:
        user = colleague()
        client = logged_in(user)
        set_up_app(client)

        second_steps.reset(make.actor(Role.ADMINISTRATOR), user, reason="Telefoon verloren")

        assert not is_in(client)
        assert not logins.has_step(user)
        assert Entry.objects.get(act="reset_steps").reason == "Telefoon verloren"

    def test_a_role_or_team_that_is_taken_away_ends_sessions(self) -> None:
        user = colleague(Role.AGENT, Role.COORDINATOR)
        client = logged_in(user)
        facts: dict[str, Any] = {"name": user.name, "email": user.email, "teams": []}
        administrator = make.actor(Role.ADMINISTRATOR)

        staffing.change_colleague(
            administrator, user, roles={Role.AGENT: None, Role.COORDINATOR: None}, **facts
        )
        assert is_in(client)
        staffing.change_colleague(administrator, user, roles={Role.AGENT: None}, **facts)

        assert not is_in(client)

    def test_an_administrator_ends_those_of_a_colleague(self) -> None:
        user = colleague()
        client, elsewhere = logged_in(user), logged_in(user)

        ended = sessions.end_of_colleague(make.actor(Role.ADMINISTRATOR), user)

        assert ended == 2
        assert not is_in(client)
        assert not is_in(elsewhere)

    def test_ended_sessions_are_cleared_away(self) -> None:
        logged_in(colleague())
        Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

        sessions.forget_ended()

        assert not Session.objects.exists()

    def test_a_text_that_is_sent_too_late_is_shown_back(self) -> None:
        conversation = make.received()
        client = logged_in(colleague())
        Session.objects.all().delete()

        answer = client.post(f"/conversations/{conversation.pk}/reply/", {"text": "Lang <b>"})

        assert answer.status_code == 401
        assert "Lang &lt;b&gt;" in answer.content.decode()
