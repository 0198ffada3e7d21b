"""Telling administrators, by mail and on their screens, that a channel needs them."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from gehoor.channels import actions as channels
from gehoor.channels.models import Channel
from gehoor.kit.jobs import background
from gehoor.kit.told import in_words
from gehoor.logins.queries import administrators

log = logging.getLogger(__name__)


def turn_red(channel: Channel, problem: str) -> None:
    """Its platform does not accept our credentials: replies wait, and administrators hear of it."""
    if channels.record_health(channel, Channel.Health.LOCKED_OUT, problem):
        tell_administrators.wake(channel.pk)


@background(queue="alarms", actor="timer")
def tell_administrators(number: int) -> None:
    """Mail every administrator that channel `number` is in trouble."""
    channel = Channel.objects.get(pk=number)
    if not settings.EMAIL_HOST or channel.health == Channel.Health.WELL:
        return
    for person in administrators():
        with translation.override(person.language):
            subject = _("Gehoor: the channel %(name)s needs you") % {"name": channel.name}
            text = _(
                "The channel %(name)s is in trouble: %(problem)s\n"
                "What it received and what it must send is kept; other channels go on.\n\n"
                "Look at it here: %(address)s\n"
            ) % {
                "name": channel.name,
                "problem": in_words(channel.health_detail),
                "address": f"{settings.BASE_URL}/settings/channels/{channel.pk}/",
            }
        mail(person.email, subject, text)


def mail(address: str, subject: str, text: str) -> bool:
    """Mail one colleague; tells whether it left. A dead mail server stops nothing else.

    It says that a machine wrote it (RFC 3834): out-of-office replies stay away, and where a server
    keeps a copy among sent mail that we read, it is not taken for a colleague's answer.
    """
    by_a_machine = {"Auto-Submitted": "auto-generated"}
    try:
        return bool(EmailMessage(subject, text, None, [address], headers=by_a_machine).send())
    except (OSError, smtplib.SMTPException) as error:
        log.warning("A mail to a colleague could not be sent: %s.", type(error).__name__)
        return False
