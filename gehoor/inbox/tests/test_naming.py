"""Who a note names: by a whole name or a first one, and nobody by an address or half a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.inbox.rules.naming import named_in

ANOUK, ANNA, YUSUF, JOSE, JAN, JAN_TOO = 1, 2, 3, 4, 5, 6
COLLEAGUES = {
    ANOUK: "Anouk de Vries",
    ANNA: "Anna de Vries",
    YUSUF: "Yusuf de Vries (fictief)",
    JOSE: "José Núñez",
    JAN: "Jan Bos",
    JAN_TOO: "Jan Bosman",
}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Anouk de Vries kijk jij?", {ANOUK}),
        ("Kijk jij, @anouk?", {ANOUK}),
        ("(@Yusuf) is de put leeg?", {YUSUF}),
        ("@Yusuf de Vries (fictief) bel je hem?", {YUSUF}),
        ("@Anna en @Anouk: wie belt?", {ANNA, ANOUK}),
        ("@Anouk\nde Vries", {ANOUK}),
        ("@Jose\u0301 weet het", {JOSE}),
        ("@JOSÉ NÚÑEZ weet het", {JOSE}),
        ("@Jan Bosman, niet de andere", {JAN_TOO}),
        ("@Jan Bos.", {JAN}),
        ("@Jan, welke?", set()),
        ("@Anouks moeder", set()),
        ("@anouk@social.example schreef dit", set()),
        ("anouk@voorbeeld.example", set()),
        ("Zie @anouk.blauw.example", set()),
        ("Anouk weet het", set()),
        ("@ Anouk", set()),
        ("@@Anouk", set()),
        ("@Kees", set()),
        ("", set()),
    ],
)
def test_a_name_after_the_sign_is_of_one_colleague(text: str, named: set[int]) -> None:
    assert named_in(text, COLLEAGUES) == named


def test_of_two_with_the_same_whole_name_both_are_told() -> None:
    assert named_in("@Jan Bos", {1: "Jan Bos", 2: "Jan Bos"}) == {1, 2}


@given(st.text(alphabet="@ .AnoukdeVrisJB\n", max_size=60))
def test_only_who_is_there_is_ever_named(text: str) -> None:
    assert named_in(text, COLLEAGUES) <= COLLEAGUES.keys()
    assert named_in(text.replace("@", ""), COLLEAGUES) == set()
