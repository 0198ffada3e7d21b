"""The door for pushes as a platform meets it: a real server, real signatures, the real tables."""

import asyncio
import gc
import json
import logging
import threading
import weakref
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction

from gehoor.channels import actions as channels
from gehoor.channels.models import Channel, Delivery
from gehoor.flows import incoming
from gehoor.hooks import bodies
from gehoor.hooks.answers import Refused
from gehoor.hooks.bodies import Bodies
from gehoor.hooks.door import PREFIX, THREADS, Door
from gehoor.hooks.tests.conftest import Serving
from gehoor.inbox.models import Message
from gehoor.kit.signatures import sign
from gehoor.testing import make
from gehoor.testing.pusher import REFUSED_WAYS, Pusher, body_of, signed
from gehoor.testing.standin import Platform

pytestmark = pytest.mark.django_db(transaction=True)


def posts(count: int = 1, **given: object) -> list[dict[str, object]]:
    platform = Platform()
    return [platform.post(text=f"Bericht {number}", **given) for number in range(count)]


def stored() -> list[str]:
    return sorted(Delivery.objects.values_list("transport_id", flat=True))


def wake_ups_of(channel: Channel) -> int:
    """Jobs of other tests may still be there: their table is not ours to empty."""
    return sum(args == {"number": channel.pk} for args in arguments_of_jobs())


def arguments_of_jobs() -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args FROM procrastinate_jobs"
            " WHERE task_name = 'gehoor.flows.incoming.receive_waiting'"
        )
        return [json.loads(args) for (args,) in cursor.fetchall()]


def test_what_is_pushed_is_stored_and_its_channel_is_woken(
    platform: Pusher, channel: Channel
) -> None:
    answer = platform.push(posts(2))

    assert answer.status == 200
    assert stored() == ["post/1", "post/2"]
    assert wake_ups_of(channel) == 1


def test_what_is_pushed_becomes_a_message(platform: Pusher, channel: Channel) -> None:
    platform.push(posts(1, author={"handle": "@kees", "name": "Kees"}))

    incoming.receive_waiting.function(channel.pk)

    message = Message.objects.get()
    assert (message.text, message.author_name) == ("Bericht 0", "Kees")


@pytest.mark.parametrize("way", REFUSED_WAYS)
def test_what_is_not_proven_to_be_theirs_leaves_no_trace(
    platform: Pusher, channel: Channel, way: str
) -> None:
    answers = platform.misbehave(way, posts(2))

    assert {answer.status for answer in answers} <= {0, 401}
    assert answers[-1].status == 401
    assert stored() == []
    assert wake_ups_of(channel) == 0


@pytest.mark.parametrize("way", ["replayed", "five_times"])
def test_what_comes_again_is_welcome_and_one_row(platform: Pusher, way: str) -> None:
    answers = platform.misbehave(way, posts(3))

    assert {answer.status for answer in answers} == {200}
    assert stored() == ["post/1", "post/2", "post/3"]


def test_a_signature_is_of_one_channel_only(platform: Pusher) -> None:
    other = make.channel(settings={"account": "gemeente"})
    channels.renew_push_secret(other)
    at_the_other = platform.address.rsplit("/", 1)[0] + f"/{other.push_key}"

    answer = Pusher(at_the_other, platform.secret, port=platform.port).push(posts())

    assert answer.status == 401
    assert stored() == []


def test_a_push_about_another_account_is_told_so(platform: Pusher) -> None:
    platform.account = "buurgemeente"

    answer = platform.push(posts())

    assert (answer.status, "another account" in answer.text) == (400, True)
    assert stored() == []


@pytest.mark.parametrize("signature", ["", "v1=abc", "t=1,v1=" + "g" * 64, "t=x,v1=" + "a" * 64])
def test_a_signature_that_is_none_is_told_how_it_must_be(platform: Pusher, signature: str) -> None:
    answer = platform.send(body_of(posts()), {"Pretend-Signature": signature})

    assert answer.status == 400
    assert "t=<seconds>,v1=<64 hexadecimal digits>" in answer.text


@pytest.mark.parametrize(
    "content",
    [b"", b"nonsense", b"[]", b"{}", b'{"account":"gemeente","posts":"abc"}', b"[" * 100_000],
)
def test_what_is_signed_and_makes_no_sense_is_kept_for_a_person(
    platform: Pusher, channel: Channel, content: bytes
) -> None:
    answer = platform.send(content, signed(platform.secret, content, at=platform.clock()))

    incoming.receive_waiting.function(channel.pk)
    failed = Delivery.objects.get()
    assert answer.status == 200
    assert (failed.state, bytes(failed.raw)) == ("failed", content)


@pytest.mark.parametrize("odd", [{}, {"id": "\x00"}, {"id": "9" * 300}, {"id": None}, "text", None])
def test_one_odd_post_does_not_keep_the_others_out(
    platform: Pusher, channel: Channel, odd: object
) -> None:
    answer = platform.push([*posts(2), odd])  # type: ignore[list-item]

    incoming.receive_waiting.function(channel.pk)
    assert answer.status == 200
    assert Delivery.objects.filter(state="parsed").count() >= 2
    assert Delivery.objects.count() == 3


def test_an_edited_post_is_a_new_version(platform: Pusher, channel: Channel) -> None:
    [post] = posts()
    platform.push([post])
    incoming.receive_waiting.function(channel.pk)
    platform.push([post | {"text": "Verbeterd"}])
    incoming.receive_waiting.function(channel.pk)

    message = Message.objects.get()
    assert message.text == "Verbeterd"
    assert [version.text for version in message.versions.all()] == ["Bericht 0"]


def test_an_address_that_is_nobodys_and_one_that_is_closed_answer_the_same(
    platform: Pusher, channel: Channel
) -> None:
    nobody = Pusher(platform.address + "x", platform.secret, port=platform.port).push(posts())
    channels.close(channel)
    closed = platform.push(posts())

    assert (closed.status, closed.text) == (nobody.status, nobody.text) == (404, nobody.text)
    assert stored() == []


def test_an_ended_address_and_a_renewed_secret_shut_the_door(
    platform: Pusher, channel: Channel
) -> None:
    new = channels.renew_push_secret(channel)
    assert platform.push(posts()).status == 401
    platform.secret = new
    assert platform.push(posts()).status == 200

    channels.end_pushes(channel)

    assert platform.push(posts(2)).status == 404
    assert stored() == ["post/1"]


def test_a_platform_that_cannot_push_has_no_address(platform: Pusher, channel: Channel) -> None:
    Channel.objects.filter(pk=channel.pk).update(connector="email")

    assert platform.push(posts()).status == 404


def test_what_is_too_large_is_refused_before_and_while_it_is_read(platform: Pusher) -> None:
    too_much = b"x" * (bodies.LARGEST + 1)

    announced = platform.send(b"", {"Content-Length": str(len(too_much))})
    sent = platform.send(too_much, {})

    # A door that hangs up on what it does not want may be quicker than its own answer.
    assert announced.status == 413
    assert sent.status in (413, 0)
    assert stored() == []


def test_a_body_that_never_ends_is_given_up(serving: Serving) -> None:
    with serving(Door(bodies=Bodies(seconds=0.2))) as platform:
        answer = platform.send(b"", {"Content-Length": "5"})

    assert answer.status == 408


def test_more_than_this_process_can_hold_comes_later(serving: Serving) -> None:
    door = Door(bodies=Bodies(most_held=1000))
    with serving(door) as platform:
        answers = [platform.push(posts(50)), platform.push(posts(1))]

    assert [answer.status for answer in answers] == [503, 200]
    assert door.bodies.held == 0


def test_other_methods_have_no_meaning_here(platform: Pusher) -> None:
    for method in ("PUT", "DELETE", "HEAD", "OPTIONS"):
        assert platform.send(b"", {}, method=method).status == 405


def test_a_platform_is_shown_that_we_know_the_secret(platform: Pusher) -> None:
    answer = platform.ask("abc-123")

    expected = sign(platform.secret, b"challenge:abc-123")
    assert (answer.status, json.loads(answer.text)) == (200, {"response": expected})


def test_what_we_answer_to_a_question_signs_no_push(platform: Pusher) -> None:
    """Whoever may ask anything must not be handed a signature to push with."""
    body, moment = body_of(posts()), int(platform.clock())
    question = f"{moment}.{body.decode()}"
    answer = platform.ask(question.replace(" ", "%20").replace('"', "%22")[:190])

    given = json.loads(answer.text)["response"] if answer.status == 200 else "0" * 64
    forged = platform.send(body, {"Pretend-Signature": f"t={moment},v1={given}"})

    assert forged.status == 401
    assert stored() == []


@pytest.mark.parametrize("question", ["", "x" * 201])
def test_an_odd_question_is_told_how_to_ask(platform: Pusher, question: str) -> None:
    assert platform.ask(question).status == 400


def test_a_cookie_opens_nothing_and_no_token_is_asked(platform: Pusher) -> None:
    body = body_of(posts())
    headers = signed(platform.secret, body, at=platform.clock())

    with_cookie = platform.send(b"{}", {"Cookie": "sessionid=abc"})
    from_elsewhere = platform.send(body, headers | {"Origin": "https://kwaad.example"})

    assert with_cookie.status == 401
    assert from_elsewhere.status == 200


def test_a_database_that_hangs_is_a_503_and_the_push_is_known_when_it_comes_again(
    serving: Serving,
) -> None:
    once = posts()
    with serving(Door(answer_seconds=0.3)) as platform:
        is_held, may_end = threading.Event(), threading.Event()
        holding = threading.Thread(target=hold_channels, args=[is_held, may_end])
        holding.start()
        is_held.wait(10)
        answers = [platform.push(once) for _ in range(6)]
        may_end.set()
        holding.join(30)
        again = platform.push_until_stored(once, seconds=10)

    assert {answer.status for answer in answers} == {503}
    assert again.status == 200
    assert stored() == ["post/1"]


def hold_channels(is_held: threading.Event, may_end: threading.Event) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE channels_channel IN ACCESS EXCLUSIVE MODE")
        is_held.set()
        may_end.wait(30)
    connections.close_all()


class Body:
    """Something of which one can see whether it is still held."""


def test_what_nobody_waits_for_any_more_is_not_kept_in_memory() -> None:
    """While the database hangs, strangers' bodies must not pile up behind it."""
    hangs, door = threading.Event(), Door(answer_seconds=0.05)

    async def push(work: Callable[[], object]) -> None:
        with pytest.raises(Refused):
            await door._in_time(work)

    async def push_many() -> bool:
        await asyncio.gather(*(push(hangs.wait) for _ in range(THREADS)))
        body = Body()
        kept = weakref.ref(body)
        await push(lambda body=body: body)  # type: ignore[misc]
        del body
        gc.collect()
        return kept() is not None

    is_kept = asyncio.run(push_many())
    hangs.set()

    assert not is_kept


@pytest.mark.parametrize("key", ["%00", "a%00b", "%ff", "a/b", "..%2f..", "x" * 65, "", "a%20b"])
def test_an_address_that_cannot_be_one_is_nobodys_and_asks_the_database_nothing(
    serving: Serving, key: str
) -> None:
    with serving() as platform:
        address = f"http://localhost:{platform.port}{PREFIX}{key}"

        answer = Pusher(address, "geheim", port=platform.port).push(posts(1))

    assert answer.status == 404


def test_no_log_line_holds_anything_of_a_push(
    platform: Pusher, channel: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    canary = "Kanarievogel"
    for way in ("well", *REFUSED_WAYS, "replayed"):
        platform.misbehave(way, posts(1, author={"handle": canary, "name": canary}))
    platform.send(canary.encode(), {"Pretend-Signature": canary, "X-Naam": canary})
    incoming.receive_waiting.function(channel.pk)

    key, secret = str(channel.push_key), platform.secret
    assert not [word for word in (canary, secret, key) if word in caplog.text]
    assert {name for args in arguments_of_jobs() for name in args} == {"number"}


def test_fifty_at_once_are_stored_once_each(platform: Pusher) -> None:
    answers = platform.misbehave("parallel", posts(50, thread="de lantaarn"))

    assert {answer.status for answer in answers} == {200}
    assert len(stored()) == 50
