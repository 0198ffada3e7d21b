"""The list of conversations, as the inbox and the conversation beside it show it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gehoor.inbox import queries as inbox
from gehoor.people.policies import Actor

NAMES = {
    "mine": _("My work"),
    "unassigned": _("To divide"),
    "team": _("Team"),
    "done": _("Done"),
}
MOST_WORDS = 200
COUNTED = ("mine", "unassigned", "team", "problems", "failed")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which list somebody looks at: the view, the words searched for, and the page."""

    view: str = "mine"
    words: str = ""
    after: str = ""

    @property
    def query(self) -> str:
        """What keeps this list beside a conversation, as the end of an address."""
        parts = {"in": self.view, "words": self.words, "after": self.after}
        return urlencode({name: value for name, value in parts.items() if value})


def chosen(given: QueryDict, *, view: str | None = None) -> Choice:
    """Read the choice from an address; anything odd is the first view."""
    name = view or given.get("in", "mine")
    return Choice(
        view=name if name in NAMES else "mine",
        words=given.get("words", "").strip()[:MOST_WORDS],
        after=given.get("after", "")[:60],
    )


def menu_counts(actor: Actor) -> dict[str, int]:
    """Count the work, for the menu and the tabs."""
    found = inbox.counts(actor)
    return {name: getattr(found, name) for name in COUNTED}


def list_for(actor: Actor, choice: Choice) -> dict[str, Any]:
    """Return what the list pane needs: two queries, whatever the number of rows."""
    page = inbox.page_of(actor, choice.view, after=choice.after or None, words=choice.words)
    counts = menu_counts(actor)
    return {
        "place": "inbox",
        "choice": choice,
        "rows": page.rows,
        "counts": counts,
        "list_tabs": _tabs(choice, counts),
        "title": _("Search results") if choice.words else NAMES[choice.view],
        "next_href": _next(choice, page.next_after),
        "first_href": address_of(choice, after="") if choice.after else "",
        "now": datetime.now(UTC),
    }


def address_of(choice: Choice, *, after: str | None = None) -> str:
    """Return the address of this list."""
    place = choice.after if after is None else after
    query = {"words": choice.words, "after": place}
    end = urlencode({name: value for name, value in query.items() if value})
    return reverse("inbox_view", kwargs={"view": choice.view}) + (f"?{end}" if end else "")


def _next(choice: Choice, next_after: str) -> str:
    return address_of(choice, after=next_after) if next_after else ""


def _tabs(choice: Choice, counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "text": text,
            "href": reverse("inbox_view", kwargs={"view": name}),
            "count": counts.get(name),
            "current": name == choice.view and not choice.words,
        }
        for name, text in NAMES.items()
    ]
