"""Which part of a thread, or of what there is to read, somebody looks at, as an address says it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.inbox.queries import WHOLE_THREAD, Fitting
from gehoor.screens.inbox.lists import MOST_TAG

MOST_WORDS = 200
LONGEST_PAGE = 4
LONGEST_NUMBER = 18
LISTS = {
    "unassigned": _("To divide"),
    "mine": _("My work"),
    "listening": _("Listening"),
}
"""what can be read: not what is a colleague's, who reads it themselves"""
UNREAD = inbox.ToRead()
LONGEST_CHANNEL = 9
MARK = "reading"
"""how a form of this screen says that it is"""


@dataclass(frozen=True, slots=True)
class Part:
    """What fits, and which page of it."""

    fitting: Fitting = WHOLE_THREAD
    page: int = 1

    @property
    def limits(self) -> dict[str, str]:
        """What narrows the thread, as fields of a form."""
        given = {
            "words": self.fitting.words,
            "questions": "yes" if self.fitting.only_questions else "",
            "untouched": "yes" if self.fitting.only_untouched else "",
        }
        return {name: value for name, value in given.items() if value}

    @property
    def query(self) -> str:
        """It as one word of another address; never empty, so that it says that there is one."""
        return urlencode(self.limits | {"page": str(self.page)})

    def address(self, conversation: Conversation, *, page: int | None = None) -> str:
        asked = page or self.page
        given = self.limits | ({"page": str(asked)} if asked > 1 else {})
        end = f"?{urlencode(given)}" if given else ""
        return reverse("thread", args=[conversation.pk]) + end


def part_in(given: QueryDict) -> Part:
    """Read it from an address or a form; anything odd narrows nothing."""
    page = given.get("page", "")
    return Part(
        Fitting(
            words=given.get("words", "").strip()[:MOST_WORDS],
            only_questions=given.get("questions") == "yes",
            only_untouched=given.get("untouched") == "yes",
        ),
        page=(number_in(page) or 1) if len(page) <= LONGEST_PAGE else 1,
    )


def number_in(text: str) -> int | None:
    """Return the number of a row or a page; None for what can be none."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else None


@dataclass(frozen=True, slots=True)
class Reading:
    """What is asked for, and where its page begins."""

    asked: inbox.ToRead = UNREAD
    after: str = ""

    @property
    def view(self) -> str:
        return self.asked.view

    @property
    def beside(self) -> str:
        """The list of the inbox with the same work; what was only found has none of its own."""
        return "team" if self.view == "listening" else self.view

    @property
    def narrowing(self) -> dict[str, str]:
        """What narrows it, as parts of an address."""
        narrowed = self.asked.narrowed
        return {
            "words": self.asked.words,
            "channel": str(narrowed.channel or ""),
            "tag": narrowed.tag,
            "read": "" if narrowed.only_unread else "yes",
        }

    @property
    def is_narrowed(self) -> bool:
        return any(self.narrowing.values())

    @property
    def limits(self) -> dict[str, str]:
        """The same as fields of a form, which says that it is of this screen."""
        return {"from": MARK} | self.narrowing

    def address(self, *, after: str = "") -> str:
        parts = {"in": self.view if self.view != "unassigned" else ""} | self.narrowing
        given = {name: value for name, value in (parts | {"after": after}).items() if value}
        end = f"?{urlencode(given)}" if given else ""
        return reverse("reading_mode") + end


def reading_in(given: QueryDict) -> Reading:
    """Read it from an address or a form; anything odd narrows nothing."""
    view, channel = given.get("in", ""), given.get("channel", "")
    is_channel = channel.isascii() and channel.isdecimal() and len(channel) <= LONGEST_CHANNEL
    return Reading(
        inbox.ToRead(
            view=view if view in LISTS else "unassigned",
            words=given.get("words", "").strip()[:MOST_WORDS],
            narrowed=inbox.Filter(
                channel=int(channel) if is_channel else None,
                tag=given.get("tag", "").strip()[:MOST_TAG],
                only_unread=given.get("read") != "yes",
            ),
        ),
        after=given.get("after", "")[:60],
    )


def is_of_reading(given: QueryDict) -> bool:
    """Does a form come from this screen?"""
    return given.get("from") == MARK
