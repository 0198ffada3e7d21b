"""The ways to log in that the page offers: its own form, and the organisation's provider.

They are remembered, because the page must come up also while the database is slow or away: who
wants to come in is told what is the matter, and may try again.
"""

from dataclasses import dataclass

from django.db.utils import Error

from gehoor.flows import forgotten
from gehoor.kit.trouble import is_away
from gehoor.logins import queries as logins
from gehoor.logins.models import Provider


@dataclass(frozen=True)
class Ways:
    """What the page offers. At the least its own form."""

    provider: Provider | None = None
    is_local: bool = True
    may_forget: bool = False


class Memory:
    """The answer this process heard last. What may be done is asked anew by who does it."""

    def __init__(self) -> None:
        self.ways = Ways()

    def now(self) -> Ways:
        try:
            heard = Ways(
                logins.provider_in_use(),
                logins.is_local_log_in_allowed(),
                forgotten.is_possible(),
            )
        except Error as error:
            if not is_away(error):
                raise
            return self.ways
        self.ways = heard
        return heard


memory = Memory()
