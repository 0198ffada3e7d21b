"""The acts of the log about the set-up, in words a colleague reads."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    ("invitation", "first_link"): _("Made the link for the first administrator"),
    ("user", "invite"): _("Invited a colleague"),
    ("user", "invite_again"): _("Made a new link for a colleague"),
    ("user", "accept_invitation"): _("Set a password with a link"),
    ("user", "change_password"): _("Changed the own password"),
    ("user", "change"): _("Changed a colleague"),
    ("user", "deactivate"): _("Deactivated a colleague"),
    ("user", "reactivate"): _("Reactivated a colleague"),
    ("team", "make"): _("Made a team"),
    ("team", "change"): _("Changed a team"),
    ("channel", "try"): _("Tried a connection"),
    ("channel", "connect"): _("Connected a channel"),
    ("channel", "change"): _("Changed a channel"),
    ("channel", "change_stage"): _("Changed the stage of a channel"),
    ("channel", "close"): _("Closed a channel"),
    ("channel", "reopen"): _("Opened a channel again"),
}


def in_words(subject: str, act: str) -> str:
    """Return the act in words; one without words is shown by its name, never left out."""
    return str(WORDS.get((subject, act), f"{act} ({subject})"))
