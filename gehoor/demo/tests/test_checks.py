"""The rules for stories: what is written is well, and what breaks a rule is told."""

from dataclasses import replace
from pathlib import Path

import pytest

from gehoor.demo import checks
from gehoor.demo.stories import Colleague, Drop, Line, Resident, Story, Town, Unusable, load

ANOUK = Colleague(
    "anouk", "Anouk Smit (fictief)", "anouk@stad.example", ["agent"], "Medewerker", "Antwoordt."
)
YUSUF = replace(ANOUK, key="yusuf", name="Yusuf de Vries (fictief)", roles=["specialist"])
SANNE = Resident(
    "sanne",
    "Sanne Visser (fictief)",
    email="sanne@post.example",
    mastodon="sanne@buurt.example",
    neighbourhood="Noord",
)
KEES = replace(SANNE, key="kees", name="Kees de Wit (fictief)", email="kees@post.example")
ASKED = Line("Wanneer wordt de groene bak geleegd?")
ANSWERED = Line("Dag Sanne, morgen voor twaalf uur.", who="anouk", after=30)
STORY = Story(
    id="bak",
    channel="afval",
    resident="sanne",
    subject="Groene bak",
    age="12d 14:05",
    status="done",
    by="anouk",
    lines=(ASKED, ANSWERED),
    file="01.toml",
)
DROP = Drop(0.5, "mastodon", "sanne", "Wat regent het hier hard zeg.")


def town(*stories: Story, storm: tuple[Drop, ...] = ()) -> Town:
    people = {each.key: each for each in (SANNE, KEES)}
    return Town({each.key: each for each in (ANOUK, YUSUF)}, people, stories, storm)


def told(**changes: object) -> str:
    return "\n".join(checks.mistakes(town(replace(STORY, **changes))))  # type: ignore[arg-type]


def test_everything_that_is_written_keeps_the_rules() -> None:
    assert checks.mistakes(load()) == []


def test_a_story_that_keeps_the_rules_is_well() -> None:
    assert checks.mistakes(town(STORY)) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"id": "Bak!"}, "an id is at most"),
        ({"channel": "fax"}, "fax is no channel"),
        ({"status": "gone"}, "gone is no status"),
        ({"subject": ""}, "mail and news have a subject"),
        ({"labels": ("a", "b", "c", "d")}, "at most 3 labels"),
        ({"resident": "nobody"}, "there is no resident nobody"),
        ({"by": "yusuf"}, "yusuf is no colleague who may answer"),
        ({"by": ""}, "nobody is no colleague"),
        ({"age": "yesterday"}, "is no age"),
        ({"age": "31d 00:00"}, "nothing is older than 30 days"),
        ({"age": "1d 23:50"}, "over before the day of the start"),
        ({"lines": (ASKED,)}, "done holds an answer"),
        ({"lines": (ANSWERED, ASKED)}, "the first message is the resident's own"),
        ({"lines": (ASKED, replace(ANSWERED, after=0))}, "`after` is 1 to"),
        ({"lines": (ASKED, replace(ANSWERED, who="yusuf"))}, "yusuf may not answer"),
        ({"lines": (ASKED, replace(ANSWERED, who="kees"))}, "kees cannot take part in afval"),
        ({"lines": (ASKED, replace(ANSWERED, who="piet"))}, "nobody is called piet"),
        ({"lines": (replace(ASKED, note=True), ANSWERED)}, "only colleagues write notes"),
        ({"lines": (replace(ASKED, visibility="direct"), ANSWERED)}, "knows no visibility"),
        ({"lines": (ASKED, replace(ANSWERED, picture_alt="Een bak"))}, "a picture goes with"),
        ({"lines": (replace(ASKED, link="https://a.example"), ANSWERED)}, "news has a `link`"),
        ({"lines": (replace(ASKED, text="Kort."), ANSWERED)}, "too short"),
        ({"status": "handled"}, "handled has a reason and no answer"),
        ({"status": "seen"}, "what was only seen holds no answer"),
        ({"status": "waiting"}, "waiting ends with our answer and has a reason"),
        ({"status": "open", "by": ""}, "the last word of an open one is theirs"),
        ({"status": "open"}, "was handled by nobody"),
        ({"status": "open", "by": "", "lines": (ASKED,)}, "5 minutes to 7 hours ago"),
        ({"status": "late", "by": "", "lines": (ASKED,)}, "2 to 6 days ago"),
    ],
)
def test_what_breaks_a_rule_of_a_story_is_told(changes: dict[str, object], words: str) -> None:
    assert words in told(**changes)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mail mij op sanne@thuis.nl als het klaar is.", "does not end on .example"),
        ("Kijk op www.nergens.com voor de foto van de bak.", "does not end on .example"),
        ("Bel mij morgen even op 06-12345678, dan praten we.", "somebody's number"),
        ("Mijn nummer is 123456789, dat weet u vast al wel.", "somebody's number"),
        ("Ik woon op 1234 AB en daar is het elke week raak.", "could be a postcode"),
        ("Stort het op NL91 ABCD en dan is het geregeld.", "could be an account"),
        ("Lorem ipsum dolor sit amet, consectetur elit.", "is filler"),
        ("In Utrecht halen ze de bak gewoon elke week op.", "is a real place"),
    ],
)
def test_what_may_stand_in_no_text_is_told(text: str, words: str) -> None:
    assert words in told(lines=(replace(ASKED, text=text), ANSWERED))


def test_a_text_told_twice_is_told_even_when_numbers_differ() -> None:
    other = replace(STORY, id="ander", lines=(
        replace(ASKED, text="Wanneer wordt de groene bak geleegd? 2"), replace(
            ANSWERED, text="Dag Sanne, dat is vandaag voor zessen gebeurd.")))  # fmt: skip

    assert "the same text as in 01.toml, bak" in "\n".join(checks.mistakes(town(STORY, other)))


def test_an_id_used_twice_is_told() -> None:
    assert "the id bak is used twice." in checks.mistakes(town(STORY, STORY))


def test_two_stories_of_one_person_at_once_are_told_where_they_would_be_one() -> None:
    first = replace(STORY, channel="messages", subject="")
    second = replace(
        first, id="ander", age="11d 09:00",
        lines=(replace(ASKED, text="Mag ik nog iets anders vragen over het park?"),
               replace(ANSWERED, text="Natuurlijk mag dat, zegt u het maar.")),
    )  # fmt: skip
    found = "\n".join(checks.mistakes(town(first, second)))
    apart = "\n".join(checks.mistakes(town(first, replace(second, age="8d 09:00"))))

    assert "ander: within three days of bak" in found
    assert "within three days" not in apart


def test_people_without_the_mark_or_an_example_address_are_told() -> None:
    people = {
        "a": replace(SANNE, key="a", name="Sanne Visser"),
        "b": replace(SANNE, key="b", email="sanne@thuis.nl", neighbourhood="Elders"),
        "anouk": replace(SANNE, key="anouk"),
    }
    found = "\n".join(checks.mistakes(Town({"anouk": ANOUK}, people, ())))

    assert "a: the name must end on ' (fictief)'" in found
    assert "sanne@thuis.nl does not end on .example" in found
    assert "'Elders' is no neighbourhood" in found
    assert "a colleague and a resident have the same key" in found


@pytest.mark.parametrize(
    ("drops", "words"),
    [
        ((replace(DROP, resident="nobody"),), "nobody cannot write in mastodon"),
        ((replace(DROP, about="water"),), "water comes from minute 3 on"),
        ((DROP, replace(DROP, at=0.6)), "20 to 40 seconds"),
        ((replace(DROP, goes_into="nowhere"),), "nothing before it is called nowhere"),
        ((replace(DROP, subject="Regen"),), "mail and news have a subject"),
        ((replace(DROP, text="x" * 501),), "too few or too many"),
    ],
)
def test_what_breaks_a_rule_of_the_storm_is_told(drops: tuple[Drop, ...], words: str) -> None:
    assert words in "\n".join(checks.mistakes(town(storm=drops)))


def test_what_the_whole_lacks_is_told() -> None:
    found = checks.missing(town(STORY))

    assert "the whole: 1 stories, must be 240." in found
    assert "the whole: 0 are late, must be 2." in found
    assert "the whole: nothing in bluesky." in found


def test_a_file_with_a_key_nobody_knows_is_no_story(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="nobody knows colour"):
        load_with(tmp_path, '[[conversation]]\nid = "a"\ncolour = "red"\n')


def test_a_story_without_what_it_must_have_is_no_story(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="channel"):
        load_with(tmp_path, '[[conversation]]\nid = "a"\n')


def load_with(folder: Path, text: str) -> Town:
    (folder / "conversations").mkdir()
    (folder / "conversations" / "01.toml").write_text(text)
    for name in ("colleagues.toml", "residents.toml", "storm.toml"):
        (folder / name).write_text("")
    return load(folder)
