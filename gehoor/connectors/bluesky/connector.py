"""Bluesky as a connector: what an administrator fills in, and the doors.

API: https://docs.bsky.app/docs/category/http-reference; lexicons: app.bsky, chat.bsky
and com.atproto
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from gehoor.connectors.bluesky.calls import PUBLIC_SERVICE
from gehoor.connectors.bluesky.direct_sending import DirectSender
from gehoor.connectors.bluesky.doors import BlueskyReader, BlueskySender
from gehoor.connectors.bluesky.parse import parse
from gehoor.connectors.bluesky.profiles import BlueskyProfiles
from gehoor.connectors.bluesky.reading import POLL_SECONDS, PostReader
from gehoor.connectors.bluesky.sending import PostSender
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
from gehoor.contracts.posts import Counting, DirectMessages, MediaLimits, Unit, Visibility
from gehoor.kit.safefetch import Fetcher
from gehoor.kit.text import N_

# A post of ours has a name of its own for good. After a day we look rather than send again: by then
# somebody may have taken it away on purpose.
KEY_SECONDS: Final = 24 * 3600
CAPABILITIES: Final = Capabilities(
    on_unknown=OnUnknown.KEYED,
    threading=Threading.THREAD,
    is_public=True,
    visibilities=(Visibility.PUBLIC, Visibility.DIRECT),
    direct=DirectMessages(OnUnknown.CHECKABLE, max_length=1000, max_bytes=10_000),
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
# With an app password that was made without access to direct messages.
ONLY_PUBLIC: Final = replace(CAPABILITIES, visibilities=(Visibility.PUBLIC,))


class Bluesky:
    """The plug-in. Keeps nothing between calls."""

    key: str = "bluesky"
    name: str = "Bluesky"
    threads: BlueskyThreads = BlueskyThreads()
    profiles: BlueskyProfiles = BlueskyProfiles()
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
                "Make one at Bluesky under Settings, Privacy and security, App passwords, with "
                "access to your direct messages. Never enter the password of the account itself."
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
        return CAPABILITIES if account.learned.get("direct", True) else ONLY_PUBLIC

    def address(self, account: Account) -> str:
        return f"@{handle_of(account.settings)}"

    def reader(self, account: Account) -> Reader:
        fetcher = Fetcher(also=account.may_also_fetch)
        posts = PostReader(Session(account), fetcher, now=account.opened_at or NOBODY_SAYS)
        return BlueskyReader(posts)

    def sender(self, account: Account) -> Sender:
        return sender_with(Session(account))

    def parse(self, raw: bytes) -> Sequence[IncomingMessage]:
        return [parse(raw)]


def sender_with(session: Session, **given: Any) -> BlueskySender:
    """Return the sending door of a session; `given` is what else its posts are sent with."""
    posts = PostSender(session, CAPABILITIES, **given)
    return BlueskySender(posts, DirectSender(posts, CAPABILITIES.for_readers(Visibility.DIRECT)))


# Of an account that is opened without a clock, everything is looked at.
NOBODY_SAYS: Final = datetime(2000, 1, 1, tzinfo=UTC)

PLUGIN = Bluesky()
