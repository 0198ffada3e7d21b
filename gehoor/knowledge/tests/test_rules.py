"""Variables, shortcuts and reviews of kept answers."""

from datetime import date

import pytest

from gehoor.knowledge.rules import (
    Known,
    by_hand,
    fill,
    fold_shortcut,
    gaps,
    is_overdue,
    is_shortcut,
    read_labels,
    with_link,
)

FACTS = {Known.NAME: "Fatima Bakker", Known.TEAM: "Webcare", Known.LINK: "https://stad.example"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Dag {naam}, dit is {team}.", "Dag Fatima Bakker, dit is Webcare."),
        ("Dear {name}, this is {Team}.", "Dear Fatima Bakker, this is Webcare."),
        ("Zie {link}", "Zie https://stad.example"),
        ("Uw nummer is {zaaknummer}, {onderwerp}.", "Uw nummer is {zaaknummer}, {onderwerp}."),
        ("{{7*7}} ${jndi:ldap} {} { naam } {1}", "{{7*7}} ${jndi:ldap} {} { naam } {1}"),
    ],
)
def test_what_is_known_is_filled_in_and_the_rest_stays(text: str, filled: str) -> None:
    assert fill(text, FACTS) == filled


@pytest.mark.parametrize("name", ["{naam}", "{zaaknummer}", "Kees\n{naam}"])
def test_what_somebody_is_called_is_never_a_variable_itself(name: str) -> None:
    assert not gaps(fill("Dag {naam}", {Known.NAME: name}))
    assert "\n" not in fill("Dag {naam}", {Known.NAME: name})


def test_what_nothing_fills_in_by_itself_is_told_once() -> None:
    assert by_hand("{naam} {zaaknummer} {Zaak-nr} {zaaknummer} {team}") == [
        "{zaaknummer}", "{Zaak-nr}",
    ]  # fmt: skip


@pytest.mark.row("S1-15")
@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Dat klopt niet.", "Dat klopt niet.\nhttps://stad.example/wegen"),
        ("Lees {link} maar.", "Lees {link} maar."),
        ("Zie https://stad.example/wegen", "Zie https://stad.example/wegen"),
    ],
)
def test_a_correction_says_where_it_can_be_read(text: str, made: str) -> None:
    assert with_link(text, "https://stad.example/wegen") == made
    assert with_link(text, "") == text


@pytest.mark.parametrize(
    ("typed", "folded", "is_one"),
    [
        ("Route", "route", True),
        ("/1", "1", True),
        (" rijbewijs-kwijt ", "rijbewijs-kwijt", True),
        ("route en parkeren", "route en parkeren", False),
        ("@route", "@route", False),
        ("-", "-", False),
    ],
)
def test_a_shortcut_is_one_word(typed: str, folded: str, is_one: bool) -> None:
    assert fold_shortcut(typed) == folded
    assert is_shortcut(folded) == is_one


def test_labels_are_read_as_people_write_them() -> None:
    assert read_labels(" auto,  openbaar   vervoer,, auto ") == ["auto", "openbaar vervoer"]


def test_an_answer_holds_until_the_day_itself_is_over() -> None:
    day = date(2026, 11, 26)

    assert is_overdue(day, today=date(2026, 11, 27))
    assert not is_overdue(day, today=day)
