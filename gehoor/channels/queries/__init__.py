"""Everything asked of channels and their deliveries."""

from gehoor.channels.queries.accounts import (
    CREDENTIALS,
    HeldBack,
    NothingMayLeave,
    OnlyListening,
    Recorder,
    account_of,
    connector_of,
    connectors,
    find_channel,
    reader_of,
    sender_of,
)

__all__ = [
    "CREDENTIALS",
    "HeldBack",
    "NothingMayLeave",
    "OnlyListening",
    "Recorder",
    "account_of",
    "connector_of",
    "connectors",
    "find_channel",
    "reader_of",
    "sender_of",
]
