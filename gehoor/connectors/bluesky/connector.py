"""Bluesky as a connector: what an administrator fills in, and the doors.

API: https://docs.bsky.app/docs/category/http-reference; lexicons: app.bsky and com.atproto
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from gehoor.connectors.bluesky.calls import PUBLIC_SERVICE
from gehoor.connectors.bluesky.parse import parse
from gehoor.connectors.bluesky.reading import POLL_SECONDS, BlueskyReader
from gehoor.connectors.bluesky.sending import BlueskySender
from gehoor.connectors.bluesky.session import Session, handle_of
from gehoor.connectors.bluesky.threads import BlueskyThreads
from gehoor.contracts.connector import (
    Account,
    Capabilities,
    Field,
    IncomingMessage,
    OnUnknown,
    Reader,
    Sender,
    Threading,
)
from gehoor.contracts.posts import Counting, MediaLimits, Unit, Visibility
from gehoor.kit.safefetch import Fetcher
from gehoor.kit.text import N_

# A post of ours has a name of its own for good. After a day we look rather than send again: by then
# somebody may have taken it away on purpose.
KEY_SECONDS: Final = 24 * 3600
CAPABILITIES: Final = Capabilities(
    on_unknown=OnUnknown.KEYED,
    threading=Threading.THREAD,
    is_public=True,
    visibilities=(Visibility.PUBLIC,),
    max_length=300,
    counting=Counting(Unit.GRAPHEMES),
    max_bytes=3000,
    media=MediaLimits(
        most=4,
        types=("image/jpeg", "image/png", "image/webp"),
        max_bytes=2_000_000,
        max_description=2000,
    ),
    poll_seconds=POLL_SECONDS,
    retry_seconds=2 * 3600,
    key_seconds=KEY_SECONDS,
)


class Bluesky:
    """The plug-in. Keeps nothing between calls."""

    key: str = "bluesky"
    name: str = "Bluesky"
    threads: BlueskyThreads = BlueskyThreads()
    fields: Sequence[Field] = (
        Field(
            "handle",
            N_("Handle"),
            help=N_("The name of your account, such as gemeente.bsky.social; without @."),
        ),
        Field(
            "password",
            N_("App password"),
            "secret",
            help=N_(
                "Make one at Bluesky under Settings, Privacy and security, App passwords. Never "
                "enter the password of the account itself."
            ),
        ),
        Field(
            "service",
            N_("Address of the server"),
            "web",
            default=PUBLIC_SERVICE,
            help=N_("Leave as it is, unless your account is on a server of its own (PDS)."),
        ),
    )

    def capabilities(self, account: Account) -> Capabilities:
        return CAPABILITIES

    def address(self, account: Account) -> str:
        return f"@{handle_of(account.settings)}"

    def reader(self, account: Account) -> Reader:
        return BlueskyReader(
            Session(account),
            Fetcher(also=account.may_also_fetch),
            now=account.opened_at or NOBODY_SAYS,
        )

    def sender(self, account: Account) -> Sender:
        return BlueskySender(Session(account), CAPABILITIES)

    def parse(self, raw: bytes) -> Sequence[IncomingMessage]:
        return [parse(raw)]


# Of an account that is opened without a clock, everything is looked at.
NOBODY_SAYS: Final = datetime(2000, 1, 1, tzinfo=UTC)

PLUGIN = Bluesky()
