"""The list of conversations, as the inbox and the conversation beside it show it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gehoor.channels import queries as channels
from gehoor.flows.bulk import MOST
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import SavedView
from gehoor.kit.clock import about_now
from gehoor.people.policies import Actor, act_on_many, answer
from gehoor.screens.access import may_anywhere

NAMES = {
    "mine": _("My work"),
    "unassigned": _("To divide"),
    "team": _("Team"),
    "done": _("Done"),
}
MOST_WORDS = 200
MOST_TAG = 40
KEYED = 9
"""how many saved views have a digit as their key"""
COUNTED = ("mine", "unassigned", "team", "problems", "failed")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which list somebody looks at: the view, the words searched for, and the page."""

    view: str = "mine"
    words: str = ""
    after: str = ""
    narrowed: inbox.Filter = inbox.NO_FILTER

    @property
    def query(self) -> str:
        """What keeps this list beside a conversation, as the end of an address."""
        return encoded({"in": self.view, "after": self.after} | self.limits)

    @property
    def limits(self) -> dict[str, str]:
        """What narrows the list, as parts of an address."""
        return {
            "words": self.words,
            "channel": str(self.narrowed.channel or ""),
            "tag": self.narrowed.tag,
            "unread": "yes" if self.narrowed.only_unread else "",
        }


def encoded(parts: dict[str, str]) -> str:
    return urlencode({name: value for name, value in parts.items() if value})


def chosen(given: QueryDict, *, view: str | None = None) -> Choice:
    """Read the choice from an address; anything odd is the first view."""
    name = view or given.get("in", "mine")
    channel = given.get("channel", "")
    return Choice(
        view=name if name in NAMES else "mine",
        words=given.get("words", "").strip()[:MOST_WORDS],
        after=given.get("after", "")[:60],
        narrowed=inbox.Filter(
            channel=int(channel) if channel.isdecimal() and len(channel) < 10 else None,
            tag=given.get("tag", "").strip()[:MOST_TAG],
            only_unread=given.get("unread") == "yes",
        ),
    )


def menu_counts(actor: Actor) -> dict[str, int]:
    """Count the work, for the menu and the tabs."""
    return _menu(inbox.counts(actor))


def _menu(found: inbox.Counts) -> dict[str, int]:
    return {name: getattr(found, name) for name in COUNTED}


def list_for(actor: Actor, choice: Choice) -> dict[str, Any]:
    """Return what the list pane needs: three queries, whatever the number of rows; one more when
    it must be counted how many there are beyond the page."""
    # Counted first: what comes in meanwhile must not pass for shown.
    found = inbox.counts(actor)
    counts = _menu(found)
    page = inbox.page_of(
        actor,
        choice.view,
        after=choice.after or None,
        words=choice.words,
        narrowed=choice.narrowed,
    )
    return {
        "place": "inbox",
        "choice": choice,
        "rows": page.rows,
        "read_only": channels.read_only_connectors(),
        "counts": counts,
        "list_tabs": _tabs(choice, counts),
        "title": _("Search results") if choice.words else NAMES[choice.view],
        "saved_views": saved_views(actor),
        "is_narrowed": choice.narrowed != inbox.NO_FILTER,
        "filter_href": reverse("views") + f"?{choice.query}",
        "next_href": _next(choice, page.next_after),
        "first_href": address_of(choice, after="") if choice.after else "",
        "now": about_now(),
        "may_many": may_anywhere(actor, act_on_many),
        "may_finish_many": may_anywhere(actor, answer),
        "seen": f"{found.newest_message}-{found.newest_entry}",
        "total": _total(actor, choice, page, counts),
    }


def _total(actor: Actor, choice: Choice, page: inbox.Page, counts: dict[str, int]) -> int:
    """Return how many fit this list, counted no further than one act may reach."""
    if not page.next_after and not choice.after:
        return len(page.rows)
    is_whole = not choice.words and choice.narrowed == inbox.NO_FILTER
    if is_whole and choice.view in counts:
        return counts[choice.view]
    return len(
        inbox.matching(
            actor, choice.view, words=choice.words, narrowed=choice.narrowed, most=MOST + 1
        )
    )


def address_of(choice: Choice, *, after: str | None = None) -> str:
    """Return the address of this list."""
    end = encoded(choice.limits | {"after": choice.after if after is None else after})
    return reverse("inbox_view", kwargs={"view": choice.view}) + (f"?{end}" if end else "")


def choice_of(view: SavedView) -> Choice:
    return Choice(view=view.view, words=view.words, narrowed=inbox.filter_of(view))


def saved_views(actor: Actor) -> list[dict[str, Any]]:
    """Return the colleague's views with their addresses; the first nine have a digit as key."""
    return [
        {
            "pk": view.pk,
            "name": view.name,
            "href": address_of(choice_of(view)),
            "key": str(place) if place <= KEYED else "",
            "view": view,
        }
        for place, view in enumerate(inbox.views_of(actor), start=1)
    ]


def _next(choice: Choice, next_after: str) -> str:
    return address_of(choice, after=next_after) if next_after else ""


def _tabs(choice: Choice, counts: dict[str, int]) -> list[dict[str, Any]]:
    is_narrowed = choice.narrowed != inbox.NO_FILTER
    return [
        {
            "name": name,
            "text": text,
            "href": reverse("inbox_view", kwargs={"view": name}),
            "count": counts.get(name),
            "current": name == choice.view and not choice.words and not is_narrowed,
        }
        for name, text in NAMES.items()
    ]
