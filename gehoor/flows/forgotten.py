"""The story of a forgotten password: asked by anybody, mailed to who is known, told to nobody."""

import hmac
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from gehoor.flows import alarms, staffing
from gehoor.kit.clock import now
from gehoor.kit.jobs import background
from gehoor.logins import actions, queries
from gehoor.people.models import User
from gehoor.people.policies import Actor
from gehoor.people.rules import fold_email

FORGOTTEN = Actor(system="forgotten")
TRY = "forgotten"


class TooManyTries(Exception):
    """This address was asked about too often; known or not makes no difference."""


def is_possible() -> bool:
    """Can a link be mailed? Else only an administrator can help."""
    return bool(settings.EMAIL_HOST) and queries.is_local_log_in_allowed()


def ask(email: str, *, visitor: str) -> None:
    """Take the question and look at it later: known or not, this takes the same work.

    `visitor` is the address of a computer; of both only a keyed hash is kept, for minutes.
    """
    folded = fold_email(email)
    moment = now()
    tries = [actions.note_try(TRY, keyed(who), now=moment) for who in (folded, visitor)]
    if not all(tries):
        raise TooManyTries
    with transaction.atomic():
        mail_link.wake(actions.note_forgotten(folded, now=moment).pk)


@background(queue="alarms", actor="forgotten")
def mail_link(number: int) -> None:
    """Mail a link to who is known by the address that was named, and forget the address."""
    with transaction.atomic():
        email = actions.take_forgotten(number)
        user = User.objects.filter(email=email, is_active=True).first() if email else None
        link = staffing.link_for(FORGOTTEN, user) if user and user.has_usable_password() else ""
    if user and link:
        _mail(user, link)


def keyed(who: str) -> str:
    """Return what is kept of an address while tries are counted; nobody can guess it back."""
    return hmac.new(settings.SECRET_KEY.encode(), who.encode(), sha256).hexdigest()


def _mail(user: User, link: str) -> None:
    with override(user.language):
        subject = _("A new password for Gehoor")
        text = _(
            "Somebody, probably you, asked for a new password. Set it within 48 hours:\n\n"
            "%(link)s\n\n"
            "The link works once. Was it not you? Then do nothing; your password stays as it is."
        ) % {"link": link}
    alarms.mail(user.email, subject, text)
