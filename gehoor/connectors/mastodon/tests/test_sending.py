"""Sending on a real server's API: once, to the right people, and refused in words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from gehoor.connectors.mastodon import PLUGIN
from gehoor.connectors.mastodon.calls import Asked, Server
from gehoor.connectors.mastodon.sending import (
    MastodonSender,
    essence,
    form_of,
    handle_for,
    is_named,
    post_of,
)
from gehoor.connectors.mastodon.tests.peer import POSTING, account_at, words_in
from gehoor.contracts.connector import Account, Later, NotAllowed, Outgoing, Refused, Sent, Unknown
from gehoor.contracts.posts import OutgoingFile, Visibility
from gehoor.testing.faultproxy import Act, Proxy, Rule, fault_proxy
from gehoor.testing.fediverse import US, Fediverse, fediverse
from gehoor.testing.peers import outgoing

POSTS = "/api/v1/statuses"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 50


@pytest.fixture(scope="module")
def running() -> Iterator[Fediverse]:
    with fediverse() as server:
        yield server


@pytest.fixture(scope="module")
def proxy(running: Fediverse) -> Iterator[Proxy]:
    with fault_proxy(running.port) as proxy:
        yield proxy


@pytest.fixture
def account(running: Fediverse, proxy: Proxy) -> Account:
    running.behave()
    return account_at(proxy.port)


def reply_to(running: Fediverse, text: str, **given: object) -> Outgoing:
    asked = running.mention(f"Vraag voor: {text[:30]}")
    facts = {"key": text[:20] * 3, "text": text, "to": "@fatima", "answers": asked["id"]}
    return outgoing(**facts | {"first_tried_at": datetime.now(UTC)} | given)


def ours(running: Fediverse, text: str) -> list[str]:
    return [each["id"] for each in running.written_by(US) if words_in(each) == text]


def test_an_answer_names_who_is_answered_and_stands_below_the_post(
    running: Fediverse, account: Account
) -> None:
    reply = reply_to(running, "Dank u wel. ^Anna")

    sent = PLUGIN.sender(account).send(reply)

    assert isinstance(sent, Sent)
    [found] = running.ask("GET", f"/api/v1/statuses/{reply.answers}/context")["descendants"]
    assert found["id"] == sent.external_id
    assert [each["username"] for each in found["mentions"]] == ["fatima"]


def test_a_server_that_forgets_our_key_gets_a_reply_in_doubt_once(
    running: Fediverse, account: Account, proxy: Proxy
) -> None:
    """As snac2: it took the post, ignored the key, and hung up."""
    proxy.rules.append(Rule(Act.SWALLOW, POSTING))
    reply = replace(reply_to(running, "Dit kwam wel aan. https://gemeente.example/"), key="")
    sender = PLUGIN.sender(account)

    assert isinstance(sender.send(reply), Unknown)

    assert [sender.find_sent(reply)] == ours(running, reply.text)


class Renaming(Server):
    """As snac2: whoever edits a post gives it another id, by which answers are known from then."""

    def get(self, path: str, asked: Asked = ()) -> Any:
        ours = {"id": "7"}
        said = {"id": "99", "account": ours, "in_reply_to_id": "43", "content": "<p>Morgen.</p>"}
        answers: dict[str, Any] = {
            "/api/v1/statuses/42": {"id": "43", "visibility": "public"},
            "/api/v1/statuses/42/context": {"ancestors": [], "descendants": [said]},
        }
        return answers.get(path, [])


def test_an_answer_is_found_below_a_post_that_was_edited_meanwhile(account: Account) -> None:
    us = {"id": "7", "username": US}
    sender = MastodonSender(replace(account, learned={"us": us, "domain": "x.example"}), US)
    sender.server = Renaming(account)

    assert sender.find_sent(outgoing(answers="42", to="@fatima", text="Morgen.")) == "99"
    assert sender.find_sent(outgoing(answers="41", to="@fatima", text="Morgen.")) is None


def test_the_same_words_to_another_post_are_another_reply(
    running: Fediverse, account: Account
) -> None:
    text = "Wij kijken het na."
    sender = PLUGIN.sender(account)
    assert isinstance(sender.send(reply_to(running, text, key="eerste" * 5)), Sent)

    assert sender.find_sent(reply_to(running, text, key="tweede" * 5)) is None


def test_a_private_answer_in_doubt_is_found_as_well(
    running: Fediverse, account: Account, proxy: Proxy
) -> None:
    proxy.rules.append(Rule(Act.SWALLOW, POSTING))
    reply = reply_to(running, "Onder ons gezegd.", visibility=Visibility.DIRECT)
    sender = PLUGIN.sender(account)

    assert isinstance(sender.send(reply), Unknown)

    assert sender.find_sent(reply)


def test_a_post_that_went_away_is_not_answered(running: Fediverse, account: Account) -> None:
    reply = reply_to(running, "Te laat.")
    running.take_away(reply.answers)

    outcome = PLUGIN.sender(account).send(reply)

    assert isinstance(outcome, Refused)
    assert "not there any more" in outcome.problem
    assert ours(running, "Te laat.") == []


def test_a_text_that_is_too_long_is_refused_in_the_words_of_the_server(
    running: Fediverse, account: Account
) -> None:
    outcome = PLUGIN.sender(account).send(reply_to(running, "a" * 600))

    assert isinstance(outcome, Refused)
    sentence, _, said = outcome.problem.partition("\n")
    assert sentence.endswith("It says:")
    assert said


@pytest.mark.parametrize(
    ("status", "expected"), [(429, Later), (503, Unknown), (500, Unknown), (422, Refused)]
)
def test_every_refusal_has_its_meaning(
    running: Fediverse, account: Account, status: int, expected: type
) -> None:
    reply = reply_to(running, f"Antwoord bij {status}")
    running.misbehave(POSTS, methods=["POST"], type="status", status=status)

    assert isinstance(PLUGIN.sender(account).send(reply), expected)


def test_a_revoked_token_holds_the_reply(running: Fediverse, account: Account) -> None:
    reply = reply_to(running, "Dit wacht.")
    running.misbehave(POSTS, methods=["POST"], type="status", status=401)

    with pytest.raises(NotAllowed, match="not accept"):
        PLUGIN.sender(account).send(reply)


def test_a_server_that_has_trouble_before_we_post_surely_got_nothing(
    running: Fediverse, account: Account
) -> None:
    reply = reply_to(running, "Nog niets verstuurd.")
    running.misbehave(f"{POSTS}/{reply.answers}", type="status", status=503)

    assert isinstance(PLUGIN.sender(account).send(reply), Later)
    assert ours(running, "Nog niets verstuurd.") == []


def test_a_picture_goes_along_with_its_description(running: Fediverse, account: Account) -> None:
    file = OutgoingFile('een "brug".png', "image/png", PNG, "Een brug in de zon")

    sent = PLUGIN.sender(account).send(reply_to(running, "Zie het plaatje.", files=(file,)))

    assert isinstance(sent, Sent)
    posted = running.ask("GET", f"/api/v1/statuses/{sent.external_id}", by=US)
    assert [each["description"] for each in posted["media_attachments"]] == ["Een brug in de zon"]


def test_a_name_in_a_form_ends_no_line() -> None:
    headers, body = form_of(OutgoingFile('a"\r\nX-Boef: 1.png', "image/png", PNG))

    assert b"\r\nX-Boef" not in body
    assert headers["Content-Type"].startswith("multipart/form-data; boundary=")


def test_neighbours_are_named_without_their_server() -> None:
    assert handle_for("@fatima@social.example", "Social.Example") == "@fatima"
    assert handle_for("@fatima@elders.example", "social.example") == "@fatima@elders.example"


def test_somebody_is_named_by_a_whole_name_only() -> None:
    assert is_named("@fatima@elders.example", "Dag @Fatima@elders.example, dank")
    assert is_named("@fatima", "Dag @Fatima.")
    # A neighbour of that name would get what is meant for somebody elsewhere.
    assert not is_named("@fatima@elders.example", "Dag @Fatima, dank")
    assert not is_named("@fatima", "Dag @fatima@elders.example")
    assert not is_named("@fatima", "Dag @fatima.bakker")
    assert not is_named("@fatima", "Dag @fatimabakker")
    assert not is_named("@fatima", "mail x@fatima.example")


def test_who_is_elsewhere_is_named_with_their_server_whatever_the_text_says() -> None:
    reply = outgoing(to="@fatima@elders.example", text="Dag @fatima, dank.", answers="1")

    posted = post_of(reply, {"visibility": "direct"}, account_at(1, domain="social.example"))

    assert posted["status"] == "@fatima@elders.example Dag @fatima, dank."


def test_what_a_server_dresses_up_stays_the_same_words() -> None:
    assert essence("@fatima@elders.example Dank u, *zeer*!") == essence("@fatima Dank u, zeer!")
