"""Whether a message says that somebody may be in danger, measured on messages written by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.inbox.rules import emergencies as rules
from gehoor.inbox.rules.dangers import ROOTS, Danger
from gehoor.inbox.rules.emergencies import Alarm, alarm_in
from gehoor.testing.emergencies import NEVER_MENDED_FOR, measured, messages

pytestmark = pytest.mark.row("S0-11")


def test_there_are_enough_messages_and_more_than_half_only_look_like_it() -> None:
    every = [each for judged in messages().values() for each in judged]

    assert len(every) >= 350
    assert 0.3 < sum(is_one for is_one, _ in every) / len(every) < 0.5


@pytest.mark.parametrize("which", [each for each in messages() if each != NEVER_MENDED_FOR])
def test_of_the_messages_at_hand_nearly_all_are_told_apart(which: str) -> None:
    """The rules were made and widened with these, so it only says that none was lost since."""
    recall, precision = measured(messages()[which], alarm_in)

    assert recall >= 0.99, f"{recall:.2f}"
    assert precision >= 0.98, f"{precision:.2f}"


def test_of_messages_nobody_mended_for_three_in_four_are_found() -> None:
    """Measured on 42: recall 0.77, precision 0.89. What is missed a colleague puts on top."""
    recall, precision = measured(messages()[NEVER_MENDED_FOR], alarm_in)

    assert recall >= 0.75, f"{recall:.2f}"
    assert precision >= 0.88, f"{precision:.2f}"


def test_it_says_in_which_words_and_which_danger() -> None:
    assert alarm_in("Help! Er ligt iemand in het water.") == Alarm(
        Danger.WATER, "ligt iemand in het water"
    )


def test_what_a_mail_quotes_raises_nothing() -> None:
    """Our own answer names 112, and comes back below theirs."""
    quoted = "Dank u, het is al goed.\n\nOp 3 nov. schreef Gemeente:\n> Bel 112 als iemand stikt"

    assert alarm_in(quoted) is None


def test_what_was_yesterday_does_not_hide_what_is_now() -> None:
    assert alarm_in("Gisteren was er ook al brand. Nu staat de schuur in brand!")


@pytest.mark.parametrize("text", ["De sluisdeur staat open", "SLUISDEUR  staat open!!"])
def test_a_word_of_the_organisation_counts_wherever_it_stands(text: str) -> None:
    assert alarm_in(text) is None

    assert alarm_in(text, ["Sluisdeur staat open"]) == Alarm(Danger.OWN, "sluisdeur staat open")


def test_a_word_of_the_organisation_is_no_part_of_another() -> None:
    assert alarm_in("De sluisdeuren zijn mooi", ["sluisdeur"]) is None


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    assert alarm_in(text, ["sluis (dicht"]) is None or text


def test_the_quick_look_before_hides_nothing_from_the_patterns() -> None:
    for judged in messages().values():
        for _is_one, text in judged:
            for sentence, _is_question in rules._sentences(rules._plain(text)):
                for danger, pattern in rules.PATTERNS:
                    if pattern.search(sentence):
                        assert any(root in sentence for root in ROOTS[danger]), (danger, sentence)
