"""The thread around a status, at a server by others: above, below, page by page, and gone."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from gehoor.connectors.mastodon import PLUGIN
from gehoor.connectors.mastodon.tests.peer import account_at
from gehoor.contracts.connector import Account, Arrived, IncomingMessage, NotAllowed, Unreachable
from gehoor.contracts.threads import Around, Gone, threads_of
from gehoor.testing.fediverse import OTHERS, THEM, US, Fediverse, fediverse
from gehoor.testing.peers import with_secrets


@pytest.fixture(scope="module")
def running() -> Iterator[Fediverse]:
    with fediverse() as server:
        yield server


@pytest.fixture
def account(running: Fediverse) -> Account:
    running.behave()
    return account_at(running.port)


def around(account: Account, status: Any, **how: Any) -> Around:
    found = threads_of(PLUGIN)
    assert found is not None
    return found.around(account, external_id=str(status["id"]), **how)


def read(arrived: Any) -> list[IncomingMessage]:
    return [PLUGIN.parse(each.raw)[0] for each in arrived]


def texts(arrived: Any) -> list[str]:
    return [message.text for message in read(arrived)]


def reply(running: Fediverse, text: str, to: Any, *, by: str = OTHERS, **given: Any) -> Any:
    return running.post(text, by=by, in_reply_to_id=to["id"], **given)


def test_what_a_post_answers_and_what_answers_it_is_given_in_order(
    running: Fediverse, account: Account
) -> None:
    first = running.post("Eerste")
    second = reply(running, "Tweede", first)
    middle = reply(running, f"@{US} midden", second, by=THEM)
    answer = reply(running, "Antwoord", middle)
    reply(running, "Daarop weer", answer, by=THEM)
    reply(running, "Naast het midden", second)

    found = around(account, middle)

    assert texts(found.above) == ["Eerste", "Tweede"]
    assert texts(found.below) == ["Antwoord", "Daarop weer"]
    assert (found.is_whole, found.onward) == (True, "")


def test_every_post_of_a_thread_is_in_the_conversation_of_its_first(
    running: Fediverse, account: Account
) -> None:
    first = running.post("Het begin")
    second = reply(running, "Het vervolg", first)
    reply(running, "Het slot", second)

    found = around(account, second)

    told = read([*found.above, *found.below])
    assert {message.thread for message in told} == {str(first["id"])}
    assert [message.is_to_us for message in told] == [False, False]


def test_who_answers_a_post_of_ours_turns_to_us_without_our_name(
    running: Fediverse, account: Account
) -> None:
    ours = running.post("Een post van ons", by=US)
    answer = reply(running, "Zonder naam", ours)
    reply(running, "Daarop weer", answer, by=THEM)

    told = read(around(account, ours).below)

    assert [(message.text, message.is_to_us) for message in told] == [
        ("Zonder naam", True),
        ("Daarop weer", False),
    ]


def test_many_replies_come_page_by_page_each_once(running: Fediverse, account: Account) -> None:
    ours = running.post("25 vale gieren gezien", by=US)
    for number in range(45):
        reply(running, f"Reactie {number}", ours)
    found: list[str] = []
    onward, pages = "", 0

    while pages == 0 or onward:
        page = around(account, ours, onward=onward, limit=20)
        assert list(page.above) == []
        found += texts(page.below)
        onward, pages = page.onward, pages + 1

    assert sorted(found) == sorted(f"Reactie {number}" for number in range(45))
    assert pages == 3


def test_it_is_the_same_in_bytes_as_what_the_reader_gives(
    running: Fediverse, account: Account
) -> None:
    first = running.post("Waar het mee begon")
    mention = reply(running, f"@{US} weet u dit?", first, by=THEM)
    other = reply(running, "Dat vraag ik me ook af", mention)
    with closing(PLUGIN.reader(account)) as reader:
        arrived = list(reader.fetch({}, limit=100).arrived)
    [told] = [each for each in arrived if "weet u dit" in each.raw.decode()]

    found = around(account, other)

    assert told in list(found.above)


def test_a_parent_that_was_taken_away_is_passed_over(running: Fediverse, account: Account) -> None:
    first = running.post("Wordt weggehaald")
    second = reply(running, "Antwoord op wat weg is", first)
    running.take_away(first["id"])

    found = around(account, second)

    assert list(found.above) == []


def test_a_post_that_was_taken_away_is_gone_in_words(running: Fediverse, account: Account) -> None:
    post = running.post("Weg ermee")
    running.take_away(post["id"])

    with pytest.raises(Gone, match="not there any more"):
        around(account, post)


@pytest.mark.parametrize(
    ("headers", "least"), [({"Retry-After": "120"}, 119), ({}, None)], ids=["told", "untold"]
)
def test_a_server_that_asks_us_to_wait_says_how_long(
    running: Fediverse, account: Account, headers: dict[str, str], least: float | None
) -> None:
    post = running.post("Te druk")
    path = f"/api/v1/statuses/{post['id']}/context"
    running.misbehave(path, type="status", status=429, headers=headers)

    with pytest.raises(Unreachable) as told:
        around(account, post)

    assert least is None or (told.value.wait_seconds or 0) >= least


def test_a_server_in_trouble_may_work_later(running: Fediverse, account: Account) -> None:
    post = running.post("Stuk")
    path = f"/api/v1/statuses/{post['id']}/context"
    running.misbehave(path, type="status", status=503)

    with pytest.raises(Unreachable):
        around(account, post)
    assert texts(around(account, post).below) == []


def test_a_token_that_is_not_accepted_is_told_in_words(
    running: Fediverse, account: Account
) -> None:
    post = running.post("Wie bent u?")

    with pytest.raises(NotAllowed):
        around(with_secrets(account, token="verkeerd"), post)


def test_names_with_html_and_from_right_to_left_are_plain_words(
    running: Fediverse, account: Account
) -> None:
    name = "<b>Fatima</b> \u05d9\u05d5\u05e1\u05d9"
    running.ask("PATCH", "/api/v1/accounts/update_credentials", data={"display_name": name})
    first = running.post("Met een bijzondere naam")
    second = reply(running, "Antwoord", first)

    [above] = read(around(account, second).above)

    assert above.author.name == "Fatima \u05d9\u05d5\u05e1\u05d9"


def test_what_was_read_is_plain_arrivals(running: Fediverse, account: Account) -> None:
    first = running.post("Gewoon")
    reply(running, "Reactie", first)

    found = around(account, first)

    assert all(isinstance(each, Arrived) for each in found.below)
