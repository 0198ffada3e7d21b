"""Which messages only say thank you, on texts written by hand."""

from pathlib import Path

import pytest

from gehoor.inbox.rules.thanks import is_mere_thanks

LINES = [
    line
    for line in (Path(__file__).parent / "thanks.txt").read_text().splitlines()
    if line[:2] in ("= ", "! ")
]


@pytest.mark.row("S2-24")
def test_hardly_anything_that_asks_or_adds_goes_on_sleeping_and_most_thanks_do() -> None:
    thanks = {line[2:] for line in LINES if line[0] == "="}
    sleeping = {line[2:] for line in LINES if is_mere_thanks(line[2:])}

    assert len(LINES) >= 240
    assert len(sleeping & thanks) / len(sleeping) >= 0.98
    assert len(sleeping & thanks) / len(thanks) >= 0.8


@pytest.mark.parametrize(
    "text",
    [
        "Bedankt! Kan het ook morgen?",
        "Dank u, zie https://voorbeeld.example/foto",
        "bedankt 06 12345678",
        "Dank " * 100,
        "",
        "👍 👎",
    ],
)
def test_a_question_an_address_a_number_or_a_long_text_always_wakes(text: str) -> None:
    assert not is_mere_thanks(text)
