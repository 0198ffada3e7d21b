"""The template environment: autoescape on, texts translated, small formatting filters."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from jinja2 import Environment, StrictUndefined

from gehoor.flows import second_person
from gehoor.flows.around import Inspecting
from gehoor.health.queries import alarms
from gehoor.inbox import queries as inbox
from gehoor.kit.told import in_words
from gehoor.people import policies
from gehoor.roster.queries import OnDuty
from gehoor.screens import around, veiling, words
from gehoor.screens.access import Request, may_anywhere
from gehoor.screens.cells import with_columns
from gehoor.screens.practice.header import going_live

FILTERS: Final = (
    words.apart,
    words.iso,
    words.long_moment,
    words.short_moment,
    words.until_moment,
    words.on_day,
    words.clock,
    words.clock_seconds,
    words.day,
    words.calendar_day,
    words.short_date,
    words.sentence,
    words.truncate,
    words.short_day,
    words.short_time,
    words.exact,
    words.ago,
    words.waits,
    words.term,
    words.term_state,
    words.left,
    words.duration,
    words.length_of_time,
    words.short_while,
    words.file_size,
    words.percent,
    words.dialled,
    in_words,
    with_columns,
    veiling.veiled,
    veiling.barred,
    veiling.unsaid,
)


def environment(**options: Any) -> Environment:
    """Return the Jinja2 environment Django renders with."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(**options, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])  # noqa: S701
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    env.globals.update(
        static=staticfiles_storage.url,
        icons=icons,
        url=address,
        may=may,
        standing_alarms=standing_alarms,
        requests_waiting=requests_waiting,
        times_named=times_named,
        duties_now=duties_now,
        going_live=going_live,
        inspecting=inspecting,
        is_inspected=is_inspected,
        term_words=words.term_words,
        get_messages=get_messages,
        get_language=translation.get_language,
        organisation=organisation,
    )
    for filter_ in FILTERS:
        env.filters[filter_.__name__] = filter_
    return env


def address(name: str, *parts: Any, **named: Any) -> str:
    """The address of a view; those of the menus, which have no parts, are worked out once."""
    if parts or named:
        return reverse(name, args=parts or None, kwargs=named or None)
    return _plain_address(name)


@cache
def _plain_address(name: str) -> str:
    return reverse(name)


def organisation(user: object) -> str:
    """The name in the header. The database is asked only for who is logged in already, so that
    pages about a database that is away can be shown."""
    name: str = settings.ORGANISATION
    return name or (around.current().around.organisation.name if user else "")


def standing_alarms(request: Request) -> int:
    """How many things are wrong that this colleague may see; asked only for who may see any."""
    return alarms(request.actor).count()


def requests_waiting(request: Request) -> int:
    """How many requests wait for this colleague; asked only for who may agree to any."""
    return len(second_person.waiting_for(request.actor))


def inspecting() -> Inspecting | None:
    """The inspection this colleague is in."""
    return around.current().around.inspecting


def is_inspected() -> bool:
    """Is a colleague in one that this colleague may know of?"""
    return around.current().around.is_inspected


def times_named(request: Request) -> int:
    """How often a note named this colleague where they have not looked since."""
    return inbox.times_named(request.actor)


class Duties(NamedTuple):
    """Who is on duty, and one's own duty."""

    colleagues: Sequence[OnDuty]
    own: OnDuty | None


def duties_now(request: Request) -> Duties | None:
    """Who is on duty in the teams of this colleague; nothing for who is in none."""
    if not request.actor.teams:
        return None
    found = around.current().around.on_duty
    return Duties(found, next((each for each in found if each.person == request.user.pk), None))


@cache
def icons() -> str:
    """The address of the icons: asked dozens of times a page, and it never changes."""
    return staticfiles_storage.url("icons.svg")


def form_token(request: HttpRequest) -> dict[str, Any]:
    """Give a page one token for all its forms; Django would make one for each anew."""
    return {"csrf_input": SimpleLazyObject(lambda: csrf_input(request))}


def may(request: Request, policy: str) -> bool:
    """May this colleague do that anywhere? Templates know a policy by its name only."""
    return may_anywhere(request.actor, getattr(policies, policy))
