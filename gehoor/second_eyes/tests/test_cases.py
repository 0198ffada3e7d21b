"""A running case is recognised by how it is numbered, and by who it is about."""

from datetime import date

import pytest

from gehoor.second_eyes.rules import forms_in, is_numbered, is_of_a_name

pytestmark = pytest.mark.row("S0-48")
DAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    "text",
    [
        "Wat vindt u van ECLI:NL:RBAMS:2026:1234?",
        "ecli:nl:hr:2019:2006 is toch duidelijk",
        "Het gaat om parketnummer 05/720123-23.",
        "zie 13-654321-24 en 16.022334.22",
        "Hoger beroep 200.123.456/01 loopt nog",
        "C/13/654321 komt morgen",
        "HA ZA 26-123 tegen de gemeente",
        "mijn beroep AWB 26/1234",
        "UTR 26/4321 WMO",
        "aangifte PL0900-2026123456",
        "PL1500-2026-123456",
        "zaaknummer 1234567",
        "Zaaknr. 7654321 CV",
        "rolnummer: 22-001234-25",
        "proces-verbaalnummer 2026123456",
    ],
)
def test_a_number_of_a_court_or_the_police_is_one(text: str) -> None:
    assert is_numbered(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bel 06-123456-78 of 06 12345678.",
        "Op 05-11-2026 om 13.30 uur.",
        "Mijn postcode is 1234 AB, nummer 12.",
        "De rekening van € 13.654,32",
        "NL91ABNA0417164300",
        "Wat een zaak!",
        "Nummer 2026123456 van de wachtrij",
        "https://gemeente.example/2026/11/26",
    ],
)
def test_a_telephone_a_date_or_an_address_is_none(text: str) -> None:
    assert not is_numbered(text)


def test_ones_own_numbers_are_known_by_an_example() -> None:
    forms = forms_in("  TUCHT-2026-001 \n\nTUCHT-2026-001\nD12/34")

    assert forms == ["TUCHT-2026-001", "D12/34"]
    assert is_numbered("Het gaat over tucht-2031-907.", forms)
    assert is_numbered("d99/01?", forms)
    assert not is_numbered("TUCHT-26-1 en D12/345", forms)


NAMES = [("Dénis van der Meij", DAY), ("Kees Ostrov", date(2026, 11, 25))]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Wat is er met denis VAN DER meij gebeurd?", True),
        ("Denis, van der Meij", True),
        ("Denis van der Meijden", False),
        ("van der Meij", False),
        ("Kees Ostrov", False),
        ("", False),
    ],
)
def test_a_name_is_found_whole_until_its_last_day(text: str, is_one: bool) -> None:
    assert is_of_a_name(text, NAMES, on=DAY) is is_one


def test_a_name_without_a_letter_is_nobodys() -> None:
    assert not is_of_a_name("Hallo!", [("?!", DAY)], on=DAY)
