"""Everything asked of the inbox."""

from gehoor.inbox.queries.ends import ends_of_messages
from gehoor.inbox.queries.files import find_attachment, find_message, pictures_in
from gehoor.inbox.queries.outbox import (
    address_of,
    channels_with_due_replies,
    find_note,
    find_reply,
    has_newer_reply,
    has_unsettled_problem,
    messages_replaced_by,
    next_unknown_due,
    problem_replies,
)
from gehoor.inbox.queries.pages import (
    VIEWS,
    Counts,
    Page,
    Row,
    counts,
    named_teams,
    page_of,
    visible_teams,
)
from gehoor.inbox.queries.threads import (
    NEWEST,
    Context,
    ThreadItem,
    context_of,
    find,
    log_of,
    may_be_assigned,
    thread_of,
    was_shown_lately,
)

__all__ = [
    "NEWEST",
    "VIEWS",
    "Context",
    "Counts",
    "Page",
    "Row",
    "ThreadItem",
    "address_of",
    "channels_with_due_replies",
    "context_of",
    "counts",
    "ends_of_messages",
    "find",
    "find_attachment",
    "find_message",
    "find_note",
    "find_reply",
    "has_newer_reply",
    "has_unsettled_problem",
    "log_of",
    "may_be_assigned",
    "messages_replaced_by",
    "named_teams",
    "next_unknown_due",
    "page_of",
    "pictures_in",
    "problem_replies",
    "thread_of",
    "visible_teams",
    "was_shown_lately",
]
