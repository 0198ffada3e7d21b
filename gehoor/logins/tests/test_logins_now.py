"""The one query over all open streams says the same as `acting` does for one request."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from pytest_django.fixtures import Settings

from gehoor.kit import often
from gehoor.logins import queries
from gehoor.logins.actions import require_steps, steps
from gehoor.logins.models import Session
from gehoor.logins.queries import LOGINS_NOW, Login, asked_about, stamp_of
from gehoor.logins.rules import stored_key
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import session_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(settings: Settings) -> User:
    settings.BASE_URL = "https://gehoor.example"
    require_steps([Role.ADMINISTRATOR])
    return make.user(Role.ADMINISTRATOR, Role.AGENT, teams=(make.team(),))


def roles_now(user: User, session: str) -> set[str] | None:
    """Ask as the open streams do; None when the login counts no more."""
    login = Login(stored_key(session), user.pk, stamp_of(user))
    with connection.cursor() as cursor:
        cursor.execute(LOGINS_NOW, asked_about([login]))
        rows = cursor.fetchall()
    return set(rows[0][3]) if rows else None


def test_who_owes_a_second_step_has_no_role_in_either(user: User) -> None:
    session = session_of(user)

    assert roles_now(user, session) == set()
    assert queries.acting(user, how="").actor.roles == frozenset()


def test_who_has_one_has_every_role_in_both(user: User) -> None:
    session = session_of(user)
    steps.add_passkey(user, name="Laptop", credential={})

    assert roles_now(user, session) == {"administrator", "agent"}
    assert queries.acting(user, how="").actor.roles == {Role.ADMINISTRATOR, Role.AGENT}


def test_who_came_by_the_provider_has_every_role_in_both(user: User) -> None:
    session = session_of(user)
    Session.objects.update(how=Session.How.PROVIDER)

    assert roles_now(user, session) == {"administrator", "agent"}
    assert queries.acting(user, how="provider").actor.roles == {Role.ADMINISTRATOR, Role.AGENT}


def test_in_a_trial_nobody_owes_anything(user: User, settings: Settings) -> None:
    settings.BASE_URL = "http://localhost:8000"

    assert roles_now(user, session_of(user)) == {"administrator", "agent"}


def test_a_role_that_has_ended_asks_for_nothing(user: User) -> None:
    user.roles_held.filter(role=Role.ADMINISTRATOR).update(until=make.NOON.replace(year=2020))

    assert roles_now(user, session_of(user)) == {"agent"}
    assert not queries.acting(user, how="").owes_step


def test_who_is_away_too_long_or_too_late_is_not_logged_in(user: User) -> None:
    idle, late = session_of(user), session_of(user)
    Session.objects.filter(session_key=stored_key(idle)).update(
        seen_at=timezone.now() - timedelta(minutes=31)
    )
    Session.objects.filter(session_key=stored_key(late)).update(
        expire_date=timezone.now() - timedelta(hours=1)
    )

    assert roles_now(user, idle) is None
    assert roles_now(user, late) is None


def test_a_session_gets_another_key_and_number_when_its_person_proves_who_they_are(
    user: User,
) -> None:
    store = Session.get_session_store_class()(session_of(user))
    before = Session.objects.get()

    store.cycle_key()

    after = Session.objects.get()
    assert after.user_id == user.pk
    assert after.session_key == stored_key(store.session_key or "")
    assert (after.session_key, after.number) != (before.session_key, before.number)
    assert after.started_at > before.started_at


def test_a_session_is_read_with_its_number_and_moments() -> None:
    session_of(make.user(Role.AGENT))
    session = Session.objects.get()

    (found,) = often.find(_by_key, session.session_key)

    assert (found, found.number, found.seen_at) == (session, session.number, session.seen_at)
    assert (found.expire_date, found.user_id) == (session.expire_date, session.user_id)


def _by_key(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key)
