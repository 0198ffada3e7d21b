"""Mastodon as a connector: what an administrator fills in, and the doors.

API: https://docs.joinmastodon.org/client/intro/
"""

from collections.abc import Sequence

from gehoor.connectors.mastodon.calls import NOT_PERMITTED, Missing, Server, base_of
from gehoor.connectors.mastodon.knowing import capabilities_of, learn
from gehoor.connectors.mastodon.parse import parse
from gehoor.connectors.mastodon.profiles import MastodonProfiles
from gehoor.connectors.mastodon.reading import MastodonReader
from gehoor.connectors.mastodon.sending import MastodonSender
from gehoor.connectors.mastodon.threads import MastodonThreads
from gehoor.contracts.connector import (
    Account,
    Capabilities,
    Field,
    IncomingMessage,
    NotAllowed,
    Reader,
    Sender,
)
from gehoor.contracts.profiles import Profiles
from gehoor.contracts.threads import Threads
from gehoor.kit.text import N_

LONGEST_ADDRESS = 320


class Mastodon:
    """The plug-in. Keeps nothing between calls."""

    key: str = "mastodon"
    name: str = N_("Mastodon")
    threads: Threads = MastodonThreads()
    profiles: Profiles = MastodonProfiles()
    fields: Sequence[Field] = (
        Field(
            "server",
            N_("Address of the server"),
            "web",
            help=N_("Where you log in, such as https://social.overheid.nl"),
        ),
        Field(
            "account",
            N_("Name of the account"),
            help=N_("As others see it, such as @gemeente"),
        ),
        Field(
            "token",
            N_("Access token"),
            "secret",
            help=N_(
                "On the server: Preferences > Development > New application. Give it read and "
                "write:statuses and write:media, and copy 'Your access token'."
            ),
        ),
    )

    def capabilities(self, account: Account) -> Capabilities:
        return capabilities_of(account)

    def address(self, account: Account) -> str:
        """Return the account and its server, in one spelling."""
        host = base_of(account.settings.get("server", "")).partition("://")[2]
        return f"@{name_in(account)}@{host}"[:LONGEST_ADDRESS].casefold()

    def reader(self, account: Account) -> Reader:
        return MastodonReader(account, name_in(account))

    def sender(self, account: Account) -> Sender:
        return MastodonSender(account, name_in(account))

    def parse(self, raw: bytes) -> Sequence[IncomingMessage]:
        return [parse(raw)]

    def try_sending(self, account: Account) -> None:
        """Look whether the token may post, where the server tells. Nothing is posted."""
        server = Server(account)
        learn(server, name_in(account))
        try:
            told = server.get("/api/v1/apps/verify_credentials")
        except (Missing, NotAllowed):
            return  # who we are it accepted just now: this server tells nothing of its tokens
        scopes = told.get("scopes") if isinstance(told, dict) else None
        if isinstance(scopes, list) and not {"write", "write:statuses"} & set(scopes):
            raise NotAllowed(NOT_PERMITTED)


def name_in(account: Account) -> str:
    """Return the name that was filled in, without the server behind it."""
    return account.settings.get("account", "").strip().removeprefix("@").partition("@")[0]


PLUGIN = Mastodon()
