"""Which part of a thread somebody looks at, as an address says it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from gehoor.inbox.models import Conversation
from gehoor.inbox.queries import WHOLE_THREAD, Fitting

MOST_WORDS = 200
LONGEST_PAGE = 4


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

    def address(self, conversation: Conversation, *, page: int | None = None) -> str:
        asked = page or self.page
        given = self.limits | ({"page": str(asked)} if asked > 1 else {})
        end = f"?{urlencode(given)}" if given else ""
        return reverse("thread", args=[conversation.pk]) + end


def part_in(given: QueryDict) -> Part:
    """Read it from an address or a form; anything odd narrows nothing."""
    page = given.get("page", "")
    is_page = page.isascii() and page.isdecimal() and len(page) <= LONGEST_PAGE
    return Part(
        Fitting(
            words=given.get("words", "").strip()[:MOST_WORDS],
            only_questions=given.get("questions") == "yes",
            only_untouched=given.get("untouched") == "yes",
        ),
        page=int(page) if is_page else 1,
    )
