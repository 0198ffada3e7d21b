"""The reading mode: whole, or only what a script puts in place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gehoor.channels import queries as channels
from gehoor.flows import seeing
from gehoor.inbox import queries as inbox
from gehoor.inbox.queries import Said
from gehoor.kit.clock import about_now
from gehoor.people.policies import Actor, act_on_many, answer, colleague
from gehoor.screens.access import Request, may_anywhere, who_may
from gehoor.screens.fragments import is_fragment, private
from gehoor.screens.inbox.lists import menu_of
from gehoor.screens.narrowing import LISTS, Reading, number_in, reading_in

SHOWN_AT_ONCE = 700
"""characters of a message; the rest of one that is much longer unfolds"""
MUCH_LONGER = 1_000


@dataclass(frozen=True, slots=True)
class ShownSaid:
    """A message with its beginning, and what unfolds."""

    item: Said
    head: str
    rest: str


@require_GET
@who_may(colleague)
def reading_mode(request: Request) -> HttpResponse:
    """Show a hundred conversations, or for a script those of `only` that still fit."""
    reading = reading_in(request.GET)
    if reading.asked.words:
        seeing.search(request.actor)
    # Counted first: what comes in meanwhile must not pass for shown.
    found = inbox.counts(request.actor)
    # A script goes on from what its page has shown.
    shown_before = request.GET.get("seen", "")[:40] if is_fragment(request) else ""
    seen = shown_before or f"{found.newest_message}-{found.newest_entry}"
    page = inbox.reading_page(
        request.actor, reading.asked, after=reading.after, only=_only(request)
    )
    seeing.conversations(request.actor, {row.pk: row.team for row in page.rows})
    shown = _shown(request.actor, reading, page, seen) | {"counts": menu_of(found)}
    name = "reading_mode/_list.html" if is_fragment(request) else "reading_mode/page.html"
    return private(render(request, name, shown))


def _only(request: Request) -> list[int] | None:
    asked = request.GET.get("only")
    if asked is None:
        return None
    listed = (number_in(each) for each in asked.split(",")[: inbox.READING_PAGE])
    return [each for each in listed if each]


def _shown(actor: Actor, reading: Reading, page: inbox.ReadingPage, seen: str) -> dict[str, Any]:
    since = number_in(seen.partition("-")[0]) or 0
    return {
        "place": "reading",
        "choice": reading,
        "rows": [(row, _parts(row.said)) for row in page.rows],
        "how_many": inbox.reading_counts(actor, reading.asked, since=since),
        "lists": [
            {
                "text": text,
                "href": Reading(inbox.ToRead(view)).address(),
                "current": view == reading.view,
            }
            for view, text in LISTS.items()
        ],
        "channels": inbox.visible_channels(actor),
        "tags": [(name, name) for name in inbox.tag_names(actor)],
        "read_only": channels.read_only_connectors(),
        "next_href": reading.address(after=page.next_after) if page.next_after else "",
        "first_href": reading.address() if reading.after else "",
        "may_many": may_anywhere(actor, act_on_many),
        "may_finish_many": may_anywhere(actor, answer),
        "seen": seen,
        "now": about_now(),
    }


def _parts(said: Sequence[Said]) -> list[ShownSaid]:
    return [ShownSaid(each, *parted(each.text)) for each in said]


def parted(text: str) -> tuple[str, str]:
    """Return the beginning of a text, to a whole word, and the rest; short ones are not parted."""
    text = text.strip()
    if len(text) <= MUCH_LONGER:
        return text, ""
    head = text[:SHOWN_AT_ONCE].rsplit(maxsplit=1)[0]
    return head, text[len(head) :].strip()
