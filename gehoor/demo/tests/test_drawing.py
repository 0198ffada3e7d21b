"""The pictures of the demo are drawn by us from the words that say what is to be seen."""

from io import BytesIO

import pytest
from PIL import Image

from gehoor.demo.drawing import HEIGHT, WIDTH, draw, motifs_in
from gehoor.demo.motifs import MOTIFS, bin_, house, stairs
from gehoor.demo.stories import load

TOWN = load()
DESCRIBED = [
    *(line.picture_alt for story in TOWN.stories for line in story.lines if line.picture_alt),
    *(drop.picture_alt for drop in TOWN.storm if drop.picture_alt),
]


def test_people_send_pictures_while_one_watches_too() -> None:
    with_one = [drop for drop in TOWN.storm if drop.picture_alt]

    assert len(with_one) >= 5
    assert {drop.channel for drop in with_one} >= {"mastodon", "bluesky"}


@pytest.mark.parametrize("seen", DESCRIBED)
def test_every_picture_can_be_drawn_small_and_stands_for_its_own_words(seen: str) -> None:
    content = draw(seen)

    with Image.open(BytesIO(content)) as picture:
        assert picture.size == (WIDTH, HEIGHT)
    assert len(content) < 5000
    assert draw.__wrapped__(seen) == content
    assert [other for other in DESCRIBED if draw(other) == content] == [seen]


def test_what_the_words_name_is_what_is_drawn() -> None:
    assert motifs_in("een groene bak op de stoep") == [bin_]
    assert motifs_in("de trap naar een kelder") == [stairs]
    assert motifs_in("een vlek") == [house] * 3


@pytest.mark.parametrize("motif", [motif for _, motif in MOTIFS])
def test_every_motif_leaves_something_on_the_paper(motif: object) -> None:
    [names] = [names for names, each in MOTIFS if each is motif]

    assert draw(f"Een {names.split()[0]} in de straat") != draw("Een vlek in de straat")
