"""What is asked of the log, and of its seals."""

from gehoor.audit.queries.lines import (
    LOG,
    Change,
    Line,
    acts_on,
    acts_since,
    count_acts,
    has_line,
    has_read,
    last_check,
    last_time,
    lines_about,
    lines_of,
    read_lately,
)
from gehoor.audit.queries.records import line_records
from gehoor.audit.queries.seals import (
    Moment,
    Report,
    examine,
    last_seal,
    moment,
    verify,
    waiting_rows,
    waiting_since,
)

__all__ = [
    "LOG",
    "Change",
    "Line",
    "Moment",
    "Report",
    "acts_on",
    "acts_since",
    "count_acts",
    "examine",
    "has_line",
    "has_read",
    "last_check",
    "last_seal",
    "last_time",
    "line_records",
    "lines_about",
    "lines_of",
    "moment",
    "read_lately",
    "verify",
    "waiting_rows",
    "waiting_since",
]
