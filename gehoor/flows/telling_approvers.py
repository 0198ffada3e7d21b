"""Who is asked to look at an answer first is mailed: that something waits, and never a word of it.

One mail tells of all that waits, and one person gets at most one in a quarter of an hour. What is
approved or given back within two minutes is mailed about to nobody.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gehoor.flows import alarms, second_eyes
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Approval
from gehoor.inbox.queries import approvals as asked_for
from gehoor.kit.clock import now
from gehoor.kit.jobs import background
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.second_eyes import actions, queries

AT_ONCE: Final = timedelta(minutes=2)
APART: Final = timedelta(minutes=15)


def wake_due() -> None:
    """Wake the mail to everybody for whom an answer waits of which they were not told; the timer
    calls this. Without a mail server nobody is told so."""
    if not settings.EMAIL_HOST:
        return
    moment = now()
    waiting = _told_of(asked_for.all_waiting(before=moment - AT_ONCE * settings.TIME_SCALE))
    if not waiting:
        return
    told = queries.mailed(since=moment - APART * settings.TIME_SCALE)
    for number, newest in sorted(_newest_for_each(waiting).items()):
        if told.is_due(number, newest):
            tell_approver.wake(number)


def _newest_for_each(waiting: Iterable[Approval]) -> dict[int, datetime]:
    """Return who may approve any of these, each with when the newest of theirs was asked."""
    newest: dict[int, datetime] = {}
    for approval in waiting:
        able = second_eyes.who_may_approve(
            approval.conversation, named=approval.named, author=approval.author_id
        )
        for person in able:
            newest[person.pk] = max(newest.get(person.pk, approval.asked_at), approval.asked_at)
    return newest


def _told_of(waiting: Iterable[Approval]) -> list[Approval]:
    """Leave out what stands in teams that agreed to be mailed about none of it."""
    silent = queries.teams_without_mail()
    return [each for each in waiting if not silent.issuperset(inbox.teams_of(each.conversation))]


@background(queue="alarms", actor="timer")
def tell_approver(number: int) -> None:
    """Mail colleague `number` how many answers wait for them, if that is news."""
    found = people.find_user(number)
    if found is None or not found[0].is_active or not settings.EMAIL_HOST:
        return
    person, moment = found[0], now()
    waiting = _told_of(asked_for.to_approve(people.actor_of(person)))
    newest = max((each.asked_at for each in waiting), default=None)
    since = moment - APART * settings.TIME_SCALE
    if newest is None or not actions.note_mailed(number, upto=newest, now=moment, since=since):
        return
    if not _mail(person, waiting):
        actions.note_not_mailed(number)


def _mail(person: User, waiting: Sequence[Approval]) -> bool:
    with translation.override(person.language):
        subject = ngettext(
            "Gehoor: an answer waits for you to look at it",
            "Gehoor: %(number)d answers wait for you to look at them",
            len(waiting),
        ) % {"number": len(waiting)}
        text = _(
            "Your team agreed that a second person looks before such an answer leaves. Until "
            "somebody does, whoever asked waits.\n\n"
            "Look at what waits here: %(address)s\n\n"
            "You get at most one such mail in a quarter of an hour. A coordinator can switch it "
            "off for the team here: %(settings)s\n"
        ) % {
            "address": f"{settings.BASE_URL}/approvals/",
            "settings": f"{settings.BASE_URL}/settings/second-eyes/",
        }
    return alarms.mail(person.email, subject, text)
