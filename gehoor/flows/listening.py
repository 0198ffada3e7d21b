"""Hearing of what is said elsewhere: words found in what came in, and colleagues mailed in time."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gehoor.audit.actions import record
from gehoor.channels import queries as channels
from gehoor.channels.models import Channel, Delivery
from gehoor.contracts.connector import IncomingMessage
from gehoor.flows import alarms, veiling
from gehoor.kit.clock import now
from gehoor.kit.jobs import background
from gehoor.kit.locks import try_lock
from gehoor.kit.text import one_line
from gehoor.listening import actions, queries
from gehoor.listening.models import Hit, Watch
from gehoor.listening.rules import complaint_about, found_in, lines_in
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Actor, Place, see_conversations

TELLING_LANE = 5
MOST_IN_ONE_MAIL = 30
LONGEST_TITLE = 150


class NotChanged(Exception):
    """Nothing was changed. The message says why and what to do."""


@transaction.atomic
def change_watch(
    actor: Actor, channel: Channel, *, words: str, minutes: int, colleagues: Sequence[User]
) -> None:
    """Say which words are watched for in a channel, and who is mailed. Raises NotChanged."""
    if channels.can_answer(channel):
        raise NotChanged(
            _("Words are watched for in channels that are only read: what citizens write to us is "
              "answered, not followed.")
        )  # fmt: skip
    if complaint := complaint_about(words):
        raise NotChanged(_(complaint))
    actions.set_watch(
        channel.pk,
        words="\n".join(lines_in(words)),
        minutes=minutes,
        colleagues=[colleague.pk for colleague in colleagues],
    )
    record(actor, "watch", "channel", channel.pk, team_id=channel.team_id, minutes=minutes)


@transaction.atomic
def end_watch(actor: Actor, channel: Channel) -> None:
    """Mail nobody about this channel any more."""
    if actions.end_watch(channel.pk):
        record(actor, "end_watch", "channel", channel.pk, team_id=channel.team_id)


def look_for_hits(channel: Channel, read: Sequence[tuple[Delivery, int, IncomingMessage]]) -> None:
    """Note in which of these messages, just stored, a word stands. Part of storing them.

    What was there before us is no news. Channels in which people are answered are not watched.
    """
    if channels.can_answer(channel) or not (watch := queries.watch_of(channel.pk)):
        return
    words = {
        (delivery.pk, part): found_in(watch.words, f"{message.subject}\n{message.text}")
        for delivery, part, message in read
        if not message.is_earlier
    }
    found = {place: word for place, word in words.items() if word is not None}
    stored = queries.messages_of([delivery for delivery, _ in found])
    hits = {stored[place]: word for place, word in found.items() if place in stored}
    actions.note_hits(watch, hits, now=now())


def wake_due() -> None:
    """Wake what must be told now; the timer calls this. Without a mail server hits just wait."""
    if not settings.EMAIL_HOST:
        return
    for number in queries.due_watches(now=now(), scale=settings.TIME_SCALE):
        tell_hits.wake(number)


@background(queue="alarms", actor="timer")
def tell_hits(number: int) -> None:
    """Mail the hits of watch `number` to who should hear of them, all in one mail each.

    Told is written after the mail left: who dies in between tells twice rather than never.
    """
    with try_lock(TELLING_LANE, number) as is_ours:
        watch = Watch.objects.select_related("channel__team").filter(pk=number).first()
        if not is_ours or watch is None:
            return
        hits = queries.untold_hits(watch)
        told = [_mail(person, watch, hits) for person in recipients(watch)] if hits else []
        if any(told):
            actions.mark_told(hits, now=now())
        elif hits:
            actions.note_try(watch, now=now())


def recipients(watch: Watch) -> list[User]:
    """Return who is mailed: those named, else the team; only who may read the channel now."""
    place = Place(team=watch.channel.team_id)
    named = list(watch.colleagues.filter(is_active=True).order_by("pk"))
    asked = named or list(people.members_of(watch.channel.team_id))
    return [person for person in asked if see_conversations(people.actor_of(person), place)]


def _mail(person: User, watch: Watch, hits: Sequence[Hit]) -> bool:
    with translation.override(person.language):
        subject = ngettext(
            "Gehoor: %(number)d new item in %(channel)s",
            "Gehoor: %(number)d new items in %(channel)s",
            len(hits),
        ) % {"number": len(hits), "channel": one_line(watch.channel.name, limit=100)}
        text = "\n".join(_lines(watch, hits))
    return alarms.mail(person.email, subject, text)


def _lines(watch: Watch, hits: Sequence[Hit]) -> list[str]:
    lines = [_("New in %(channel)s:") % {"channel": watch.channel.name}, ""]
    for hit in hits[:MOST_IN_ONE_MAIL]:
        lines += [*_about(hit), ""]
    if len(hits) > MOST_IN_ONE_MAIL:
        rest = {"number": len(hits) - MOST_IN_ONE_MAIL, "address": f"{settings.BASE_URL}/inbox/"}
        lines += [_("And %(number)d more: %(address)s") % rest, ""]
    place = f"{settings.BASE_URL}/settings/channels/{watch.channel_id}/"
    lines += [
        _("You get this mail because somebody follows this channel for your team."),
        _("A coordinator or administrator changes that here: %(address)s") % {"address": place},
        "",
    ]
    return lines


def _about(hit: Hit) -> list[str]:
    """A title and the way to it, and nothing more: what others wrote stays inside Gehoor."""
    message = hit.message
    title = harmless(veiling.veil().unsaid(message.subject)) or _("No subject")
    site = {"title": title, "site": harmless(message.author_name)}
    first = _("%(title)s (%(site)s)") % site if site["site"] else title
    lines = [f"- {first}"]
    if hit.word:
        lines.append("  " + _("Found: %(word)s") % {"word": hit.word})
    return [*lines, f"  {settings.BASE_URL}/conversations/{message.conversation_id}/"]


def harmless(title: str) -> str:
    """Return a title in which a mail program finds nothing to make a link of."""
    line = one_line(title, limit=LONGEST_TITLE)
    return line.replace("://", ": ").replace("@", " at ").replace("www.", "www ")
