"""How well kinds and medical advice are told, on texts of somebody who had not seen the rules."""

import pytest

from gehoor.inbox.rules.emergencies import alarm_in
from gehoor.inbox.rules.peers import risk_in
from gehoor.knowledge.rules.kinds import Kind, kind_of
from gehoor.knowledge.rules.medical import advice_in, is_about_a_body
from gehoor.testing.kinds import AT_HAND, NEVER_MENDED_FOR, judged, measured

WEIGHTY = {Kind.FORMAL, Kind.OBJECTION, Kind.WOO, Kind.GRIEF, Kind.MEDICAL}


def weighty(kind: str) -> str:
    return "yes" if kind in WEIGHTY else "no"


def told(text: str) -> str:
    return str(Kind.DANGER if alarm_in(text) else kind_of(text))


@pytest.mark.row("S2-02")
@pytest.mark.parametrize(("which", "least"), [(AT_HAND, 0.85), (NEVER_MENDED_FOR, 0.45)])
def test_what_is_told_to_be_weighty_is_and_much_of_it_is_told(which: str, least: float) -> None:
    texts = [(weighty(label), text) for label, text in judged("kinds", which)]

    recall, precision = measured(texts, "yes", lambda text: weighty(told(text)))

    assert recall >= least
    assert precision >= 0.9


@pytest.mark.row("S2-10")
@pytest.mark.parametrize(("which", "least"), [(AT_HAND, 0.85), (NEVER_MENDED_FOR, 0.5)])
def test_an_answer_to_who_asked_about_a_body_is_looked_at_closely(which: str, least: float) -> None:
    recall, precision = measured(
        judged("advice", which),
        "yes",
        lambda text: "yes" if advice_in(text, was_asked=True) else "no",
    )

    assert recall >= least
    assert precision >= 0.8


def test_what_is_said_of_a_body_to_who_asked_of_something_else_is_no_advice_by_that_alone() -> None:
    answer = "Het hart van de stad is zondag vrij van auto's."

    assert is_about_a_body(answer)
    assert not advice_in(answer)
    assert advice_in(answer, was_asked=True)


def test_despair_in_its_usual_words_is_heard_among_fellow_sufferers() -> None:
    texts = judged("despair", AT_HAND)

    recall, precision = measured(texts, "yes", lambda text: "yes" if risk_in(text) else "no")

    assert recall >= 0.6
    assert precision >= 0.85
