"""The small Bluesky of our tests answers as Bluesky's own descriptions say, and so do we ask."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from gehoor.connectors.bluesky import PLUGIN
from gehoor.connectors.bluesky.direct_sending import REASONS
from gehoor.connectors.bluesky.tests.peer import account_at
from gehoor.contracts.connector import Sent
from gehoor.contracts.posts import OutgoingFile, Visibility
from gehoor.testing.bluesky import HANDLE, PASSWORD, PNG
from gehoor.testing.blueskychat import PROXY, record_view
from gehoor.testing.blueskyserver import Running, bluesky
from gehoor.testing.peers import outgoing
from tests.bluesky.lexicons import (
    faults_in_answer,
    faults_in_question,
    faults_in_record,
    refusals_of,
)


@pytest.fixture
def there() -> Iterator[Running]:
    with bluesky() as running:
        yield running


def ask(there: Running, name: str, token: str = "", **params: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.get(f"{there.url}/xrpc/{name}", params=params, headers=headers)


def call(there: Running, name: str, token: str = "", **body: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.post(f"{there.url}/xrpc/{name}", json=body, headers=headers)


def token_of(there: Running) -> str:
    return there.network.new_session()["accessJwt"]


def test_a_session_is_given_and_renewed_as_described(there: Running) -> None:
    create, refresh = "com.atproto.server.createSession", "com.atproto.server.refreshSession"
    session = call(there, create, identifier=HANDLE, password=PASSWORD).json()
    renewed = call(there, refresh, session["refreshJwt"]).json()

    assert faults_in_answer(create, session) == []
    assert faults_in_answer(refresh, renewed) == []


def test_refusals_bear_names_that_are_described(there: Running) -> None:
    refresh = call(there, "com.atproto.server.refreshSession", "oud").json()
    thread = ask(
        there,
        "app.bsky.feed.getPostThread",
        token_of(there),
        uri="at://niemand/app.bsky.feed.post/a",
    ).json()

    assert refresh["error"] in refusals_of("com.atproto.server.refreshSession")
    assert thread["error"] in refusals_of("app.bsky.feed.getPostThread")


def test_notifications_and_threads_are_as_described(there: Running) -> None:
    mention = there.network.write("De lantaarn is stuk.", alts=["Een paal"])
    there.network.write("Bij ons ook.", answers=mention)
    token = token_of(there)
    told = ask(there, "app.bsky.notification.listNotifications", token, reasons=["mention"]).json()
    thread = ask(there, "app.bsky.feed.getPostThread", token, uri=mention.uri).json()

    assert len(told["notifications"]) == 1
    assert faults_in_answer("app.bsky.notification.listNotifications", told) == []
    assert faults_in_answer("app.bsky.feed.getPostThread", thread) == []
    assert faults_in_record("app.bsky.feed.post", told["notifications"][0]["record"]) == []


def test_what_we_post_is_as_described(there: Running) -> None:
    mention = there.network.write("De lantaarn is stuk.")
    picture = OutgoingFile("paal.png", "image/png", PNG, "Een paal")

    sent = PLUGIN.sender(account_at(there)).send(
        outgoing(
            answers=mention.uri,
            text="Dank @wijkraad.bsky.example, zie www.gemeente.nl/lantaarns #lantaarn",
            files=(picture,),
        )
    )

    [post] = there.network.by_us()
    assert isinstance(sent, Sent)
    assert len(post.record["facets"]) == 3
    assert faults_in_record("app.bsky.feed.post", post.record) == []
    asked = {"repo": there.network.ours.did, "collection": "app.bsky.feed.post", "rkey": post.key}
    assert faults_in_question("com.atproto.repo.putRecord", asked | {"record": post.record}) == []


CHAT = "chat.bsky.convo"
THROUGH = {"Atproto-Proxy": PROXY}


def chat(there: Running, name: str, **params: Any) -> Any:
    headers = {"Authorization": f"Bearer {token_of(there)}", **THROUGH}
    answer = httpx.get(f"{there.url}/xrpc/{CHAT}.{name}", params=params, headers=headers)
    return answer.json()


def test_direct_messages_are_told_as_described(there: Running) -> None:
    post = there.network.write("De lantaarn is stuk.")
    line = there.network.chat.write("Gaat dit over u?", embed=record_view(post))
    there.network.chat.react(line, "👍")
    there.network.chat.delete(there.network.chat.write("Dit niet"))
    there.network.chat.write_in_group(
        "Hoi", there.network.citizen, there.network.person("b.example")
    )
    [number, _] = there.network.chat.convos
    answers = {
        "getLog": chat(there, "getLog", cursor="2222222222222"),
        "listConvos": chat(there, "listConvos"),
        "listConvoRequests": chat(there, "listConvoRequests"),
        "getConvo": chat(there, "getConvo", convoId=number),
        "getMessages": chat(there, "getMessages", convoId=number),
        "getConvoForMembers": chat(
            there, "getConvoForMembers", members=[there.network.citizen.did]
        ),
    }

    assert [len(answers[name][kind]) for name, kind in (
        ("getLog", "logs"), ("listConvos", "convos"), ("listConvoRequests", "requests"),
        ("getMessages", "messages"),
    )] == [7, 1, 1, 2]  # fmt: skip
    for name, answer in answers.items():
        assert faults_in_answer(f"{CHAT}.{name}", answer) == [], name


def test_what_we_say_in_private_is_as_described(there: Running) -> None:
    post = there.network.write("De lantaarn is stuk.")
    asked: list[dict[str, Any]] = []
    there.network.chat.heard = asked

    sent = PLUGIN.sender(account_at(there)).send(
        outgoing(
            answers=post.uri,
            text="Dank @wijkraad.bsky.example, zie www.gemeente.nl",
            visibility=Visibility.DIRECT,
        )
    )

    assert isinstance(sent, Sent)
    [question] = asked
    assert len(question["message"]["facets"]) == 2
    assert faults_in_question(f"{CHAT}.sendMessage", question) == []
    assert faults_in_answer(f"{CHAT}.sendMessage", there.network.chat.by_us()[0].view) == []


def test_who_takes_no_messages_is_told_by_names_that_are_described(there: Running) -> None:
    described = refusals_of(f"{CHAT}.getConvoForMembers") | refusals_of(f"{CHAT}.sendMessage")

    assert described - {"ReplyTargetNotFound"} == set(REASONS)


def test_without_its_header_the_server_knows_no_direct_messages(there: Running) -> None:
    answer = ask(there, f"{CHAT}.getLog", token_of(there))

    assert answer.status_code == 501


def test_the_descriptions_are_really_looked_at() -> None:
    assert faults_in_record("app.bsky.feed.post", {"text": 7}) == [
        "app.bsky.feed.post lacks createdAt", "app.bsky.feed.post.text is int, not string",
    ]  # fmt: skip
    facet = {"index": {"byteStart": "0", "byteEnd": 1}, "features": []}
    record = {"text": "a", "createdAt": "b", "facets": [facet]}
    assert faults_in_record("app.bsky.feed.post", record) == [
        "app.bsky.feed.post.facets[0].index.byteStart is str, not integer"
    ]
