"""The screens of the roster: what is typed comes back with the reason, and who may do what."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gehoor.kit.clock import now, this_day
from gehoor.people.models import Absence, Team, User
from gehoor.people.policies import Role
from gehoor.planning import actions as planning
from gehoor.planning.rules import read_day
from gehoor.roster.models import Duty, Shift, Swap
from gehoor.roster.rules import ONE_DAY
from gehoor.screens.words import short_day
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S3-24")]


@pytest.fixture
def team() -> Team:
    return make.team(name="Webcare")


@pytest.fixture
def anouk(team: Team) -> User:
    return make.user(Role.AGENT, teams=(team,), name="Anouk")


@pytest.fixture
def ria(team: Team, client: Client) -> User:
    made = make.user(Role.COORDINATOR, teams=(team,), name="Ria")
    client.force_login(made, backend=BACKEND)
    return made


def typed(team: Team, who: User, **given: object) -> dict[str, object]:
    day = this_day() + ONE_DAY
    facts = {"team": team.pk, "person": who.pk, "day": day, "begins": "09:00", "ends": "12:00"}
    return facts | given


@pytest.mark.usefixtures("ria")
def test_a_shift_is_planned_and_what_cannot_be_comes_back_as_it_was_typed(
    client: Client, team: Team, anouk: User
) -> None:
    client.post(reverse("add_shift"), typed(team, anouk))
    again = client.post(reverse("add_shift"), typed(team, anouk, begins="11:00", ends="13:30"))

    assert Shift.objects.get().person == anouk
    assert again.status_code == 422
    told = again.content.decode()
    assert "Anouk werkt dan al" in told
    assert 'value="13:30"' in told


@pytest.mark.usefixtures("ria")
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"ends": "09:00"}, "eindigt nadat hij begint"),
        ({"begins": "06:00", "ends": "23:00"}, "hoogstens twaalf uur"),
        ({"day": "31-02-2026"}, "geldige datum"),
        ({"person": "9999999"}, "geldige keuze"),
        ({"last_day": "2031-01-01"}, "Alleen wat elke week terugkomt"),
    ],
)
def test_what_makes_no_shift_is_told(
    client: Client, team: Team, anouk: User, given: dict[str, object], words: str
) -> None:
    answer = client.post(reverse("add_shift"), typed(team, anouk, **given))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Shift.objects.exists()


@pytest.mark.usefixtures("ria")
def test_a_coordinator_plans_no_other_team(client: Client) -> None:
    other = make.team()
    person = make.user(Role.AGENT, teams=(other,))

    client.post(reverse("add_shift"), typed(other, person))
    client.post(reverse("copy_week"), {"team": other.pk})

    assert not Shift.objects.exists()


@pytest.mark.usefixtures("ria")
def test_without_opening_hours_nothing_is_missing_and_with_them_the_board_tells(
    client: Client, team: Team, anouk: User
) -> None:
    assert "Er zijn nog geen openingstijden" in client.get(reverse("roster")).content.decode()
    planning.change_week(dict.fromkeys(range(7), read_day("9-17")))
    tomorrow = this_day() + ONE_DAY
    Shift.objects.create(team=team, person=anouk, day=tomorrow, begins=600, ends=720)

    board = client.get(reverse("board")).content.decode()

    assert "Niemand op het rooster" in board
    with translation.override("nl"):
        day = short_day(tomorrow)
    hours = "09:00\N{EN DASH}10:00, 12:00\N{EN DASH}17:00"
    assert f"{day}, {hours}</span>" in board
    assert board.count(f"week={tomorrow}") == 1


@pytest.mark.usefixtures("ria")
def test_what_was_empty_in_a_week_that_is_past_is_shown_but_asks_for_nothing(
    client: Client, team: Team
) -> None:
    planning.change_week(dict.fromkeys(range(7), read_day("9-17")))
    past = this_day() - 14 * ONE_DAY

    page = client.get(reverse("roster"), {"team": str(team.pk), "week": past.isoformat()})

    shown = page.content.decode()
    assert 'class="gap past"' in shown
    assert "bent u open" not in shown
    assert "Alle openingstijden" not in shown


def test_a_swap_is_asked_and_accepted_on_screen(client: Client, team: Team, anouk: User) -> None:
    kees = make.user(Role.AGENT, teams=(team,), name="Kees")
    day = this_day() + ONE_DAY
    shift = Shift.objects.create(team=team, person=anouk, day=day, begins=540, ends=720)
    client.force_login(anouk, backend=BACKEND)
    page = client.get(reverse("shift", args=[shift.pk, day.isoformat()]))
    assert "Kees, zonder dienst terug" in page.content.decode()

    client.post(reverse("ask_swap", args=[shift.pk, day.isoformat()]), {"to": str(kees.pk)})
    client.force_login(kees, backend=BACKEND)
    assert "Anouk vraagt Kees" in client.get(reverse("roster")).content.decode()
    client.post(reverse("decide_swap", args=[Swap.objects.get().pk]), {"act": "accept"})

    assert Shift.objects.get().person == kees


@pytest.mark.row("S0-09")
def test_who_is_on_duty_stands_at_the_top_of_every_page(
    client: Client, team: Team, anouk: User
) -> None:
    moment = now()
    Duty.objects.create(person=anouk, began_at=moment, until=moment + timedelta(hours=1))
    client.force_login(make.user(Role.AGENT, teams=(team,)), backend=BACKEND)
    assert "In dienst: Anouk" in client.get(reverse("profile")).content.decode()

    client.force_login(make.user(Role.AGENT, teams=(make.team(),)), backend=BACKEND)
    assert "In dienst: Anouk" not in client.get(reverse("profile")).content.decode()


@pytest.mark.row("S0-16")
def test_a_coordinator_overrides_with_a_reason_and_an_agent_cannot(
    client: Client, team: Team, anouk: User, ria: User
) -> None:
    given = {"person": anouk.pk, "first_day": this_day(), "last_day": this_day()}

    without = client.post(reverse("away"), given)
    client.post(reverse("away"), given | {"why_nobody": "Iedereen is weg"})
    client.force_login(anouk, backend=BACKEND)
    by_herself = client.post(
        reverse("away"), given | {"why_nobody": "Toch", "last_day": this_day() + 9 * ONE_DAY}
    )

    assert without.status_code == by_herself.status_code == 422
    assert "Als coördinator kunt u het zonder doen" in without.content.decode()
    assert Absence.objects.get().why_nobody == "Iedereen is weg"


def test_who_is_in_no_team_is_told_so(client: Client) -> None:
    client.force_login(make.user(Role.AGENT, language="nl"), backend=BACKEND)

    assert "U zit in geen enkel team." in client.get(reverse("roster")).content.decode()
    client.post(reverse("duty"), {"act": "begin"})
    assert Duty.objects.count() == 1
