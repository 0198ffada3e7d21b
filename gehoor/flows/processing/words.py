"""Of whom something is kept, what for and how long, in the words of the register."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Whose(TextChoices):
    CITIZEN = "citizen", _("people who write to us")
    COLLEAGUE = "colleague", _("colleagues")
    EXPERT = "expert", _("specialists of the second line")
    ANYBODY = "anybody", _("people who write to us, and colleagues")


class Purpose(TextChoices):
    """What for. What the organisation itself says it is for stands above the register."""

    ANSWERING = "answering", _("Reading and answering messages")
    KNOWING = "knowing", _("Knowing who writes, and what was agreed with them")
    SHARING = "sharing", _("Dividing the work, and doing it together")
    CHECKING = "checking", _("Checking a reply before it leaves")
    CONSULTING = "consulting", _("Asking specialists")
    LISTENING = "listening", _("Noticing words that were agreed, and telling colleagues")
    LOGGING_IN = "logging_in", _("Letting colleagues in, and nobody else")
    ACCOUNTING = "accounting", _("Being able to say who did and who saw what")
    PLANNING = "planning", _("Knowing who works when, and who takes over")
    PRACTISING = "practising", _("Practising before something leaves")
    ARRANGING = "arranging", _("Setting up and keeping the set-up")
    RUNNING = "running", _("Keeping the program running")


class Term(TextChoices):
    """How long, as the program really does it; what nothing removes says so."""

    STAYS = "stays", _("It stays: Gehoor does not remove it by itself.")
    LOG = "log", _("It stays: nobody can change or shorten the log with Gehoor.")
    BY_HAND = "by_hand", _("Until a colleague who may do so removes it.")
    CHANGED = "changed", _("Until somebody changes it; the new text takes its place.")
    DRAFT = (
        "draft",
        _("Until it is sent or emptied; a file that belongs to nothing goes after an hour."),
    )
    SESSION = "session", _("Until the session ends; it is removed within an hour or so.")
    TRIES = "tries", _("Fifteen minutes; it is removed at the first try to log in after that.")
    MAILED = "mailed", _("Until the mail with the link was made, mostly some seconds.")
    INVITED = (
        "invited",
        _("An unused link until the next one, or until somebody is shut out; a used one stays."),
    )
    ROLE = "role", _("Until the last day of the role, or until an administrator takes it away.")
    PRESENT = "present", _("Some minutes after somebody stopped looking or writing.")
    DISTANCE = "distance", _("Until it ends, mostly after a quarter of an hour.")
    LET_GO = "let_go", _("Until the colleague lets go of it.")
    NEXT = "next", _("Until the next time; it takes the place of this one.")
    BULK = "bulk", _("Thirty days after it ended.")
    BLOCK = "block", _("A year after the block ended.")
    LAST_DAY = "last_day", _("Until the last day that was chosen for it.")
    MENDED = "mended", _("Until what is wrong is mended.")


@dataclass(frozen=True)
class Held:
    """Fields of one table that are about the same people, for the same purpose and as long.

    `whose` is None for fields that hold nothing about people.
    """

    fields: tuple[str, ...]
    whose: Whose | None = None
    purpose: Purpose = Purpose.RUNNING
    term: Term = Term.STAYS


def nobody(fields: str) -> Held:
    """Declare fields that hold nothing about people."""
    return Held(tuple(fields.split()))


def about(whose: Whose, purpose: Purpose, term: Term, fields: str) -> Held:
    return Held(tuple(fields.split()), whose, purpose, term)
