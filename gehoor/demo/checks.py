"""The rules of data/FORMAT.md: what is wrong with a story, and what is missing to the whole.

`python -m gehoor.demo.checks` says it per file.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from gehoor.demo.stories import CHANNELS, MAIL, PUBLIC, Drop, Line, Resident, Story, Town, load
from gehoor.demo.when import LONGEST_AGO, Unclear, minutes_before, over_before_start

MARK: Final = " (fictief)"
WHOLE: Final = 240
STATUSES: Final = ("done", "handled", "seen", "waiting", "open", "late")
OPEN: Final = {"open": 8, "late": 2, "waiting": 2}
NEIGHBOURHOODS: Final = frozenset(
    {"Lindekwartier", "Oude Haven", "Noord", "Veldzicht", "Stationsbuurt", "De Weide"}
)
LONGEST: Final = {"mastodon": 500, "bluesky": 300, "messages": 500}
LONGEST_PAUSE: Final = 20_160
APART: Final = 3 * 1440
VISIBILITIES: Final = frozenset({"", "public", "unlisted", "followers", "direct"})
KEY: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
ADDRESS: Final = re.compile(r"(?<![\w.])(?:https?://|@?[\w.+-]+@)?((?:[\w-]+\.)+[a-z]{2,10})\b")
ENDINGS: Final = frozenset(
    {"nl", "com", "org", "net", "eu", "be", "de", "info", "social", "app", "io", "amsterdam"}
)
DIGITS: Final = re.compile(r"(?<![\d-])\+?\d[\d \-]{5,}\d(?!\d)")
MAY_BE_LONG: Final = re.compile(r"[VZ]-\d{4}-\d+|\d{1,2}-\d{1,2}-\d{4}|\d{4}-\d{4}")
POSTCODE: Final = re.compile(r"\b[1-9]\d{3} ?[A-Z]{2}\b")
IBAN: Final = re.compile(r"\bNL\d{2} ?[A-Z]{4}\b")
FILLER: Final = re.compile(r"lorem ipsum|\bTODO\b|\bxxx+\b|\bblabla\b", re.IGNORECASE)
PLACES: Final = (
    "Amsterdam|Rotterdam|Den Haag|Utrecht|Eindhoven|Groningen|Tilburg|Almere|Breda|Nijmegen|"
    "Apeldoorn|Haarlem|Arnhem|Enschede|Amersfoort|Zaanstad|Den Bosch|Zwolle|Leiden|Maastricht|"
    "Dordrecht|Ede|Alkmaar|Delft|Deventer|Hilversum|Roosendaal|Lelystad|Leeuwarden|Hoorn|Gouda|"
    "Friesland|Drenthe|Overijssel|Gelderland|Flevoland|Zeeland|Limburg|Brabant"
)
REAL_PLACE: Final = re.compile(rf"\b(?:{PLACES})\b")

Mistakes = Iterator[str]


def mistakes(town: Town) -> list[str]:
    """Return what is wrong with what is there, one line each."""
    found = [*_people(town), *_twice(town), *_too_close(town)]
    for story in town.stories:
        where = f"{story.file}, {story.id}"
        found += [f"{where}: {wrong}" for check in OF_A_STORY for wrong in check(story, town)]
    for number, drop in enumerate(town.storm, 1):
        found += [f"storm.toml, drop {number}: {wrong}" for wrong in _drop(drop, town)]
    return [*found, *_storm(town)]


def missing(town: Town) -> list[str]:
    """Return what the whole still lacks, one line each."""
    ended = Counter(story.status for story in town.stories)
    found = [f"the whole: {len(town.stories)} stories, must be {WHOLE}."]
    found += [
        f"the whole: {ended[status]} are {status}, must be {number}."
        for status, number in OPEN.items()
        if ended[status] != number
    ]
    used = {story.channel for story in town.stories}
    found += [f"the whole: nothing in {channel}." for channel in CHANNELS if channel not in used]
    return found if len(town.stories) != WHOLE else found[1:]


def _people(town: Town) -> Mistakes:
    named = {key: each.name for key, each in town.residents.items()}
    named |= {key: each.name for key, each in town.colleagues.items()}
    for key, name in named.items():
        if not name.endswith(MARK):
            yield f"{key}: the name must end on '{MARK}'."
        if not KEY.fullmatch(key):
            yield f"{key}: a key is lower-case letters, digits and hyphens."
    for key in town.colleagues.keys() & town.residents.keys():
        yield f"{key}: a colleague and a resident have the same key."
    for colleague in town.colleagues.values():
        if not colleague.email.endswith(".example"):
            yield f"{colleague.key}: the address must end on .example."
    for resident in town.residents.values():
        yield from (f"residents.toml, {resident.key}: {wrong}" for wrong in _resident(resident))


def _resident(resident: Resident) -> Mistakes:
    for place in (resident.email, resident.mastodon, resident.bluesky, resident.link):
        host = place.removeprefix("https://").partition("/")[0]
        if place and not host.endswith(".example"):
            yield f"{place} does not end on .example."
    if resident.neighbourhood not in NEIGHBOURHOODS and resident.kind == "person":
        yield f"{resident.neighbourhood!r} is no neighbourhood of Voorbeeldstad."
    if resident.kind not in {"person", "source"}:
        yield "kind must be person or source."
    yield from _words(resident.profile)


def _twice(town: Town) -> Mistakes:
    ids = [story.id for story in town.stories] + [drop.id for drop in town.storm if drop.id]
    yield from (f"the id {each} is used twice." for each, n in Counter(ids).items() if n > 1)
    seen: dict[str, str] = {}
    for where, text in _texts(town):
        bare = re.sub(r"\W+|\d+", " ", text.casefold()).strip()
        if len(bare) > 20 and bare in seen:
            yield f"{where}: the same text as in {seen[bare]}."
        seen.setdefault(bare, where)


def _too_close(town: Town) -> Mistakes:
    """A messaging service has one conversation for each person: two at a time would be one."""
    ended: dict[str, tuple[int, str]] = {}
    told = [story for story in town.stories if story.channel == "messages" and _is_age(story.age)]
    for story in sorted(told, key=lambda each: -minutes_before(each.age)):
        begins = minutes_before(story.age)
        last, name = ended.get(story.resident, (begins + APART, ""))
        if last - begins < APART:
            yield f"{story.file}, {story.id}: within three days of {name}, of the same resident."
        ended[story.resident] = (begins - sum(line.after for line in story.lines), story.id)


def _is_age(age: str) -> bool:
    try:
        return minutes_before(age) >= 0
    except Unclear:
        return False


def _texts(town: Town) -> Iterator[tuple[str, str]]:
    for story in town.stories:
        for line in story.lines:
            yield f"{story.file}, {story.id}", line.text
    for number, drop in enumerate(town.storm, 1):
        yield f"storm.toml, drop {number}", drop.text


def _shape(story: Story, town: Town) -> Mistakes:
    if not KEY.fullmatch(story.id):
        yield "an id is at most 40 lower-case letters, digits and hyphens."
    if story.channel not in CHANNELS:
        yield f"{story.channel} is no channel."
    if story.status not in STATUSES:
        yield f"{story.status} is no status."
    if len(story.labels) > 3 or any(not 1 <= len(label) <= 40 for label in story.labels):
        yield "at most 3 labels, of at most 40 characters."
    if bool(story.subject) != (story.channel in (*MAIL, "news")):
        yield "mail and news have a subject, and nothing else has."
    if len(story.subject) > 150:
        yield "the subject is too long."
    if story.later not in {"", "answer", "today"} or (story.later and story.status != "waiting"):
        yield "`later` is answer or today, of what is waiting."
    yield from _words(story.subject)
    yield from _words(story.reason)


def _who(story: Story, town: Town) -> Mistakes:
    resident = town.residents.get(story.resident)
    if resident is None:
        yield f"there is no resident {story.resident}."
    elif not resident.place_in(story.channel):
        yield f"{story.resident} has no address for {story.channel}."
    elif (story.channel == "news") != (resident.kind == "source") and story.channel == "news":
        yield "news comes from a source."
    if story.status in {"open", "late"} and story.by:
        yield "who is still to be answered was handled by nobody."
    if story.status not in {"open", "late"} and "agent" not in _roles(town, story.by):
        yield f"by: {story.by or 'nobody'} is no colleague who may answer."
    for line in story.lines:
        yield from _speaker(story, line, town)


def _roles(town: Town, key: str) -> set[str]:
    colleague = town.colleagues.get(key)
    answering = {"agent", "coordinator", "adviser"}
    found = set(colleague.roles) if colleague else set()
    return found | ({"agent"} if found & answering else set())


def _speaker(story: Story, line: Line, town: Town) -> Mistakes:
    if line.is_theirs:
        return
    if line.who in town.colleagues:
        if "agent" not in _roles(town, line.who):
            yield f"{line.who} may not answer."
    elif line.who not in town.residents:
        yield f"nobody is called {line.who}."
    elif story.channel not in PUBLIC or not town.residents[line.who].place_in(story.channel):
        yield f"{line.who} cannot take part in {story.channel}."


def _lines(story: Story, town: Town) -> Mistakes:
    if not story.lines or not story.lines[0].is_theirs or story.lines[0].after:
        yield "the first message is the resident's own, without `after`."
    if story.channel == "news" and len(story.lines) != 1:
        yield "news is one message."
    for number, line in enumerate(story.lines, 1):
        yield from (f"message {number}: {wrong}" for wrong in _line(story, line, number, town))


def _line(story: Story, line: Line, number: int, town: Town) -> Mistakes:
    is_ours = line.who in town.colleagues
    if number > 1 and not 1 <= line.after <= LONGEST_PAUSE:
        yield f"`after` is 1 to {LONGEST_PAUSE} minutes."
    if line.note and not is_ours:
        yield "only colleagues write notes."
    yield from _beside(story, line, is_ours=is_ours)
    if not line.note and len(line.text) > LONGEST.get(story.channel, 5000):
        yield f"{len(line.text)} characters are too many for {story.channel}."
    is_short = story.channel in (*PUBLIC, "messages") and number > 1
    if len(line.text) < (4 if is_short or line.note else 20):
        yield "the text is too short to be one."
    yield from _words(f"{line.text} {line.picture_alt} {line.link}")


def _beside(story: Story, line: Line, *, is_ours: bool) -> Mistakes:
    """What goes with a text: who may read it, a picture, a link."""
    if line.visibility not in VISIBILITIES or (is_ours and line.visibility):
        yield "`visibility` is of a resident's post: public, unlisted, followers or direct."
    if line.visibility and story.channel not in {"mastodon", "messages"}:
        yield f"{story.channel} knows no visibility."
    if line.picture_alt and (is_ours or story.channel not in (*MAIL, *PUBLIC)):
        yield "a picture goes with a resident's mail or post only."
    if bool(line.link) != (story.channel == "news"):
        yield "news has a `link`, and nothing else has."


def _words(text: str) -> Mistakes:
    """What may stand in no text at all."""
    for found in ADDRESS.findall(text):
        if found.rpartition(".")[2] in ENDINGS:
            yield f"{found} does not end on .example."
    for found in DIGITS.findall(MAY_BE_LONG.sub("", text)):
        if sum(each.isdigit() for each in found) >= 7:
            yield f"{found} could be somebody's number."
    for pattern, wrong in FORBIDDEN:
        if told := pattern.search(text):
            yield f"{told[0]!r} {wrong}"


FORBIDDEN: Final = (
    (POSTCODE, "could be a postcode."),
    (IBAN, "could be an account."),
    (FILLER, "is filler."),
    (REAL_PLACE, "is a real place."),
)


def _end(story: Story, town: Town) -> Mistakes:
    ours = [line for line in story.lines if line.who in town.colleagues and not line.note]
    spoken = [line for line in story.lines if not line.note]
    ends_with_us = bool(spoken) and spoken[-1].who in town.colleagues
    wrongs = {
        "done": (not ours, "done holds an answer of ours."),
        "handled": (not story.reason or bool(ours), "handled has a reason and no answer."),
        "seen": (bool(ours), "what was only seen holds no answer."),
        "waiting": (
            not (story.reason and ends_with_us),
            "waiting ends with our answer and has a reason.",
        ),
        "open": (ends_with_us, "the last word of an open one is theirs."),
        "late": (ends_with_us, "the last word of a late one is theirs."),
    }
    is_wrong, words = wrongs.get(story.status, (False, ""))
    if is_wrong:
        yield words


def _age(story: Story, town: Town) -> Mistakes:
    try:
        begins = minutes_before(story.age)
    except Unclear as problem:
        yield str(problem)
        return
    last = begins - sum(line.after for line in story.lines)
    if story.status == "open" and not 5 <= last <= 7 * 60:
        yield "the last message of an open one is 5 minutes to 7 hours ago."
    if story.status == "late" and not 2 * 1440 <= last <= 7 * 1440:
        yield "the last message of a late one is 2 to 6 days ago."
    if begins > LONGEST_AGO:
        yield "nothing is older than 30 days."
    if story.status != "open" and not over_before_start(story.age, [x.after for x in story.lines]):
        yield "it must be over before the day of the start."


OF_A_STORY: Final[tuple[Callable[[Story, Town], Mistakes], ...]] = (
    _shape, _who, _lines, _end, _age,
)  # fmt: skip


def _drop(drop: Drop, town: Town) -> Mistakes:
    resident = town.residents.get(drop.resident)
    if resident is None or not resident.place_in(drop.channel):
        yield f"{drop.resident} cannot write in {drop.channel}."
    if drop.channel not in CHANNELS:
        yield f"{drop.channel} is no channel."
    if not drop.goes_into and bool(drop.subject) != (drop.channel in (*MAIL, "news")):
        yield "mail and news have a subject, and nothing else has."
    if len(drop.text) > LONGEST.get(drop.channel, 5000) or len(drop.text) < 4:
        yield f"{len(drop.text)} characters are too few or too many."
    if drop.about not in {"town", "water"} or (drop.about == "water" and drop.at < 3):
        yield "`about` is town or water, and water comes from minute 3 on."
    if drop.picture_alt and drop.channel not in (*MAIL, *PUBLIC):
        yield "a picture goes with mail or a post only."
    yield from _words(f"{drop.text} {drop.subject} {drop.link} {drop.picture_alt}")


def _storm(town: Town) -> Mistakes:
    known = {story.id for story in town.stories}
    before = 0.0
    for number, drop in enumerate(town.storm, 1):
        if drop.goes_into and drop.goes_into not in known:
            yield f"storm.toml, drop {number}: nothing before it is called {drop.goes_into}."
        if number > 1 and not 20 / 60 <= round(drop.at - before, 4) <= 40 / 60 + 0.001:
            yield f"storm.toml, drop {number}: comes 20 to 40 seconds after the one before it."
        known.add(drop.id)
        before = drop.at


def main() -> int:
    """Say what is wrong, and what is missing to the whole; 1 when anything is."""
    town = load()
    wrong = [*mistakes(town), *missing(town)]
    sys.stdout.writelines(f"{each}\n" for each in wrong or [f"{len(town.stories)} stories: well."])
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
