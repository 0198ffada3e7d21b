"""The command `gehoor` and its subcommands; each is a module here with a function `run`.

A subcommand's module is imported when it is asked for: most need Django, and Django wants the
environment complete before it is imported.
"""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

import django

from gehoor import __version__
from gehoor.project import keys
from gehoor.project.environment import home, is_demo
from gehoor.project.terminal import Trouble, complain


class IsDemo(Trouble):
    """This folder holds a demo, and this command is for a real installation."""


@dataclass(frozen=True)
class Command:
    """What a subcommand is for, and what must be ready before its module is imported."""

    purpose: str
    needs_keys: bool = True
    needs_django: bool = True
    options: tuple[str, ...] = ()
    module: str = ""
    """where it lives, when that is not called as the command is"""
    also_in_demo: bool = False
    """it looks and sends nothing, so it may be used on a demo, too"""

    def prepare(self) -> None:
        if is_demo(home()) and not self.also_in_demo:
            raise IsDemo(
                f"{home()} was made for a demo. Nothing in it can become a real installation: "
                "choose another folder with GEHOOR_HOME."
            )
        if self.needs_keys:
            keys.refuse_wrong(home())
        if self.needs_django:
            django.setup()


OPTIONS = {
    "--email": {"help": "the address of the administrator"},
    "--port": {"type": int, "help": "port to answer on; the same as GEHOOR_PORT"},
    "--date": {"help": "the day to add up, as 2026-11-24; today when left out"},
    "file": {"metavar": "FILE", "help": "where it is written, or read from"},
    "--check": {"action": "store_true", "help": "only say what would be changed"},
    "--with-keys": {"action": "store_true", "help": "the keys too, locked with a passphrase"},
    "--mailbox": {"metavar": "CHANNEL", "help": "the file is a mailbox for this channel"},
    "--replace": {"action": "store_true", "help": "set what is there aside, and keep it"},
    "--json": {"action": "store_true", "help": "for programs instead of people"},
    "what": {
        "choices": ("verify", "report"),
        "help": "verify: is it as it was sealed; report: who saw what in a period",
    },
    "--head": {
        "metavar": "FILE",
        "help": "verify: lines of the head of the log, kept outside the database",
    },
    "--since": {"metavar": "DAY", "help": "report: the first day, as 2026-11-24"},
    "--until": {"metavar": "DAY", "help": "report: the last day; today when left out"},
    "--colleague": {"metavar": "ADDRESS", "help": "report: only what this colleague saw"},
    "--conversation": {"metavar": "NUMBER", "type": int, "help": "report: only of this one"},
    "--contact": {"metavar": "NUMBER", "type": int, "help": "report: only of this contact"},
    "--jsonl": {
        "action": "store_true",
        "help": 'read a line {"id", "text"} for each text, and answer with a line',
    },
    "--own": {
        "metavar": "FILE",
        "help": "what is the organisation's own, instead of its settings (TOML: numbers, "
        "addresses, names, case_forms)",
    },
    "--language": {"choices": ("nl", "en"), "help": "nl or en; the organisation's when left out"},
    "--reason": {"help": "why it is made; it stands in the log"},
    "--alone": {
        "action": "store_true",
        "help": "without a second person; the privacy officer and administrators hear of it",
    },
}
COMMANDS = {
    "run": Command(
        "start everything and keep it running",
        needs_keys=False,
        needs_django=False,
        options=("--port",),
    ),
    "demo": Command(
        "show Gehoor with made-up people; nothing can leave it",
        needs_keys=False,
        needs_django=False,
        options=("--port",),
        module="gehoor.demo.command",
        also_in_demo=True,
    ),
    "web": Command("answer browsers only", options=("--port",)),
    "worker": Command("do the waiting work only"),
    "poll": Command("fetch from the channels only"),
    "migrate": Command(
        "bring the tables of the database up to date", needs_keys=False, needs_django=False
    ),
    "doctor": Command(
        "say what is wrong with this installation",
        needs_keys=False,
        needs_django=False,
        options=("--port", "--json"),
        also_in_demo=True,
    ),
    "backup": Command(
        "write everything to one file",
        needs_keys=False,
        needs_django=False,
        options=("file", "--with-keys"),
    ),
    "restore": Command(
        "put a backup back, all of it or nothing",
        needs_keys=False,
        needs_django=False,
        options=("file", "--with-keys", "--replace"),
    ),
    "export": Command(
        "write everything in an open format",
        needs_keys=False,
        needs_django=False,
        options=("file", "--reason", "--alone"),
    ),
    "import": Command(
        "bring in an export, or with --mailbox an older mailbox",
        needs_keys=False,
        needs_django=False,
        options=("file", "--mailbox"),
        module="bring_in",
    ),
    "setup": Command("set up from a file, as the pages do", options=("file", "--check")),
    "balance": Command(
        "add up what a day brought", options=("--date", "--json"), also_in_demo=True
    ),
    "processing": Command(
        "print of whom what is kept, what for and how long",
        options=("--language",),
        also_in_demo=True,
    ),
    "checkreply": Command(
        "say what personal data stands in texts, as before sending",
        needs_keys=False,
        needs_django=False,
        options=("--jsonl", "--own"),
        also_in_demo=True,
    ),
    "audit": Command(
        "say whether the log is as it was sealed, or who saw what",
        options=(
            "what",
            "--head",
            "--json",
            "--since",
            "--until",
            "--colleague",
            "--conversation",
            "--contact",
            "--reason",
        ),
        also_in_demo=True,
    ),
    "invite-administrator": Command("print a fresh one-time link for an administrator"),
    "let-in": Command(
        "print a link for an administrator who lost every way in", options=("--email",)
    ),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; return its exit code."""
    options = _parser().parse_args(arguments)
    command = COMMANDS[options.command]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gehoor.project.settings")
    if getattr(options, "port", None):
        os.environ["GEHOOR_PORT"] = str(options.port)
    try:
        command.prepare()
        return int(import_module(_place(options.command)).run(options))
    except Trouble as trouble:
        complain(str(trouble))
        return 1
    except KeyboardInterrupt:
        return 130


def _place(name: str) -> str:
    """Return where a subcommand lives: beside this file, unless it names another package."""
    module = COMMANDS[name].module or name.replace("-", "_")
    return module if "." in module else f"{__name__}.{module}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gehoor", description="Webcare: listen, interpret, do.")
    parser.add_argument("--version", action="version", version=f"Gehoor {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        own = commands.add_parser(name, help=command.purpose, description=command.purpose)
        for option in command.options:
            own.add_argument(option, **OPTIONS[option])  # type: ignore[arg-type]
    return parser
