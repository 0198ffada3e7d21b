"""What comes in by private message: all of it, once, whatever the log of the service does."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from gehoor.connectors.bluesky import PLUGIN
from gehoor.connectors.bluesky.convos import NO_RIGHTS
from gehoor.connectors.bluesky.direct_reading import IN_A_GROUP, NOT_NOW
from gehoor.connectors.bluesky.tests.conftest import Place
from gehoor.contracts.connector import Batch, NotAllowed
from gehoor.contracts.posts import Visibility
from gehoor.testing.bluesky import CITIZEN, HANDLE

pytestmark = pytest.mark.row("S1-03")


def batch_of(place: Place) -> Batch:
    with closing(PLUGIN.reader(place.account)) as reader:
        return reader.fetch(place.cursor, limit=100)


def test_a_direct_message_is_to_us_and_for_us_alone(place: Place) -> None:
    place.read()
    line = place.network.chat.write("Mijn adres is Dorpsstraat 1.")

    [message] = place.read()

    assert message.text == "Mijn adres is Dorpsstraat 1."
    assert message.author.handle == CITIZEN
    assert message.author.name == "Wijkraad Noord"
    assert message.visibility is Visibility.DIRECT
    assert message.is_to_us
    assert not message.is_public
    assert message.thread == ""
    assert message.sent_at
    assert abs(message.sent_at - line.sent_at) < timedelta(milliseconds=1)
    assert place.texts() == []


def test_who_asks_whether_they_may_write_comes_in_too_and_is_not_accepted(place: Place) -> None:
    chat = place.network.chat
    chat.write("Mag ik u iets vragen?")
    [convo] = chat.convos.values()
    assert convo.status == "request"

    assert place.texts() == ["Mag ik u iets vragen?"]
    assert convo.status == "request"


def test_at_first_what_was_said_in_the_last_seven_days_comes_in(place: Place) -> None:
    chat = place.network.chat
    chat.write("Te oud").sent_at -= timedelta(days=8)
    chat.write("Van vorige week").sent_at -= timedelta(days=6)
    chat.write("Van vandaag")

    assert place.texts() == ["Van vorige week", "Van vandaag"]
    assert place.texts() == []


def test_what_comes_after_is_told_by_the_log_alone(place: Place) -> None:
    chat = place.network.chat
    with closing(PLUGIN.reader(place.account)) as reader:
        cursor = reader.fetch({}, limit=100).cursor
        reader.fetch(cursor, limit=100)
        chat.write("Nieuw")
        place.network.asked.clear()

        batch = reader.fetch(cursor, limit=100)

    assert len(batch.arrived) == 1
    asked = [name for name in place.network.asked if name.startswith("chat.")]
    # The log, whose conversation it is, and the log once more until it tells nothing new.
    assert [name.rpartition(".")[2] for name in asked] == ["getLog", "getConvo", "getLog"]


def test_a_long_log_comes_whole_and_in_order_in_small_batches(place: Place) -> None:
    place.read()
    texts = [f"Bericht {number}" for number in range(55)]
    for text in texts:
        place.network.chat.write(text)

    found = place.arrivals(limit=7)

    assert [PLUGIN.parse(raw)[0].text for _, raw in found] == texts
    assert len({name for name, _ in found}) == 55


def test_a_reader_that_is_stopped_half_way_goes_on_where_it_was(place: Place) -> None:
    place.read()
    for number in range(5):
        place.network.chat.write(f"Bericht {number}")
    first = batch_of(replace(place, cursor=place.cursor))
    with closing(PLUGIN.reader(place.account)) as reader:
        half = reader.fetch(place.cursor, limit=2)

    place.cursor = half.cursor

    assert half.has_more
    again = [name for name, _ in place.arrivals()]
    assert [*(each.transport_id for each in half.arrived), *again] == [
        each.transport_id for each in first.arrived
    ]


def test_a_first_look_that_is_stopped_half_way_loses_nothing(place: Place) -> None:
    for number in range(5):
        place.network.chat.write(f"Bericht {number}").sent_at -= timedelta(days=6)
    with closing(PLUGIN.reader(place.account)) as reader:
        half = reader.fetch({}, limit=2)

    place.cursor = half.cursor

    texts = [PLUGIN.parse(each.raw)[0].text for each in half.arrived] + place.texts()
    assert texts == [f"Bericht {number}" for number in range(5)]


def test_what_is_told_twice_or_out_of_order_comes_in_once(place: Place) -> None:
    place.read()
    chat = place.network.chat
    for text in ("Een", "Twee", "Drie"):
        chat.write(text)
    chat.log = [chat.log[0], chat.log[3], chat.log[1], chat.log[2], chat.log[1]]

    assert place.texts() == ["Een", "Twee", "Drie"]
    assert place.texts() == []


def test_a_log_that_begins_anew_loses_nothing(place: Place) -> None:
    chat = place.network.chat
    for number in range(30):
        chat.write(f"Bericht {number}")
    assert len(place.read()) == 30
    chat.begin_anew()
    chat.write("Na de herstart")

    found = place.texts()

    assert found == ["Na de herstart"]
    chat.write("En nog een")
    assert place.texts() == ["En nog een"]


def test_a_place_the_log_does_not_know_any_more_loses_nothing(place: Place) -> None:
    chat = place.network.chat
    with closing(PLUGIN.reader(place.account)) as reader:
        cursor = reader.fetch({}, limit=100).cursor
        cursor = reader.fetch(cursor, limit=100).cursor
        chat.write("Intussen gezegd")
        place.network.misbehave("convo.getLog", "invalid")
        found = []
        for _ in range(4):
            batch = reader.fetch(cursor, limit=100)
            cursor = batch.cursor
            found += [PLUGIN.parse(each.raw)[0].text for each in batch.arrived]

    assert found == ["Intussen gezegd"]


def test_a_log_told_from_its_beginning_brings_in_nothing_of_before_us(place: Place) -> None:
    chat = place.network.chat
    chat.write("Lang geleden").sent_at -= timedelta(days=30)
    chat.log[-1]["message"] = next(iter(chat.convos.values())).lines[0].view
    assert place.read() == []
    place.cursor = {**place.cursor, "direct": {**place.cursor["direct"], "rev": "2222222222222"}}

    assert place.read() == []


def test_what_the_log_never_told_is_found_by_looking(place: Place) -> None:
    place.read()
    place.network.chat.write("Het logboek sloeg dit over")
    place.network.chat.log.clear()

    assert place.texts() == ["Het logboek sloeg dit over"]


def test_one_reader_finds_it_too_within_five_minutes(place: Place) -> None:
    chat = place.network.chat
    with closing(PLUGIN.reader(place.account)) as reader:
        cursor = reader.fetch({}, limit=100).cursor
        reader.fetch(cursor, limit=100)
        chat.write("Het logboek sloeg dit over")
        chat.log.clear()
        before = reader.fetch(cursor, limit=100)
        reader.fetch(before.cursor, limit=100)
        reader.posts.opened_at += timedelta(minutes=5)  # type: ignore[attr-defined]
        after = reader.fetch(before.cursor, limit=100)

    assert before.arrived == []
    assert [PLUGIN.parse(each.raw)[0].text for each in after.arrived] == [
        "Het logboek sloeg dit over"
    ]


def test_what_we_said_there_elsewhere_is_ours_and_names_whom_it_is_for(place: Place) -> None:
    place.network.chat.write("Kunt u bellen?")
    place.network.chat.write_as_us("Wij belden u zojuist.")

    theirs, ours = place.read()

    assert theirs.is_to_us
    assert ours.is_ours
    assert not ours.is_to_us
    assert ours.author.handle == HANDLE
    assert ours.to
    assert ours.to.handle == CITIZEN


def test_what_is_deleted_is_gone_under_the_same_id(place: Place) -> None:
    line = place.network.chat.write("Dit had niet gehoeven")
    [(name, _)] = place.arrivals()
    place.network.chat.delete(line)

    [(again, raw)] = place.arrivals()

    assert again == name
    assert PLUGIN.parse(raw)[0].is_gone
    assert place.arrivals() == []


def test_a_sign_is_told_in_words_beside_what_it_is_given_to(place: Place) -> None:
    chat = place.network.chat
    line = chat.write_as_us("Wij komen vandaag kijken.")
    place.read()
    chat.react(line, "👍")
    chat.react(line, "❤️", by=place.network.ours)

    [sign] = place.read()

    assert sign.text == "👍\n\n> Wij komen vandaag kijken."
    assert sign.is_reaction
    assert not sign.is_to_us
    assert sign.author.handle == CITIZEN
    assert sign.answers == (f"chat:{next(iter(chat.convos))}/{line.number}",)


def test_a_sign_that_is_taken_back_is_gone(place: Place) -> None:
    chat = place.network.chat
    line = chat.write_as_us("Wij komen vandaag kijken.")
    place.read()
    chat.react(line, "👍")
    [(name, _)] = place.arrivals()
    chat.take_back(line, "👍")

    [(again, raw)] = place.arrivals()

    assert again == name
    assert PLUGIN.parse(raw)[0].is_gone


def test_a_sign_changes_nothing_of_the_message_itself(place: Place) -> None:
    """The ledger tells versions apart by their bytes: a sign must not look like an edit."""
    line = place.network.chat.write("Dank u wel")
    [(_, before)] = place.arrivals()
    place.network.chat.react(line, "🙏", by=place.network.ours)
    place.cursor = {}

    [(_, after)] = place.arrivals()

    assert after == before


def test_a_post_that_is_passed_on_is_told_in_words_with_where_it_is(place: Place) -> None:
    post = place.network.write("De lantaarn is stuk.", mentions=False)
    embed = {
        "$type": "app.bsky.embed.record#view",
        "record": {**post.reference, "author": post.author.view, "value": post.record},
    }
    place.network.chat.write("Gaat dit over u?", embed=embed)

    [message] = place.read()

    assert message.text.startswith("Gaat dit over u?\n\n> @wijkraad.bsky.example: De lantaarn is")
    assert message.text.endswith(f"https://bsky.app/profile/{post.author.did}/post/{post.key}")


def test_what_goes_along_and_is_not_known_is_said_to_be_there(place: Place) -> None:
    place.network.chat.write("Kom erbij", embed={"$type": "chat.bsky.embed.joinLink#view"})

    [message] = place.read()

    assert message.text == "Kom erbij"
    assert message.warnings
    assert message.link.startswith("https://bsky.app/messages/")


def test_a_group_is_not_read_and_that_is_told(place: Place) -> None:
    network = place.network
    network.chat.write_in_group("Hoi allemaal", network.citizen, network.person("buur.example"))
    place.cursor = batch_of(place).cursor
    network.chat.write_in_group("Nog iets", network.citizen, network.people["buur.example"])

    batch = batch_of(place)

    assert batch.arrived == []
    assert batch.told == IN_A_GROUP


def test_without_the_right_everything_else_is_read_and_what_is_missing_is_told(
    place: Place,
) -> None:
    place.network.chat.may = False
    place.network.chat.write("Dit ziet u niet")
    place.network.write("Dit wel")

    batch = batch_of(place)

    assert [PLUGIN.parse(each.raw)[0].text for each in batch.arrived] == ["Dit wel"]
    assert batch.told == NO_RIGHTS
    assert batch.learned == {"direct": False}
    able = PLUGIN.capabilities(replace(place.account, learned=batch.learned))
    assert able.visibilities == (Visibility.PUBLIC,)
    # It logged in once: a right that is missing is no token that has ended.
    assert place.network.sessions == 1


def test_a_new_app_password_brings_in_what_was_missed(place: Place) -> None:
    place.network.chat.may = False
    place.network.chat.write("Ziet u dit nu?")
    assert place.texts() == []
    place.network.chat.may = True

    assert place.texts() == ["Ziet u dit nu?"]
    assert batch_of(place).told == ""


@pytest.mark.parametrize("trouble", ["broken", "limited", "reset", "cut", "swallow"])
def test_trouble_of_the_service_keeps_no_mention_from_us(place: Place, trouble: str) -> None:
    place.read()
    place.network.chat.write("In het geheim")
    place.network.write("In het openbaar")
    place.network.misbehave("convo.getLog", trouble)

    batch = batch_of(place)
    place.cursor = batch.cursor

    assert [PLUGIN.parse(each.raw)[0].text for each in batch.arrived] == ["In het openbaar"]
    assert batch.told == NOT_NOW
    assert place.texts() == ["In het geheim"]


def test_trouble_halfway_through_a_look_is_no_step_onward(place: Place) -> None:
    place.network.chat.write("In het geheim")
    place.network.misbehave("convo.getMessages", "broken")

    assert place.texts() == []
    assert place.texts() == ["In het geheim"]


def test_a_token_that_was_withdrawn_is_told_as_ever(place: Place) -> None:
    place.read()
    place.network.revoke()

    with pytest.raises(NotAllowed):
        place.read()


def test_direct_messages_go_before_mentions_in_a_batch(place: Place) -> None:
    place.read()
    place.network.write("Een vermelding")
    place.network.chat.write("Een privébericht")

    assert place.texts() == ["Een privébericht", "Een vermelding"]


def test_a_cursor_of_before_direct_messages_goes_on(place: Place) -> None:
    place.network.write("Al gelezen")
    place.read()
    place.cursor = {name: told for name, told in place.cursor.items() if name != "direct"}
    place.network.chat.write("Nieuw voor ons")

    assert place.texts() == ["Nieuw voor ons"]


def test_the_ledger_knows_what_the_cursor_says_we_have(place: Place) -> None:
    place.read()
    for text in ("Een", "Twee"):
        place.network.chat.write(text)
    with closing(PLUGIN.reader(place.account)) as reader:
        batch = reader.fetch(place.cursor, limit=1)
        ids = reader.transport_ids(batch.cursor)
        place.cursor = batch.cursor

    later = {name for name, _ in place.arrivals()}
    assert batch.arrived[0].transport_id in ids
    assert later
    assert not later & ids


def test_what_was_seen_long_ago_is_forgotten(place: Place) -> None:
    place.network.chat.write("Een")
    place.read()
    assert len(place.cursor["direct"]["seen"]) == 1
    place.later = timedelta(days=5)

    assert place.read() == []
    assert place.cursor["direct"]["seen"] == {}
