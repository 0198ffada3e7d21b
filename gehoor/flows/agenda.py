"""What the organisation does when: kept by coordinators, published for all, said in answers."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction
from django.utils.formats import date_format

from gehoor.audit.actions import record
from gehoor.kit.clock import here, now
from gehoor.knowledge.actions import agenda as actions
from gehoor.knowledge.models import AgendaItem
from gehoor.knowledge.queries import agenda as queries
from gehoor.knowledge.rules.agenda import Event, calendar_file
from gehoor.organisation import queries as organisation
from gehoor.people.policies import Actor

AS_CHOSEN: Final = ("title", "starts_at", "ends_at", "place", "text", "link", "is_published")
MOST_PUBLISHED: Final = 200
MOST_SAID: Final = 3
"""in an answer"""


@transaction.atomic
def keep(actor: Actor, item: AgendaItem, wanted: Mapping[str, Any]) -> bool:
    """Keep an item as it is `wanted`; tells whether that is new."""
    is_new = item.pk is None
    changed = [name for name in AS_CHOSEN if getattr(item, name) != wanted[name]]
    for name in changed:
        setattr(item, name, wanted[name])
    if is_new or changed:
        actions.keep_item(item)
        record(actor, "add" if is_new else "change", "agenda_item", item.pk, title=item.title,
               changed=changed)  # fmt: skip
    return bool(is_new or changed)


@transaction.atomic
def forget(actor: Actor, item: AgendaItem) -> None:
    record(actor, "forget", "agenda_item", item.pk, title=item.title)
    actions.forget_item(item)


def published() -> Sequence[AgendaItem]:
    """Return what anybody may know of, and is not over."""
    return queries.coming(now(), most=MOST_PUBLISHED)


def as_calendar(*, host: str) -> str:
    """Return the same as a calendar file."""
    events = [
        Event(each.pk, each.title, each.starts_at, each.ends_at, each.place, each.text, each.link)
        for each in published()
    ]
    return calendar_file(events, name=organisation.name(), host=host, now=now())


def in_an_answer() -> str:
    """Return what comes first, for an answer; empty when there is nothing."""
    return "; ".join(_said(each) for each in queries.coming(now(), most=MOST_SAID))


def _said(item: AgendaItem) -> str:
    when = date_format(here(item.starts_at), "j F H:i")
    return f"{item.title} ({', '.join(part for part in (when, item.place) if part)})"
