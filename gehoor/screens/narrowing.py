"""Which part of a thread somebody looks at, as an address says it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from gehoor.inbox.models import Conversation
from gehoor.inbox.queries import WHOLE_THREAD, Fitting

MOST_WORDS = 200
LONGEST_PAGE = 4
LONGEST_NUMBER = 18


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
