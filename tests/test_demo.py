"""The demo as a newcomer starts it: filled, marked everywhere, and with no way out."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from gehoor.demo.stories import load
from gehoor.testing.demo import Demo, demo
from gehoor.testing.processes import wait_until

pytestmark = pytest.mark.processes

TOWN = load()
PAGES = (
    "/demo/", "/demo/real/", "/demo/again/", "/demo/residents/", "/demo/residents/fatima/",
    "/login/", "/inbox/team/", "/settings/", "/profile/", "/not/there/",
)  # fmt: skip


@pytest.fixture(scope="module")
def shown() -> Iterator[Demo]:
    """One demo that the gentle tests of this file share."""
    with demo() as running:
        running.start()
        yield running


@pytest.fixture
def visitor(shown: Demo) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shown.address, follow_redirects=True) as browser:
        yield browser


def press(browser: httpx.Client, page: str, action: str, **fields: str) -> httpx.Response:
    """Send a form of the page, with its token."""
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(page).text)
    assert token
    headers = {"Referer": str(browser.base_url), "Origin": str(browser.base_url).rstrip("/")}
    return browser.post(action, data={"csrfmiddlewaretoken": token[1], **fields}, headers=headers)


def test_a_start_prints_one_link_and_four_sign_ins_that_work(
    shown: Demo, visitor: httpx.Client
) -> None:
    said = shown.said()
    addresses = re.findall(r"^ +(\S+@voorbeeldstad\.example)", said, re.MULTILINE)
    password = re.search(r"password: (\S+)", said)

    assert f"Begin here: {shown.address}/demo/" in said
    assert len(addresses) == 4
    assert password
    page = press(visitor, "/login/", "/login/", login=addresses[0], password=password[1])
    assert "/inbox/" in str(page.url)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_marked(visitor: httpx.Client, path: str) -> None:
    press(visitor, "/demo/", "/demo/as/", **{"as": "ria"})

    page = visitor.get(path)

    assert page.text.count("<title>[Voorbeeld] ") == 1
    assert page.text.count('class="demo-bar"') == 1


@pytest.mark.parametrize("key", TOWN.colleagues)
def test_one_looks_around_as_each_colleague(visitor: httpx.Client, key: str) -> None:
    page = press(visitor, "/demo/", "/demo/as/", **{"as": key})

    assert page.status_code == 200
    assert TOWN.colleagues[key].name in page.text


def test_every_story_is_there_and_ended_as_it_is_told(shown: Demo) -> None:
    ended: dict[Any, Any] = dict(shown.rows(
        "SELECT c.outcome, count(DISTINCT c.id) FROM inbox_conversation c JOIN inbox_message m"
        " ON m.conversation_id = c.id AND m.received_at < now() - interval '5 minutes'"
        " GROUP BY 1"
    ))  # fmt: skip
    told = {"answered": "done", "handled": "handled", "seen": "seen"}
    expected = {
        outcome: sum(story.status == status for story in TOWN.stories)
        for outcome, status in told.items()
    }

    assert {name: ended.get(name, 0) for name in told} == expected
    # What drips in from the first minute on comes on top.
    assert sum(ended.values()) >= len(TOWN.stories)


def test_a_resident_sees_the_picture_they_sent(visitor: httpx.Client) -> None:
    page = visitor.get("/demo/residents/fatima/").text
    found = re.search(r'<img src="(/demo/pictures/[^"]+)" alt="Een groene bak[^"]+"', page)
    assert found

    picture = visitor.get(found[1])

    assert picture.headers["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert visitor.get("/demo/pictures/no.such/").status_code == 404


def test_what_came_back_says_why_and_the_expert_is_named(visitor: httpx.Client) -> None:
    press(visitor, "/demo/", "/demo/as/", **{"as": "anouk"})

    def came_back() -> bool:
        return "Teruggekomen: u wilde hier vandaag naar kijken" in visitor.get("/inbox/mine/").text

    wait_until(came_back, seconds=60, what="what was put off until now is back")
    assert "tot een antwoord" in visitor.get("/inbox/snoozed/").text
    press(visitor, "/demo/", "/demo/as/", **{"as": "yusuf"})

    assert "@Yusuf, kan jouw ploeg" in visitor.get("/named/").text


def test_the_words_of_the_news_are_watched(shown: Demo) -> None:
    assert shown.rows("SELECT 1 FROM listening_watch") == [(1,)]


def test_everything_happened_at_its_own_moment(shown: Demo) -> None:
    begun = datetime.now(UTC) - timedelta(days=34)
    [[deliveries, messages, entries]] = shown.rows(
        "SELECT (SELECT count(DISTINCT received_at::date) FROM channels_delivery),"
        " (SELECT count(DISTINCT received_at::date) FROM inbox_message),"
        " (SELECT count(DISTINCT at::date) FROM audit_entry)"
    )
    [[oldest, odd]] = shown.rows(
        "SELECT min(m.received_at), count(*) FILTER (WHERE abs(extract(epoch FROM"
        " m.received_at - m.sent_at)) > 120 OR m.received_at > now()) FROM inbox_message m"
    )
    days = len({story.age.partition("d")[0] for story in TOWN.stories})

    assert isinstance(oldest, datetime)
    assert oldest > begun
    assert odd == 0
    assert min(int(str(each)) for each in (deliveries, messages, entries)) > min(days, 20) // 2


def test_the_database_has_its_own_clock_again(shown: Demo) -> None:
    left = shown.rows("SELECT 1 FROM pg_namespace WHERE nspname = 'story'")
    odd = shown.rows("SELECT 1 FROM pg_attrdef WHERE pg_get_expr(adbin, adrelid) LIKE '%story%'")
    usual = shown.rows(
        "SELECT 1 FROM pg_attrdef WHERE pg_get_expr(adbin, adrelid) = 'statement_timestamp()'"
    )

    assert (left, odd) == ([], [])
    assert len(usual) > 5


@pytest.mark.row("S0-07")
def test_each_day_adds_up(shown: Demo) -> None:
    for days in (0, 4, 9):
        day = (datetime.now(UTC) - timedelta(days=days)).date().isoformat()
        added = shown.command("balance", "--date", day, "--json")

        assert added.returncode == 0, added.stdout + added.stderr
        assert json.loads(added.stdout)


def test_the_log_is_whole(shown: Demo) -> None:
    wait_until(
        lambda: bool(shown.rows("SELECT 1 FROM audit_seal")), seconds=60, what="it is sealed"
    )

    assert shown.command("audit", "verify").returncode == 0


def test_nothing_makes_it_a_real_installation(shown: Demo) -> None:
    refused = shown.command("run")

    assert refused.returncode == 1
    assert "was made for a demo" in refused.stderr


def test_a_real_installation_is_never_run_as_a_demo(tmp_path: object) -> None:
    code = "import django; django.setup()"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GEHOOR_")}
    real = kept | {"GEHOOR_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "gehoor.demo.settings"}

    refused = subprocess.run(
        [sys.executable, "-c", code], env=real, capture_output=True, text=True, check=False
    )

    assert refused.returncode != 0
    assert "is a real installation, and stays one" in refused.stderr


def test_no_other_account_can_be_connected(visitor: httpx.Client) -> None:
    press(visitor, "/demo/", "/demo/as/", **{"as": "bea"})
    given = {"url": "http://127.0.0.1:9", "account": "echt", "outcome_class": "A",
             "timeout": "10", "window": "none", "token": "secret"}  # fmt: skip
    fields = {"name": "Echt", "team": "1", "act": "try"}
    fields |= {f"account_{name}": value for name, value in given.items()}
    page = "/settings/channels/new/pretend/"

    answer = press(visitor, page, page, **fields)

    assert "er kan geen ander account" in answer.text.lower()


@pytest.mark.long
def test_it_begins_anew_when_a_page_asks_for_it(shown: Demo, visitor: httpx.Client) -> None:
    before = shown.home
    asked = press(visitor, "/demo/again/", "/demo/again/")

    assert asked.status_code == 200
    wait_until(lambda: not before.exists(), seconds=60, what="the old home is gone")
    wait_until(shown.answers, seconds=120, what="a new one answers")
    assert shown.home != before
    assert shown.said().count("Begin here: ") == 2


@pytest.mark.long
def test_nothing_of_it_stays() -> None:
    with demo() as running:
        running.start()
        home = running.home
        running.stop()

        assert not home.exists()
