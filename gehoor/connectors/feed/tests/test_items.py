"""What makes an item the same item, and what a colleague reads of it."""

import json
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.connectors.feed import PLUGIN
from gehoor.connectors.feed.items import Item, Keyed, keyed_from, link_hash, usable_link, with_keys
from gehoor.connectors.feed.parse import SHARES_ID
from gehoor.connectors.feed.splitting import read
from gehoor.contracts.connector import IncomingMessage, Unreadable

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
FEED = "https://nieuws.example/rss"


def an_item(**given: str) -> Item:
    facts = {"id": "", "link": "", "title": "Titel", "text": "", "published": "", "source": "Krant"}
    html = {"title_is_html": False, "text_is_html": False}
    return Item(**facts | given, **html, feed=FEED)  # type: ignore[arg-type]


def message(xml: str) -> IncomingMessage:
    [item] = read(xml.encode(), "application/xml", FEED).items
    [found] = PLUGIN.parse(Keyed("k", item).raw(earlier=False))
    return found


def sample(name: str) -> IncomingMessage:
    [found] = PLUGIN.parse((SAMPLES / name).read_bytes())
    return found


def keys(items: list[Item], seen: dict[str, str] | None = None) -> list[str]:
    return [each.key for each in with_keys(items, seen or {})]


def remembered(items: list[Item], seen: dict[str, str] | None = None) -> dict[str, str]:
    return {each.key: link_hash(each.item) for each in with_keys(items, seen or {})}


# The key.


@pytest.mark.row("S2-30")
def test_an_item_is_known_by_its_id_else_its_link_else_its_words() -> None:
    named = an_item(id="tag:1", link="https://nieuws.example/1")
    linked = an_item(link="https://nieuws.example/2")

    assert keys([named, linked]) == ["tag:1", "https://nieuws.example/2"]
    [by_words] = keys([an_item(title="Alleen woorden")])
    assert by_words.startswith("sha256:")


@pytest.mark.row("S2-30")
def test_what_is_said_twice_is_one_item() -> None:
    assert len(keys([an_item(title="zelfde")] * 500)) == 1
    assert len(keys([an_item(id="a", title="zelfde")] * 2)) == 1


def test_one_id_for_two_links_is_two_items_and_the_second_says_so() -> None:
    first, second = (an_item(id="g", link=f"https://nieuws.example/{n}") for n in "ab")

    one, two = with_keys([first, second], {})

    assert one.key == "g"
    assert two.key.startswith("g ")
    assert (one.shares_id, two.shares_id) == (False, True)
    [shown] = PLUGIN.parse(two.raw(earlier=False))
    assert shown.warnings == (SHARES_ID,)


def test_who_came_first_keeps_the_plain_key_wherever_it_stands() -> None:
    first, second, third = (an_item(id="g", link=f"https://nieuws.example/{n}") for n in "abc")
    seen = remembered([first])
    seen |= remembered([second, first], seen)

    assert keys([third, second, first], seen)[-1] == "g"
    assert keys([second, first], seen) == [*keys([second], seen), "g"]
    assert len(set(keys([third, second, first], seen))) == 3


def test_a_link_that_only_changed_in_what_is_counted_is_the_same() -> None:
    before = an_item(id="g", link="http://www.nieuws.example/a/?utm_source=rss")
    after = an_item(id="g", link="https://nieuws.example/a")

    assert keys([after], remembered([before])) == ["g"]


def test_a_very_long_or_odd_id_is_known_by_its_hash() -> None:
    for odd in ("x" * 4000, "a\u202eb", "a\0b", "a\nb"):
        [key] = keys([an_item(id=odd)])
        assert key.startswith("sha256:")


items = st.builds(
    an_item,
    id=st.sampled_from(["", "g", "h"]),
    link=st.sampled_from(["", "https://a.example/1", "https://a.example/2"]),
    title=st.sampled_from(["een", "twee"]),
)


@given(st.lists(items, max_size=8), st.lists(items, max_size=8))
def test_no_two_items_share_a_key_and_none_is_lost(before: list[Item], after: list[Item]) -> None:
    keyed = with_keys(after, remembered(before))

    found = [each.key for each in keyed]
    assert len(found) == len(set(found))
    assert {each.item for each in keyed} <= set(after)
    # Told apart are those with another id, another link or, without both, other words.
    assert len(keyed) >= len({(each.id or each.link, each.link) for each in after})


@given(st.lists(items, max_size=8))
def test_the_same_feed_gives_the_same_keys_again(found: list[Item]) -> None:
    first = remembered(found)

    assert set(keys(found, first)) == set(first)


# The link.


@pytest.mark.row("S2-16")
@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        ("https://www.google.com/url?rct=j&url=https://krant.example/a%3Fb%3D1&ct=ga",
         "https://krant.example/a?b=1"),
        ("https://google.nl/url?q=http://krant.example/", "http://krant.example/"),
        ("https://www.google.co.uk/url?url=https://www.google.com/url?url=https://a.example/",
         "https://a.example/"),
        ("https://www.google.com/url?url=javascript:alert(1)", ""),
        ("https://www.google.com/url?url=//a.example", ""),
        ("https://www.google.com/url?sa=t", "https://www.google.com/url?sa=t"),
        ("https://www.google.com.kwaad.example/url?url=https://a.example/",
         "https://www.google.com.kwaad.example/url?url=https://a.example/"),
        ("https://krant.example/url?url=https://a.example/",
         "https://krant.example/url?url=https://a.example/"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ('https://a.example/"onclick="x', ""),
        ("https://a.example/ b", ""),
        ("https://a.example/" + "x" * 3000, ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_link_leads_to_the_site_itself_or_nowhere(link: str, leads_to: str) -> None:
    assert usable_link(link) == leads_to


@given(st.text(max_size=60))
def test_no_link_holds_what_could_leave_its_attribute(text: str) -> None:
    for link in (text, f"https://{text}", f"https://www.google.com/url?url={text}"):
        found = usable_link(link)
        assert not set(found) & set('"<> \n\t\0')
        assert not found or found.lower().startswith(("http://", "https://"))


# The words.


@pytest.mark.row("S2-30")
def test_an_item_of_the_news_is_words_with_a_link_to_its_source() -> None:
    found = sample("news.json")

    assert found.subject == "Afval in de Lindelaan blijft liggen"
    assert found.text.startswith("Bewoners van de Lindelaan wachten al drie weken.\n\nDe gemeente")
    assert found.link == "https://nieuws.example/2026/lindelaan"
    assert (found.author.handle, found.author.name) == (
        "nieuws.example",
        "Het Nieuwsblad van Voorbeeld",
    )
    assert found.is_public
    assert found.is_automatic
    assert not found.is_earlier


@pytest.mark.row("S2-16")
def test_a_hit_of_google_alerts_names_the_site_and_leads_there() -> None:
    found = sample("google-alert.json")

    assert found.subject == "Gemeente Voorbeeld & de rivier"
    assert found.text == "De gemeente Voorbeeld versterkt de dijk ..."
    assert found.link == "https://krant.example/artikel?id=7"
    assert (found.author.handle, found.author.name) == ("krant.example", "krant.example")


def test_who_wrote_it_is_not_kept() -> None:
    found = message(
        "<rss><channel><item><title>Dijk</title><author>jan@krant.example (Jan Jansen)</author>"
        "</item></channel></rss>"
    )

    assert "Jan" not in repr(found)


def test_the_longest_of_what_an_item_says_is_its_text() -> None:
    found = message(
        '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item>'
        "<description>Kort</description>"
        "<content:encoded><![CDATA[<p>Het hele verhaal</p>]]></content:encoded>"
        "</item></channel></rss>"
    )

    assert found.text == "Het hele verhaal"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Kosten &lt; 5 euro", "Kosten < 5 euro"),
        ("&lt;b&gt;Vet&lt;/b&gt;", "Vet"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Let op", "<script>alert(1)</script>Let op"),
        ("R&amp;amp;D", "R&D"),
        ("Regel\n\n een", "Regel een"),
    ],
)
def test_a_title_is_one_line_of_words(title: str, shown: str) -> None:
    xml = f"<rss><channel><item><guid>1</guid><title>{title}</title></item></channel></rss>"

    assert message(xml).subject == shown


@pytest.mark.parametrize(
    "raw",
    [b"", b"{}", b"[]", b"null", b'{"key": 1}', b"\xff", b'{"key": "a", "id": 3}'],
)
def test_what_is_no_item_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        PLUGIN.parse(raw)


def test_an_item_is_written_the_same_way_each_time() -> None:
    keyed = Keyed("k", an_item(id="k", title="\ud800 half"))

    assert keyed.raw(earlier=False) == keyed.raw(earlier=False)
    assert json.loads(keyed.raw(earlier=True))["earlier"] is True
    assert keyed_from(keyed.raw(earlier=True))[1] is True


@pytest.mark.parametrize("inside", ["https://[", "https://[::1", "https://a\u2100b.example/"])
def test_a_link_within_a_link_that_leads_nowhere_keeps_no_other_item_out(inside: str) -> None:
    """One item of anybody's would otherwise end the reading of the whole feed."""
    wrapped = f"https://www.google.com/url?{urlencode({'url': inside})}"

    assert usable_link(wrapped) == ""
    assert keys([an_item(id="1", link=usable_link(wrapped))]) == ["1"]
