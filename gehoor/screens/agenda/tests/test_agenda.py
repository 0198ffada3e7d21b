"""The agenda: kept, published for anybody as a page, ICS and JSON, and said in an answer."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.flows import kept_answers
from gehoor.kit.clock import now
from gehoor.knowledge.models import AgendaItem
from gehoor.knowledge.rules.agenda import Event, calendar_file
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S2-08")]


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def item(title: str, *, days: float = 7, **given: Any) -> AgendaItem:
    facts = {"starts_at": now() + timedelta(days=days), "is_published": True, "place": "Stadhuis"}
    return AgendaItem.objects.create(title=title, **facts | given)


def test_anybody_reads_what_is_published_and_not_over(client: Client) -> None:
    item("Open dag")
    item("Nog geheim", is_published=False)
    item("Voorbij", days=-7)
    item("Nu bezig", days=-1, ends_at=now() + timedelta(days=1))

    page = words(client.get(reverse("agenda_page")))
    calendar = client.get(reverse("agenda_calendar"))
    listed = client.get(reverse("agenda_listed")).json()

    for told in (page, calendar.content.decode()):
        assert "Open dag" in told
        assert "Nu bezig" in told
        assert "geheim" not in told
        assert "Voorbij" not in told
    assert calendar["Content-Type"].startswith("text/calendar")
    assert [each["title"] for each in listed["items"]] == ["Nu bezig", "Open dag"]


def test_an_item_is_kept_and_one_that_ends_before_it_begins_is_refused(client: Client) -> None:
    client.force_login(make.user(Role.COORDINATOR, teams=(make.team(),), language="nl"))
    given = {"title": "Markt", "starts_at": "2027-03-01T10:00", "ends_at": "2027-03-01T09:00"}

    refused = client.post(reverse("new_agenda_item"), given)
    kept = client.post(reverse("new_agenda_item"), given | {"ends_at": "2027-03-01T12:00"})

    assert (refused.status_code, kept.status_code) == (422, 302)
    assert "eindigt voordat het begint" in words(refused)
    assert "Markt" in words(client.get(reverse("agenda")))
    client.post(reverse("forget_agenda_item", args=[AgendaItem.objects.get().pk]))
    assert not AgendaItem.objects.exists()


def test_who_keeps_the_agenda_finds_what_comes_first_on_top(client: Client) -> None:
    client.force_login(make.user(Role.COORDINATOR, teams=(make.team(),)))
    for title, days in (("Long past", -9), ("Market", 12), ("Open evening", 3), ("Past", -2)):
        item(title, days=days)

    page = client.get(reverse("agenda")).content.decode()

    order = [page.index(f">{each}<") for each in ("Open evening", "Market", "Past", "Long past")]
    assert order == sorted(order)


def test_a_kept_answer_says_what_comes_first() -> None:
    channel = make.channel()
    actor = make.actor(Role.AGENT, teams=(channel.team,))
    item("Later", days=9)
    item("Open dag", days=2)
    make.kept_answer(text="Kom ook: {agenda}.")

    [offered] = kept_answers.offered(actor, make.received(channel))

    assert offered.text.startswith("Kom ook: Open dag (")
    assert "Stadhuis); Later (" in offered.text


def test_a_calendar_file_escapes_and_folds_what_is_long() -> None:
    moment = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
    event = Event(7, "Markt; groot, mooi", moment, None, text="é" * 60 + "\nEind")

    text = calendar_file([event], name="Stad", host="stad.example", now=moment)

    assert "SUMMARY:Markt\\; groot\\, mooi\r\n" in text
    assert "DTSTART:20270301T090000Z\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.replace("\r\n ", "").count("é") == 60
