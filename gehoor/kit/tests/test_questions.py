"""Questions among what people write under a post."""

import time

import pytest

from gehoor.kit.questions import is_question


@pytest.mark.parametrize(
    "text",
    [
        "Wanneer komen de gieren terug?",
        "Mooi hoor. hoe laat gaat het park open",
        "waarom is er niemand die ingrijpt",
        "Weet iemand of ze ook in de Biesbosch zitten",
        "Kan ik ergens foto's insturen",
        "Is dat niet gevaarlijk voor mijn hond",
        "هل هذا صحيح؟",
        "Serieus‽",
    ],
)
def test_a_question_is_recognised_with_and_without_its_mark(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wat een prachtige vogels!",
        "Wat mooi",
        "Hoe mooi is dat.",
        "Wanneer je er loopt, hoor je ze al.",
        "Dank voor de uitleg.",
        "https://voorbeeld.example/zoek?q=gieren",
        "",
        "Ik weet niet wat dit is.",
    ],
)
def test_what_only_begins_like_one_is_none(text: str) -> None:
    assert not is_question(text)


@pytest.mark.parametrize("unit", [" ", "\n", "'", ". ", "is ", "(\n"])
def test_no_text_makes_it_slow(unit: str) -> None:
    started = time.process_time()

    is_question(unit * 200_000)

    assert time.process_time() - started < 2
