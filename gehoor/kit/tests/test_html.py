"""Pages of strangers: words in a straight line of time, and nothing that acts or fetches."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.kit.html import MAX_DEPTH, MAX_LENGTH, clean, is_too_deep, text_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hallo <b>daar</b>,<br>regel twee</p>", "Hallo daar,\nregel twee"),
        ("<head><title>x</title><style>p{}</style></head><p>Ja", "Ja"),
        ("<head><meta charset=utf-8><body>Kop zonder einde", "Kop zonder einde"),
        ("a<script>alert(1)</script>b", "ab"),
        ("<!-- <p>weg --> blijft", "blijft"),
        ("5 &lt; 6 &amp; 7&nbsp;> 2", "5 < 6 & 7 > 2"),
        ("<ul><li>een<li>twee</ul>", "een\ntwee"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc"),
        ("<img alt='a>b' src=x>tekst", "tekst"),
        ("los < teken", "los < teken"),
        ("", ""),
    ],
)
def test_a_page_becomes_its_words(html: str, text: str) -> None:
    assert text_of(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            '<a href="https://kwaad.example/x">bank.example</a>',
            "bank.example <https://kwaad.example/x>",
        ),
        ("<a href=https://bank.example/>bank.example</a>", "bank.example"),
        ("<a href='javascript:alert(1)'>klik</a>", "klik"),
        (
            "<a data-x='>' href='http://a.example?b=1&amp;c=2'>klik</a>",
            "klik <http://a.example?b=1&c=2>",
        ),
    ],
)
def test_a_link_says_where_it_really_goes(html: str, text: str) -> None:
    assert text_of(html) == text


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p onclick=x class=a id=b style=c>t</p>", "<p>t</p>"),
        ("<img src=https://volger.example/p.gif alt=a>", '<img alt="a">'),
        ("<img src=cid:foto1>", '<img src="cid:foto1">'),
        ("<a href=/inbox>t</a>", '<a rel="noopener noreferrer nofollow">t</a>'),
        ("<a href=cid:x>t</a>", '<a rel="noopener noreferrer nofollow">t</a>'),
        ("<form action=x><input name=q>t</form>", "t"),
        ("<svg><script>1</script></svg><math>t", "t"),
        ("<!-- c -->t", "t"),
    ],
)
def test_a_cleaned_page_does_nothing(html: str, cleaned: str) -> None:
    assert clean(html) == cleaned


def test_a_link_out_gives_nothing_away() -> None:
    cleaned = clean('<a href="https://a.example/">t</a>')

    assert cleaned == '<a href="https://a.example/" rel="noopener noreferrer nofollow">t</a>'


def test_a_page_that_is_too_much_is_left_out() -> None:
    assert clean("x" * (MAX_LENGTH + 1)) == ""
    assert clean("<div>" * (MAX_DEPTH + 1)) == ""


@pytest.mark.parametrize(
    "trick",
    [
        '<div title="</div>">',
        "<div a='</div>'>",
        '<div =">',
        "<div a=b='</div>'>",
        "<div><!-- </div> -->",
        "<div><!-->",
        "<div></span>",
        "<DIV/>",
        "<div\n>",
    ],
)
def test_depth_is_not_hidden_by_tricks(trick: str) -> None:
    assert is_too_deep(trick * (MAX_DEPTH * 3))


@pytest.mark.parametrize("flat", ["<p>", "<li>", "<tr><td>", "<br>", "<div>x</div>", "<img src=x>"])
def test_ordinary_long_pages_are_not_deep(flat: str) -> None:
    assert not is_too_deep(flat * 5000)


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        '<a "',
        "<a b=\"'",
        "<!--",
        "<",
        "<a ",
        "<a x= ",
        "&#",
        "\n ",
        "<title>",
        "</",
        "<!",
        "a=<'",
    ],
)
def test_twice_as_much_takes_about_twice_as_long(piece: str) -> None:
    def seconds(length: int) -> float:
        html = piece * (length // len(piece))
        started = process_time()
        text_of(html)
        is_too_deep(html)
        return process_time() - started

    assert seconds(800_000) < 4 * max(seconds(400_000), 0.02)


@given(st.text(alphabet="<>/='\"! -abdiv&;#\n", max_size=400))
def test_cleaning_again_changes_nothing(html: str) -> None:
    assert clean(clean(html)) == clean(html)
    text_of(html)
