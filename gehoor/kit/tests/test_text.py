"""Words of strangers: fit to store, honest to read, and never without end."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gehoor.kit.text import CONTROLS, SURROGATES, TURNS, file_name, one_line, plain

ANY = st.text(st.characters(), max_size=300)


@given(ANY)
def test_plain_text_can_be_stored(text: str) -> None:
    stored = plain(text, limit=200)

    stored.encode("utf-8")
    assert not CONTROLS.search(stored)
    assert len(stored) <= 200
    assert plain(stored, limit=200) == stored


@given(ANY)
def test_one_line_is_one_line_that_hides_nothing(text: str) -> None:
    shown = one_line(text, limit=100)

    assert not any(mark in shown for mark in "\r\n\t\0")
    assert not TURNS.search(shown)
    assert not SURROGATES.search(shown)
    assert len(shown) <= 100
    assert one_line(shown, limit=100) == shown


def test_line_ends_of_every_kind_become_ours() -> None:
    assert plain("a\r\nb\rc\n", limit=10) == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("foto.png", "foto.png"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Users\\x.doc", "C__Users_x.doc"),
        ("factuur\u202efdp.exe", "factuurfdp.exe"),
        (".htaccess\u200b", "htaccess"),
        ("  \0 ", ""),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
        ("a" * 300, "a" * 200),
    ],
)
def test_a_file_name_shows_what_it_is(name: str, shown: str) -> None:
    assert file_name(name) == shown


@given(ANY)
@example("0\r\x1b\x850")
@example("a \u200b b")
@example("a" * 199 + ". b")
def test_cleaning_a_file_name_twice_changes_nothing(name: str) -> None:
    assert file_name(file_name(name)) == file_name(name)
