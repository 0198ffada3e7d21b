"""Links, mentions and tags, in bytes of UTF-8, there and back."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from gehoor.connectors.bluesky.facets import facets_in, mentioned_in, spelled_out

DID = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
WORDS = (
    "Dank! 👩‍👩‍👧‍👧 é e\u0301 \u202e שלום 🇳🇱 @wijkraad.bsky.example @niemand.example ( ) . a@b.nl "
    "https://gemeente.example/afval www.gemeente.nl/afval?dag=1 #lantaarn #2026 漢字 #wégwerk @ # "
    "http:// \n"
)
PIECES = some.sampled_from(WORDS.split(" "))
TEXTS = some.lists(PIECES | some.text(max_size=8), max_size=12).map(" ".join)


def resolve(handle: str) -> str | None:
    return None if "niemand" in handle else DID


def shown(text: str, facet: dict[str, Any]) -> str:
    index = facet["index"]
    return text.encode()[index["byteStart"] : index["byteEnd"]].decode()


def feature(facet: dict[str, Any]) -> dict[str, str]:
    [only] = facet["features"]
    return dict(only)


def link(start: int, end: int, uri: str) -> dict[str, Any]:
    kind = {"$type": "app.bsky.richtext.facet#link", "uri": uri}
    return {"index": {"byteStart": start, "byteEnd": end}, "features": [kind]}


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_every_facet_lies_over_the_words_it_is_about(text: str) -> None:
    for facet in facets_in(text, resolve):
        words, about = shown(text, facet), feature(facet)
        kind = about["$type"].rpartition("#")[2]
        if kind == "link":
            assert about["uri"] in {words, f"https://{words}"}
        elif kind == "tag":
            assert words[1:] == about["tag"]
        else:
            assert words.startswith("@")
            assert about["did"] == DID


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_facets_come_in_order_and_never_over_one_another(text: str) -> None:
    reached = 0
    for facet in facets_in(text, resolve):
        assert reached <= facet["index"]["byteStart"] < facet["index"]["byteEnd"]
        reached = facet["index"]["byteEnd"]
    assert reached <= len(text.encode())


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_our_own_text_is_read_back_as_it_was_written(text: str) -> None:
    assert spelled_out(text, facets_in(text, resolve)) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dank @wijkraad.bsky.example!", ["@wijkraad.bsky.example"]),
        ("Mail naar info@gemeente.nl", []),
        ("Zie https://gemeente.example/a(b).", ["https://gemeente.example/a(b)"]),
        ("(zie www.gemeente.nl/afval)", ["www.gemeente.nl/afval"]),
        ("Op gemeente.nl staat meer.", ["gemeente.nl"]),
        ("Bestand bijv.dat of foto.jpg", []),
        ("#lantaarn en #2026, #wég-werk!", ["#lantaarn", "#wég-werk"]),
        ("👩‍👩‍👧‍👧 @wijkraad.bsky.example", ["@wijkraad.bsky.example"]),
        ("@niemand.example bestaat niet", []),
        ("https:// en @ en #", []),
        ("https://gemeente.nl/#kop", ["https://gemeente.nl/#kop"]),
    ],
)
def test_what_becomes_a_link_a_mention_or_a_tag(text: str, words: list[str]) -> None:
    assert [shown(text, facet) for facet in facets_in(text, resolve)] == words


def test_a_shortened_link_is_written_out() -> None:
    text = "Ziet u 👀 voorbeeld.example/lantaarns/do… wel?"
    start = len("Ziet u 👀 ".encode())
    end = start + len("voorbeeld.example/lantaarns/do…".encode())
    whole = "https://voorbeeld.example/lantaarns/dorpsstraat"

    assert spelled_out(text, [link(start, end, whole)]) == f"Ziet u 👀 {whole} wel?"


def test_a_link_under_other_words_says_where_it_leads() -> None:
    told = spelled_out("Log in bij uw bank", [link(0, 6, "https://kwaad.example/")])

    assert told == "Log in (https://kwaad.example/) bij uw bank"


@pytest.mark.parametrize(
    "facets",
    [
        None, "facet", [None], [{}], [{"index": 3}], [{"index": {}, "features": "x"}],
        [link(-1, 3, "https://a.example")], [link(3, 3, "https://a.example")],
        [link(5, 2, "https://a.example")], [link(0, 999, "https://a.example")],
        [link(1, 4, "https://a.example")],
        [{"index": {"byteStart": True, "byteEnd": 2}, "features": [{"uri": "https://a.example"}]}],
    ],
)  # fmt: skip
def test_a_facet_that_cannot_be_leaves_the_text_alone(facets: object) -> None:
    assert spelled_out("👍 goed zo", facets) == "👍 goed zo"


def test_facets_over_one_another_count_once() -> None:
    told = spelled_out("abcdef", [link(0, 4, "https://a.example"), link(2, 6, "https://b.example")])

    assert told == "abcd (https://a.example)ef"


@settings(max_examples=50, deadline=None)
@given(some.text(), some.lists(some.tuples(some.integers(-5, 40), some.integers(-5, 40))))
def test_no_facet_of_a_stranger_breaks_us(text: str, places: list[tuple[int, int]]) -> None:
    facets = [link(start, end, "https://a.example/") for start, end in places]

    assert isinstance(spelled_out(text, facets), str)
    assert mentioned_in(facets) == set()


def test_half_a_letter_does_not_break_us() -> None:
    assert spelled_out("\ud83d kapot", [link(0, 3, "https://a.example/")])
