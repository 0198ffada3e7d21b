"""Logged in as our account: kept, renewed once for everybody, and ended by whoever may."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from gehoor.connectors.bluesky.calls import NO_MORE, NOT_ACCEPTED
from gehoor.connectors.bluesky.session import NOT_AN_APP_PASSWORD, Session, handle_of
from gehoor.connectors.bluesky.tests.conftest import Place
from gehoor.contracts.connector import NotAllowed, Unreachable
from gehoor.testing.peers import with_secrets, with_settings

CREATE, REFRESH = "com.atproto.server.createSession", "com.atproto.server.refreshSession"
QUERY = "com.atproto.repo.listRecords"


def ask(place: Place) -> None:
    Session(place.account).read(QUERY, repo=place.network.ours.did)


def test_we_log_in_once_and_keep_the_session(place: Place) -> None:
    for _ in range(3):
        ask(place)

    assert place.network.asked.count(CREATE) == 1
    assert REFRESH not in place.network.asked


def test_an_ended_token_is_renewed_without_the_password(place: Place) -> None:
    ask(place)
    place.network.end_access()

    ask(place)

    assert place.network.asked.count(CREATE) == 1
    assert place.network.asked.count(REFRESH) == 1


def test_of_many_processes_one_renews_and_all_go_on(place: Place) -> None:
    ask(place)
    sessions = [Session(place.account) for _ in range(6)]
    place.network.end_access()

    with ThreadPoolExecutor(6) as hands:
        answers = list(hands.map(lambda each: each.look(QUERY, repo=each.did).status, sessions))

    assert answers == [200] * 6
    assert place.network.asked.count(REFRESH) == 1
    assert place.network.asked.count(CREATE) == 1


def test_when_renewing_is_over_the_password_logs_in_again(place: Place) -> None:
    ask(place)
    place.network.end_access()
    place.network.refresh = ""

    ask(place)

    assert place.network.asked.count(CREATE) == 2


def test_a_withdrawn_app_password_is_not_allowed_in_words(place: Place) -> None:
    ask(place)
    place.network.revoke()

    with pytest.raises(NotAllowed, match=NOT_ACCEPTED):
        ask(place)


def test_another_password_never_uses_the_session_of_the_first(place: Place) -> None:
    ask(place)
    wrong = with_secrets(place.account, password="verkeerd")
    elsewhere = with_settings(place.account, handle="iemand.anders.example")

    for account in (wrong, elsewhere):
        tried = Session(account)
        with pytest.raises(NotAllowed):
            tried._renewed(account.secrets)


@pytest.mark.parametrize(
    ("trouble", "words"), [("code_wanted", NOT_AN_APP_PASSWORD), ("taken_down", NO_MORE)]
)
def test_why_we_are_not_let_in_is_said_in_words(place: Place, trouble: str, words: str) -> None:
    place.network.misbehave("createSession", trouble)

    with pytest.raises(NotAllowed) as told:
        ask(place)

    assert str(told.value) == words


@pytest.mark.parametrize("question", ["createSession", "listRecords"])
@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("Retry-After: 7", 7), ("Retry-After: soon", None), ("Retry-After: 1e9", None),
     ("ratelimit-reset: x", None), ("", None)],
)  # fmt: skip
def test_a_server_that_asks_us_to_wait_is_left_alone_so_long(
    place: Place, question: str, asked: str, seconds: float | None
) -> None:
    place.network.misbehave(question, "limited", asked)

    with pytest.raises(Unreachable) as told:
        ask(place)

    assert told.value.wait_seconds == seconds


def test_the_end_of_a_quota_is_read_by_the_clock_of_the_server(place: Place) -> None:
    place.network.misbehave("listRecords", "limited", "ratelimit-reset: 99999999999")

    with pytest.raises(Unreachable) as told:
        ask(place)

    assert told.value.wait_seconds == 86_400


@pytest.mark.parametrize("way", ["broken", "reset", "swallow", "cut", "error_after"])
def test_a_server_in_trouble_is_asked_again_later(place: Place, way: str) -> None:
    place.network.misbehave("listRecords", way)

    with pytest.raises(Unreachable):
        ask(place)


def test_an_account_that_is_only_tried_logs_in_and_stores_nothing(place: Place) -> None:
    tried = Session(with_settings(place.running_account(), handle=" @Gemeente.bsky.example "))

    assert tried.did == place.network.ours.did
    assert "access_token" not in place.vault.secrets


@pytest.mark.parametrize("written", ["@Gemeente.bsky.example", " gemeente.bsky.example\n"])
def test_a_handle_is_taken_as_people_write_it(written: str) -> None:
    assert handle_of({"handle": written}) == "gemeente.bsky.example"
