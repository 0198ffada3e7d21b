"""Two texts beside each other: what went, what came, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.kit.differences import Change, differences


def shown(before: str, after: str) -> list[tuple[str, str]]:
    return [(str(part.change), part.text) for part in differences(before, after)]


def test_a_changed_word_is_shown_as_gone_and_new() -> None:
    assert shown("De bak wordt morgen geleegd.", "De bak wordt vrijdag geleegd.") == [
        ("same", "De bak wordt "),
        ("gone", "morgen"),
        ("new", "vrijdag"),
        ("same", " geleegd."),
    ]


def test_equal_texts_hold_no_difference() -> None:
    assert {change for change, _ in shown("Dank u.", "Dank u.")} == {"same"}
    assert shown("", "") == []


@pytest.mark.parametrize("lines", [0, 1500])
@given(before=st.text(max_size=60), after=st.text(max_size=60))
def test_both_texts_can_be_read_in_it(lines: int, before: str, after: str) -> None:
    long = "een twee drie vier vijf\n" * lines

    parts = differences(long + before, long + after)

    assert "".join(p.text for p in parts if p.change != Change.NEW) == long + before
    assert "".join(p.text for p in parts if p.change != Change.GONE) == long + after
