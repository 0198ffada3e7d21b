"""Keeps what people wrote, and secrets in addresses, out of the log."""

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType

from gehoor.kit.traces import work_at_hand

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Shows where something went wrong, and never the words that came with it.

    A database quotes the row it refuses, a parser the mail it cannot read; and an address may
    hold a one-time link.
    """

    def format(self, record: logging.LogRecord) -> str:
        # What another handler may have written about the same problem is not repeated here.
        record = logging.makeLogRecord({**record.__dict__, "exc_text": None})
        if record.name == "django.request":
            record.args = None
            record.msg = f"Answered {getattr(record, 'status_code', '?')}"
        if record.name == "django.security.csrf":
            # It says what was refused, then at which address; the first is enough to look for it.
            args = record.args if isinstance(record.args, tuple) else ()
            record.msg, record.args = f"Refused: {args[0] if args else '?'}", None
        return super().format(record)

    def formatException(self, ei: Raised) -> str:  # noqa: N802  (the library's name)
        lines = []
        for problem in _from_first_cause(ei[1]):
            lines += traceback.format_tb(problem.__traceback__)
            lines.append(f"{type(problem).__module__}.{type(problem).__qualname__}\n")
        return "".join(lines).rstrip()


class AsJson(Discreet):
    """One JSON object a line, for programs that collect logs; as discreet as the lines."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "work": work_at_hand(),
        }
        # The message as the other form has it, without its time and level; what follows it is
        # where something went wrong.
        message, _, where = super().format(record).partition("\n")
        told |= {"message": message, "where": where}
        return json.dumps({name: value for name, value in told.items() if value}, default=str)


def _from_first_cause(problem: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while problem is not None and problem not in chain:
        chain.insert(0, problem)
        problem = problem.__cause__ or problem.__context__
    return chain
