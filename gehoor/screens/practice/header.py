"""What the top of every page says of the day a channel goes live."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gehoor.kit.clock import about_now
from gehoor.people.policies import plan_something
from gehoor.practice import queries
from gehoor.screens import around
from gehoor.screens.access import Request, may_anywhere
from gehoor.screens.words import calendar_day


@dataclass(frozen=True, slots=True)
class Line:
    words: str
    href: str
    link: str
    is_due: bool = False


def going_live(request: Request) -> list[Line]:
    """Return what there is to say: of the soonest day, and of answers somebody looked at.

    The second is only asked on the way to live, so that every other page asks once.
    """
    ahead = around.current().around.ahead
    if not ahead:
        return []
    day, found = next(groupby(ahead, key=lambda each: each.day))
    soonest = list(found)
    is_planner = may_anywhere(request.actor, plan_something)
    href = reverse("readiness", args=[soonest[0].channel]) if is_planner else reverse("practice")
    names = ", ".join(each.name for each in soonest)
    today = timezone.localdate(about_now())
    words = _of_day(names, day, today=today, switcher=soonest[0].switcher)
    link = _("What must be ready") if is_planner else _("My practice")
    return [Line(words, href, link, is_due=day <= today), *_looked_at(request)]


def _of_day(names: str, day: date, *, today: date, switcher: str) -> str:
    known = {"names": names, "day": calendar_day(day), "who": switcher}
    if day < today:
        return _("%(names)s should have gone live on %(day)s. %(who)s makes it live.") % known
    if day == today:
        return (
            _("Today %(names)s goes live. %(who)s makes it live; until then nothing leaves.")
            % known
        )
    left = (day - today).days
    return ngettext(
        "%(names)s goes live on %(day)s: %(num)s day left to practise.",
        "%(names)s goes live on %(day)s: %(num)s days left to practise.",
        left,
    ) % (known | {"num": left})


def _looked_at(request: Request) -> list[Line]:
    unread = queries.unread_reviews(request.user.pk)
    if not unread:
        return []
    words = ngettext(
        "Something was said of %(num)s answer you practised.",
        "Something was said of %(num)s answers you practised.",
        unread,
    ) % {"num": unread}
    return [Line(words, reverse("practice"), _("Read it"))]
