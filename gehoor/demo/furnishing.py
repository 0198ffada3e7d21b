"""Makes an empty Gehoor the one of Voorbeeldstad: set up, with a month behind it."""

import gc
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import psycopg
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import override

from gehoor.channels.models import Channel
from gehoor.channels.queries import connectors
from gehoor.contracts.reading import Readers
from gehoor.demo import arranged, rostered, story_clock
from gehoor.demo.doors import KEYS
from gehoor.demo.kept import agree, keep_answers
from gehoor.demo.pace import USUAL
from gehoor.demo.phone_book import fill_phone_book
from gehoor.demo.stories import Story, Town, ours
from gehoor.demo.telling import our_channels, tell
from gehoor.demo.world import World
from gehoor.flows import connecting, listening, setup_from_file, staffing
from gehoor.flows.setup_from_file import ChannelWanted, PersonWanted, TeamWanted, Wanted
from gehoor.kit import words
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Actor, Role
from gehoor.planning.rules import read_day
from gehoor.project import aside
from gehoor.project.terminal import Trouble

ORGANISATION: Final = "Gemeente Voorbeeldstad (fictief)"
TEAM: Final = "Webcare Voorbeeldstad"
MADE_BEFORE: Final = timedelta(days=33)
WEEK: Final = {day: read_day("08:00-18:00" if day < 5 else "") for day in range(7)}
ACCOUNTS: Final = {
    "info": ("Postbus info", {"address": "info@voorbeeldstad.example"}),
    "afval": ("Postbus afval en straat", {"address": "afval@voorbeeldstad.example"}),
    "mastodon": ("Mastodon", {"server": "https://sociaal.example", "account": "voorbeeldstad"}),
    "bluesky": ("Bluesky", {"handle": "voorbeeldstad.blauw.example"}),
    "news": ("Nieuws uit de stad", {"url": "https://nieuws.voorbeeldstad.example/feed"}),
    "messages": ("Berichtendienst", {"account": "voorbeeldstad"}),
}
GROUPS: Final = (("info", "mastodon"), ("afval", "messages", "bluesky", "news"))
"""channels that are told by one process; they share no conversation, so each has its own pace"""
KEPT_PLANS: Final = {"server_side_binding": True, "prepare_threshold": 2}
MAKING: Final = Actor(system="demo")
WATCHED: Final = "Voorbeeldstad\ngemeente\nwateroverlast\nkelder\ndrinkwater"


class NotFurnished(Trouble):
    """The stories could not be told; the message is that of who tried."""


@dataclass(frozen=True)
class Furnished:
    """What somebody needs to look around."""

    password: str
    """of every colleague, made for this demo"""


def read_ahead() -> list[Readers]:
    """Do what needs no tables: read the stories, look their words up, and start who reads letters.

    Whoever tells the stories is a copy of this process, and knows all of it then.
    """
    readers = [Readers() for _ in GROUPS]
    for each in readers:
        each.start()
    for story in ours().stories:
        for line in story.lines:
            words.tsvector(line.text)
    return readers


def furnish(home: Path, *, readers: Sequence[Readers], town: Town | None = None) -> Furnished:
    """Set Voorbeeldstad up and tell its month, with a guarded child that reads for each group.

    Call before processes are made; leaves no connection behind.
    """
    town = town or ours()
    start = now()
    outside = World(home, town=town)
    outside.begin(start)
    owner = os.environ["DATABASE_OWNER_URL"]
    connection.close()
    with story_clock.lent(owner):
        _go_by_the_story(start - MADE_BEFORE)
        password = _set_up(town)
        story_clock.forget()
        tellers = zip(GROUPS, readers, strict=True)
        _in_processes([_teller(town, group, start, its) for group, its in tellers])
    for each in readers:
        each.close()
    _forget_wake_ups(owner)
    outside.go(USUAL, now=now())
    return Furnished(password)


def _go_by_the_story(moment: datetime) -> None:
    story_clock.use()
    story_clock.set_to(moment)


def sign_ins(keys: Sequence[str]) -> list[str]:
    """Return with which addresses one can log in, and as what one looks around then."""
    colleagues = ours().colleagues
    return [f"{colleagues[key].email}  ({colleagues[key].looks_as.lower()})" for key in keys]


def _set_up(town: Town) -> str:
    """Set up as `gehoor setup` does from a file; return the password everybody has."""
    password = secrets.token_urlsafe(12)
    with override("nl"):
        brought = setup_from_file.bring_about(_wanted(town))
        names = {each.email: each.name for each in town.colleagues.values()}
        for email, link in brought.links:
            token = link.rstrip("/").rpartition("/")[2]
            staffing.accept(token, name=names[email], email=email, password=password)
        channels = our_channels()
        for channel in channels.values():
            _make_live(channel)
        listening.change_watch(
            MAKING, channels["news"], words=WATCHED, minutes=15, colleagues=list(_told())
        )
        coordinator = people.with_role(Role.COORDINATOR)[0]
        keep_answers(MAKING, coordinator)
        rostered.plan(coordinator, people.with_role(Role.AGENT)[0])
        fill_phone_book(MAKING)
        agree(MAKING, people.teams())
        arranged.arrange(
            coordinator=coordinator,
            agent=people.with_role(Role.AGENT)[0],
            team=people.teams()[0],
            start=now() + MADE_BEFORE,
        )
    return password


def _told() -> QuerySet[User]:
    """Who would be mailed about the news, if a demo could mail."""
    return people.with_role(Role.COORDINATOR, Role.ADVISER)


def _make_live(channel: Channel) -> None:
    """Live, as every channel becomes: by steps. What it hands out is the recorder all the same."""
    for stage in (Channel.Stage.PRACTISE, Channel.Stage.LIVE):
        if channel.connector != KEYS["news"]:
            connecting.change_stage(MAKING, channel, stage)
            channel.refresh_from_db()


def _wanted(town: Town) -> Wanted:
    return Wanted(
        organisation={
            "name": ORGANISATION,
            "purpose": "Vragen en meldingen van inwoners beantwoorden (artikel 6, lid 1e AVG).",
            "retention_months": 12,
            "public_addresses": "@voorbeeldstad.example",
            "case_forms": "V-2026-0123",
        },
        teams=[TeamWanted(TEAM, identity="first_name", signature="Gemeente Voorbeeldstad")],
        people=[
            PersonWanted(each.name, each.email, [Role(role) for role in each.roles], [TEAM])
            for each in town.colleagues.values()
        ],
        channels=[_channel(key) for key in KEYS],
        week=WEEK,
        officer="",
    )


def _channel(key: str) -> ChannelWanted:
    name, given = ACCOUNTS[key]
    connector = connectors()[KEYS[key]]
    usual = {each.name: each.default for each in connector.fields if each.kind != "secret"}
    return ChannelWanted(
        connector,
        name=name,
        team=TEAM,
        purpose="Een voorbeeld: hier schrijven verzonnen inwoners.",
        settings=usual | given,
        secrets={},
        is_tried=False,
    )


def _teller(
    town: Town, group: Sequence[str], start: datetime, readers: Readers
) -> Callable[[], None]:
    stories: list[Story] = [story for story in town.stories if story.channel in group]

    def work() -> None:
        # It ends within seconds: looking for what could be freed would only take time.
        gc.disable()
        # It asks the same twenty things four hundred times; nobody changes a table meanwhile.
        connection.settings_dict["OPTIONS"] |= KEPT_PLANS
        story_clock.use()
        with override("nl"):
            tell(town, stories, readers, start=start)
            if "info" in group:
                story_clock.set_to(start)
                arranged.let_one_wait(our_channels()["info"])

    return work


def _in_processes(works: Sequence[Callable[[], None]]) -> None:
    """Do each of these in a copy of this process, side by side."""
    children = [aside.begin(work) for work in works]
    ends = [aside.ended_well(child) for child in children]
    if not all(ends):
        raise NotFurnished("The stories of the demo could not be told; the reason stands above.")


def _forget_wake_ups(owner_url: str) -> None:
    """Nothing waits any more of what the stories woke; a job only says "look again"."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
