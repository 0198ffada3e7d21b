"""A feed as a connector: what an administrator fills in, and the one door: reading.

RSS: https://www.rssboard.org/rss-specification; Atom: RFC 4287; conditions: RFC 9110, 13.1.
"""

from collections.abc import Sequence
from typing import Final

from gehoor.connectors.feed import login
from gehoor.connectors.feed.parse import parse
from gehoor.connectors.feed.reading import TURN_SECONDS, FeedReader
from gehoor.contracts.connector import (
    Account,
    Capabilities,
    Field,
    IncomingMessage,
    OnUnknown,
    Outcome,
    Outgoing,
    Reader,
    Refused,
    Sender,
    Threading,
    Unreachable,
)
from gehoor.kit.safefetch import Fetcher, Forbidden, place_of
from gehoor.kit.text import N_

LONGEST_ADDRESS: Final = 320
NOBODY_TO_ANSWER: Final = N_("A feed is only read. Nobody can be answered there.")
HOW_OFTEN: Final = (
    ("5", N_("Every 5 minutes")),
    ("15", N_("Every quarter of an hour")),
    ("30", N_("Every half hour")),
    ("60", N_("Every hour")),
)
CAPABILITIES: Final = Capabilities(
    on_unknown=OnUnknown.BLIND,
    threading=Threading.THREAD,
    can_answer=False,
    is_public=True,
    has_subject=True,
    poll_seconds=TURN_SECONDS,
)


class Feed:
    """The plug-in. Keeps nothing between calls."""

    key: str = "feed"
    name: str = N_("News feed (RSS or Atom)")
    fields: Sequence[Field] = (
        Field(
            "url",
            N_("Address of the feed"),
            "web",
            help=N_(
                "It begins with https:// or http://. In Google Alerts choose 'Deliver to: RSS "
                "feed' and copy the address of the RSS icon."
            ),
        ),
        Field(
            "minutes",
            N_("Look for new items"),
            "choice",
            default="15",
            choices=HOW_OFTEN,
            help=N_("Less often when the source asks for that, at most once an hour."),
        ),
        *login.FIELDS,
    )

    def capabilities(self, account: Account) -> Capabilities:
        return CAPABILITIES

    def address(self, account: Account) -> str:
        """Return the address in its one spelling, so that a feed is not connected twice."""
        written = address_in(account)
        try:
            return place_of(written).address[:LONGEST_ADDRESS]
        except Forbidden:
            return written[:LONGEST_ADDRESS]

    def reader(self, account: Account) -> Reader:
        minutes, address = account.settings.get("minutes", ""), address_in(account)
        return FeedReader(
            address,
            Fetcher(also=account.may_also_fetch),
            login=login.headers_of(account, address),
            pause_seconds=60 * (int(minutes) if minutes in dict(HOW_OFTEN) else 15),
        )

    def sender(self, account: Account) -> Sender:
        return Nobody()

    def parse(self, raw: bytes) -> Sequence[IncomingMessage]:
        return [parse(raw)]


class Nobody:
    """Stands where a sender would be. `channels` hands it to nobody."""

    def send(self, outgoing: Outgoing) -> Outcome:
        return Refused(NOBODY_TO_ANSWER)

    def find_sent(self, outgoing: Outgoing) -> str | None:
        raise Unreachable(NOBODY_TO_ANSWER)

    def keep_copy(self, outgoing: Outgoing) -> None:
        """There is nothing to keep."""


def address_in(account: Account) -> str:
    """Return what was filled in; browsers and readers also write feed://."""
    written = account.settings.get("url", "").strip()
    if written.lower().startswith("feed:"):
        written = written[5:]
        return written if "://" in written else f"https:{written}"
    return written


PLUGIN = Feed()
