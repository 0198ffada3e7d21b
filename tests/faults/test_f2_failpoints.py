"""F2: a process is killed at every named point; nothing is lost and nothing happens twice."""

import random
from collections.abc import Callable
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

import httpx
import pytest

from gehoor.channels import actions as channels
from gehoor.channels.models import Channel, Delivery
from gehoor.testing.ports import free_port
from gehoor.testing.processes import Crew, wait_until
from gehoor.testing.pusher import NO_ANSWER, Pusher
from tests.faults import chance, points
from tests.faults.clicks import CLICKS, Click
from tests.faults.town import CLASSES, Town, account_of, town

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

SEED = chance.SEED
SCALE = 0.01
IS_LARGE = bool(chance.ASKED)
ROUNDS = 5 if IS_LARGE else 1
REACHED_WITHIN, QUIET_WITHIN = 120.0, 180.0
LATER, TRIES = 503, 20
# Which process passes a point, by the beginning of its name; all others are the worker's.
POLLER = ("poll.", "imap.", "timer.")
PUSHED, BLIND = "push.", "reply.blind_look"


def who_passes(moment: str) -> str:
    if moment.startswith(POLLER):
        return "poll"
    is_web = point_of(moment) in CLICKS or moment.startswith(PUSHED)
    return "web" if is_web else "worker"


def point_of(moment: str) -> str:
    return moment.rpartition(":")[0]


def chosen() -> list[str]:
    """Return the moments to try: every one when large, else a twelfth that the seed chooses."""
    everything = points.moments()
    return everything if IS_LARGE else everything[SEED % 12 :: 12]


def test_a_kill_at_every_named_point_loses_nothing_and_doubles_nothing(
    crew: Crew,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    tried = [moment for moment in chosen() for _ in range(ROUNDS)]
    with town(random.Random(SEED)) as place:
        place.luck.shuffle(tried)
        begin(crew, place)
        for moment in tried:
            kill_at(moment, crew, place, tmp_path / "diary")
        for name in ("worker", "poll"):
            if name not in crew.running:
                crew.start(name, name)
        took = wait_until(place.is_quiet, seconds=QUIET_WITHIN, what="everything settled")
        said = f"killed at {len(tried)} of {len(points.moments())} moments; {place.counts()}"
        record_property("measured", f"{said}, final after {took:.1f} s")
        with capsys.disabled():
            print(f"\nF2 seed={SEED} scale={SCALE} {said}, final after {took:.1f} s")  # noqa: T201

        blinded = sum(moment.startswith(BLIND) for moment in tried)
        broken = place.broken_at_the_end(in_flight=len(tried), blinded=blinded)
        assert not broken, "\n".join(broken)


def begin(crew: Crew, place: Town) -> None:
    """Have something to answer in each channel before the first kill."""
    crew.start("poll", "poll")
    crew.start("worker", "worker")
    place.write(*CLASSES)
    place.send_mail()
    wait_until(place.is_quiet, seconds=REACHED_WITHIN, what="the first messages read")


def kill_at(moment: str, crew: Crew, place: Town, diary: Path) -> None:
    """Start the process that passes here, armed, give it work, and see it die at that moment."""
    who = who_passes(moment)
    for name in ("worker", "poll"):
        if name != who and name not in crew.running:
            crew.start(name, name)
    if who in crew.running:
        crew.kill(who)
    diary.write_text("")
    lead_to(moment, place)
    armed = {"GEHOOR_FAILPOINT": f"{moment}:kill", "GEHOOR_FAILPOINT_DIARY": str(diary)}
    if moment.startswith(PUSHED):
        push_until_it_dies(crew, place, armed)
    elif who == "web":
        click_until_it_dies(crew, place, CLICKS[point_of(moment)](place), armed)
    else:
        crew.start(who, who, **armed)
        try:
            ended = crew.await_death(who, seconds=REACHED_WITHIN)
        except TimeoutExpired:
            pytest.fail(f"F2 seed={SEED}: {who} did not come by {moment}; {place.counts()}")
        assert ended == -9, f"{who} ended with {ended} on the way to {moment}"
    # Several channels are read at once: another may pass there too before the kill comes.
    assert set(diary.read_text().splitlines()) == {moment}
    place.platform.behave()
    for channel in Channel.objects.filter(health=Channel.Health.LOCKED_OUT):
        channels.record_health(channel, Channel.Health.NEW)


def lead_to(moment: str, place: Town) -> None:
    """Let happen what brings a process to this moment."""
    place.platform.misbehave("reset", account=account_of("A"))
    place.platform.misbehave("reset_before", account=account_of("B"))
    if moment.startswith(BLIND):
        place.platform.misbehave("error_before", account=account_of("B"), method="GET", times=10**6)
    if moment.startswith("reply.lock_out"):
        place.platform.misbehave("locked", account=account_of("C"))
    place.everything()


def click_until_it_dies(crew: Crew, place: Town, click: Click, armed: dict[str, str]) -> None:
    """Press a button on a web process that dies of it, then on its successor: the same click."""
    with pytest.raises(httpx.TransportError):
        click.press(start_web(crew, armed), place)
    ended = crew.await_death("web", seconds=REACHED_WITHIN)
    assert ended == -9
    answer = click.press(start_web(crew, {}), place)
    crew.kill("web")

    # What was done already is said in words: with the form once more, or on the page one goes to.
    assert answer.status_code in {200, 302, 303, 400}
    assert click.is_done_once(), f"{click.path} was not done once"


def push_until_it_dies(crew: Crew, place: Town, armed: dict[str, str]) -> None:
    """Push to a web process that dies of it, then to its successor: the same post."""
    place.write("A")
    post = place.platform.posts[-1]
    assert push(crew, place, post, armed) == NO_ANSWER
    ended = crew.await_death("web", seconds=REACHED_WITHIN)
    assert ended == -9
    status = push(crew, place, post, {})
    crew.kill("web")

    assert status == 200
    stored = Delivery.objects.filter(channel=place.channels["A"])
    assert stored.filter(transport_id=f"post/{post['id']}").count() == 1


def push(crew: Crew, place: Town, post: dict[str, Any], settings: dict[str, str]) -> int:
    channel = Channel.objects.get(pk=place.channels["A"].pk)
    secret = channels.renew_push_secret(channel)
    address = start_web(crew, settings)
    pusher = Pusher(f"{address}/hooks/{channel.push_key}", secret, account=account_of("A"))
    # On a busy machine web may say that it takes too long; a platform comes again then.
    answers = (pusher.push([post]).status for _ in range(TRIES))
    return next((status for status in answers if status != LATER), LATER)


def start_web(crew: Crew, settings: dict[str, str]) -> str:
    port = free_port()
    crew.start("web", "web", GEHOOR_PORT=str(port), BASE_URL="", **settings)
    address = f"http://localhost:{port}"
    wait_until(lambda: answers(address), seconds=REACHED_WITHIN, what="the web process answers")
    return address


def answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/login/", timeout=10).status_code < 500
    except httpx.TransportError:
        return False


def test_every_named_point_is_passed_by_what_f2_does(crew: Crew, tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    watching = {"GEHOOR_FAILPOINT": "*", "GEHOOR_FAILPOINT_DIARY": str(diary)}
    diary.write_text("")
    unvisited = set(points.moments())

    with town(random.Random(SEED)) as place:
        crew.start("poll", "poll", **watching)
        crew.start("worker", "worker", **watching)
        place.everything()
        wait_until(place.is_quiet, seconds=REACHED_WITHIN, what="the first messages read")
        address = start_web(crew, watching)
        for click in CLICKS.values():
            click(place).press(address, place)
        crew.kill("web")
        place.write("A")
        assert push(crew, place, place.platform.posts[-1], watching) == 200
        for moment in ("reply.lock_out:before", "reply.blind_look:before", "reply.look:before"):
            lead_to(moment, place)
            wait_until(
                lambda: moment in set(diary.read_text().splitlines()),  # noqa: B023
                seconds=REACHED_WITHIN,
                what=f"{moment} is passed",
            )
            place.platform.behave()
            Channel.objects.update(health=Channel.Health.NEW)
        wait_until(
            lambda: not unvisited - set(diary.read_text().splitlines()),
            seconds=REACHED_WITHIN,
            what="every point is passed",
        )


@pytest.mark.parametrize("flow", ["incoming", "sending", "replies", "failures"])
def test_every_commit_on_the_way_in_and_out_is_a_named_point(flow: str) -> None:
    text = (points.SOURCE / "flows" / f"{flow}.py").read_text()

    assert points.unnamed_commits(text) == []
    assert "push.store:written" in points.moments()


def test_a_commit_without_a_name_is_noticed() -> None:
    text = "@transaction.atomic\ndef store():\n    pass\n"

    assert points.unnamed_commits(text) == ["store"]


def test_the_sixth_that_is_tried_goes_round() -> None:
    everything = points.moments()

    assert sorted(each for sixth in range(6) for each in everything[sixth::6]) == everything
    assert {who_passes(moment) for moment in everything} == {"poll", "web", "worker"}
