"""Everything that changes channels and their deliveries."""

from gehoor.channels.actions.accounts import (
    add_channel,
    answer_privately_only,
    change_channel,
    close,
    end_trouble,
    let_all_listen,
    move_to_stage,
    note_trouble,
    record_health,
    renew_secrets,
    reopen,
    seal_credentials,
)
from gehoor.channels.actions.circuits import (
    close_circuit,
    forget_circuits,
    open_circuit,
    try_now,
)
from gehoor.channels.actions.deliveries import (
    CursorMoved,
    begin_reading,
    give_back_tries,
    give_up_exhausted,
    learn,
    move_cursor,
    retry,
    settle,
    settle_by_hand,
    store,
)
from gehoor.channels.actions.pushing import end_pushes, renew_push_secret
from gehoor.channels.actions.records import add_channel_records, add_unread_records

__all__ = [
    "CursorMoved",
    "add_channel",
    "add_channel_records",
    "add_unread_records",
    "answer_privately_only",
    "begin_reading",
    "change_channel",
    "close",
    "close_circuit",
    "end_pushes",
    "end_trouble",
    "forget_circuits",
    "give_back_tries",
    "give_up_exhausted",
    "learn",
    "let_all_listen",
    "move_cursor",
    "move_to_stage",
    "note_trouble",
    "open_circuit",
    "record_health",
    "renew_push_secret",
    "renew_secrets",
    "reopen",
    "retry",
    "seal_credentials",
    "settle",
    "settle_by_hand",
    "store",
    "try_now",
]
