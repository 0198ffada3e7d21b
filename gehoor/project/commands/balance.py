"""`gehoor balance`: adds up, per channel, what a day brought and what became of it."""

import argparse
import json
from dataclasses import asdict
from datetime import date

from gehoor.flows import balance
from gehoor.kit.clock import this_day
from gehoor.project import schema
from gehoor.project.terminal import Trouble, say


class NotADay(Trouble):
    """What was typed names no day."""


def run(options: argparse.Namespace) -> int:
    """Print the balance of a day; exit code 1 when a channel does not add up."""
    day = _day(options.date)
    schema.refuse_unless_current()
    lines = balance.of(day)
    if options.json:
        say(json.dumps({"day": day.isoformat(), "channels": balance.as_json(lines)}, indent=2))
    else:
        say(f"Balance of {day.isoformat()}")
        for line in lines:
            say(_in_words(line))
    return 0 if all(line.adds_up for line in lines) else 1


def _day(typed: str | None) -> date:
    try:
        return date.fromisoformat(typed) if typed else this_day()
    except ValueError as error:
        raise NotADay(f"{typed!r} is no day. Write it as 2026-11-24.") from error


def _in_words(line: balance.Line) -> str:
    counts = {
        name.replace("_", " "): count
        for name, count in asdict(line).items()
        if name not in {"channel", "channel_id", "adds_up"}
    }
    words = ", ".join(f"{name} {count}" for name, count in counts.items())
    verdict = "adds up" if line.adds_up else "DOES NOT ADD UP"
    return f"{line.channel}: {words}. It {verdict}."
