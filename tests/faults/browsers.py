"""Colleagues at their browsers, with the pages and forms of the program itself, without a script.

Each remembers what was really on its screen; that, and not our tables, says whether somebody
answered a second time without knowing.
"""

import random
import re
import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from typing import Any

from django.db import connections
from django.test import Client

from gehoor.inbox.models import Conversation, Presence, Reply
from gehoor.people.models import User

OUR_ANSWER = re.compile(r'data-sequence="(\d+)"[^>]*data-ours')
SHOWN_BESIDE = re.compile(r'name="answered_up_to" value="(\d+)"')
SHOWN_WRITER = re.compile(r'name="writer" value="(\d*)"')
SEEN = re.compile(r'name="seen_sequence" value="(\d+)"')
NUMBER = re.compile(r'<form[^>]*class="write reply.*?name="client_uuid" value="([0-9a-f-]+)"', re.S)
NEWER = re.compile(r'<ol class="newer">.*?</ol>', re.S)
WORDS = re.compile(r'<div class="words"[^>]*>(.*?)</div>', re.S)


@dataclass
class Tab:
    """One browser of one colleague at one conversation."""

    user: User
    conversation: Conversation
    client: Client
    form: dict[str, str] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    """what stood in the way of the last try, as the page said; empty while nothing does"""
    on_screen: set[str] = field(default_factory=set)
    """the text of every answer that was before these eyes"""
    saw_writing: set[int] = field(default_factory=set)
    is_writing: bool = False
    """does the program say that the answer is theirs?"""

    def ask(self, part: str, **fields: str) -> str:
        address = f"/conversations/{self.conversation.pk}/{part}"
        asked = (
            self.client.post(address, fields, headers={"X-Fragment": "1"})
            if fields
            else self.client.get(address, headers={"X-Fragment": "1"})
        )
        assert asked.status_code in (200, 204, 409), (asked.status_code, address)
        return unescape(asked.content.decode())

    def open(self) -> None:
        """Look at the conversation as it is, and forget what stood in the way."""
        self.read(self.ask(""))
        self.beside = {}

    def read(self, page: str) -> None:
        if not (seen := SEEN.search(page)) or not (number := NUMBER.search(page)):
            return
        self.form = {"seen_sequence": seen[1], "client_uuid": number[1]}
        self.on_screen |= set(WORDS.findall(page))

    def write(self) -> None:
        shown = self.ask("presence/", doing="write")
        self.is_writing = f'data-writer="{self.user.pk}"' in shown

    def stop(self) -> None:
        self.ask("presence/", doing="stop")
        self.is_writing = False

    def leave(self) -> None:
        self.ask("presence/", doing="leave")
        self.is_writing, self.form = False, {}

    def take_over(self) -> None:
        self.read(self.ask("take-over/", **{"in": "team"}))
        self.is_writing = True

    def send(self, **choice: str) -> bool:
        """Press send; what stands in the way is put before these eyes. Was it accepted?"""
        fields = {"text": f"antwoord {uuid.uuid4()}", "act": "send"} | self.form | choice
        page = self.ask("reply/", **fields)
        accepted = Reply.objects.filter(client_uuid=self.form["client_uuid"]).exists()
        if accepted:
            self.is_writing = False
            self.open()
        elif (newest := SHOWN_BESIDE.search(page)) and (writer := SHOWN_WRITER.search(page)):
            self.beside = {"answered_up_to": newest[1], "writer": writer[1]}
            newer = NEWER.search(page)
            self.on_screen |= set(WORDS.findall(newer[0])) if newer else set()
            self.saw_writing |= {int(writer[1])} if writer[1] else set()
        return accepted

    def send_anyway(self) -> bool:
        return self.send(act="anyway", reason="Het kan niet wachten", **self.beside)

    def fall_silent(self) -> None:
        """The browser dies; minutes pass without a sign of it."""
        earlier = timedelta(minutes=15)
        for row in Presence.objects.filter(user=self.user, conversation=self.conversation):
            row.looks_until -= earlier
            row.writes_until = row.writes_until and row.writes_until - earlier
            row.save()
        self.is_writing = False


@dataclass
class Room:
    """Colleagues at one conversation, and everything that went wrong between them."""

    tabs: Sequence[Tab]
    luck: random.Random
    wrong: list[str] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)

    def step(self) -> None:
        """Let somebody do something they could do now."""
        tab = self.luck.choice(self.tabs)
        acts = [tab.open, tab.write, tab.leave, tab.stop, tab.fall_silent, tab.take_over]
        if tab.form:
            acts += [lambda: self.send(tab)] * 4
        if tab.form and tab.beside:
            acts += [lambda: self.send_anyway(tab)] * 2
        act = self.luck.choice(acts)
        self.story.append(f"{tab.user.name}: {getattr(act, '__name__', act)}")
        act()
        self.settle_claims(tab)

    def settle_claims(self, last: Tab) -> None:
        """Of several who were told that the answer is theirs, the last has it."""
        if last.is_writing:
            for other in self.tabs:
                other.is_writing = other.is_writing and other is last

    def send(self, tab: Tab) -> None:
        self.judge(tab, lambda: tab.send())

    def send_anyway(self, tab: Tab) -> None:
        self.judge(tab, tab.send_anyway)

    def judge(self, tab: Tab, press: Any) -> None:
        """Let somebody send; compare with what they could know."""
        writing = {each.user.pk for each in self.tabs if each.is_writing and each is not tab}
        known, earlier = set(tab.on_screen), self.answers_of_others(tab)
        if not press():
            self.count("refused")
            return
        self.count("accepted")
        # What was shown at a refusal before this press was known; what came after it was not.
        if unseen := earlier - known:
            self.wrong.append(f"{tab.user.name} answered after {len(unseen)} answers not seen.")
        if around := writing - tab.saw_writing:
            self.wrong.append(f"{tab.user.name} answered around {sorted(around)}, who wrote.")
        for each in self.tabs:
            each.is_writing, each.saw_writing = False, set()

    def send_at_once(self) -> None:
        """Let everybody who has a form press send at the same moment."""
        sending = [tab for tab in self.tabs if tab.form]
        before = self.all_answers()
        threads = [threading.Thread(target=self._press, args=(tab,)) for tab in sending]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        fresh = self.all_answers() - before
        self.count("at once")
        if len(fresh) > 1:
            self.wrong.append(f"{len(fresh)} answers at the same moment.")

    def _press(self, tab: Tab) -> None:
        try:
            tab.send()
        finally:
            connections.close_all()

    def count(self, what: str) -> None:
        self.counted[what] = self.counted.get(what, 0) + 1

    def answers_of_others(self, tab: Tab) -> set[str]:
        return self.all_answers(besides=tab.user)

    def all_answers(self, besides: User | None = None) -> set[str]:
        """The text of every answer the conversation holds."""
        conversation = self.tabs[0].conversation
        found = Reply.objects.filter(message__conversation=conversation)
        return set(found.exclude(message__author=besides).values_list("message__text", flat=True))
