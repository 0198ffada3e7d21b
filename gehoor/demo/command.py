"""`gehoor demo`: a Gehoor with a month of made-up work, in a home that does not stay."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from gehoor.demo import again, walls
from gehoor.project.commands.run import Occasion, keep_running
from gehoor.project.environment import DEMO_MARK
from gehoor.project.processes import hear_all_signals
from gehoor.project.terminal import say

FROM_OUTSIDE = ("GEHOOR_", "DATABASE_", "BASE_URL", "UNTRUSTED_URL", "FORWARDED_ALLOW_IPS")
KEPT = frozenset({"GEHOOR_PORT", "GEHOOR_LOG_LEVEL", "GEHOOR_TIME_SCALE"})
SHOWN = ("anouk", "ria", "bram", "yusuf")
MARK = "This is a demo of Gehoor. Nothing in it is real, and it never becomes real.\n"


def run(_: argparse.Namespace) -> int:
    """Show the demo until somebody asks to stop; begin it anew when a page asked for that."""
    home = make_home()
    surroundings(home)
    walls.close()
    try:
        filling = Filling(home)
        code = keep_running(
            Occasion(
                is_durable=False,
                meanwhile=filling.begin,
                prepare=filling,
                greet=Greeting(home),
            )
        )
        wanted = again.is_asked(home)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    if wanted:
        hear_all_signals()
        os.execv(sys.executable, [sys.executable, "-m", "gehoor", "demo"])  # noqa: S606
    return code


def make_home() -> Path:
    """Make the home of a demo, marked as one before anything else is in it."""
    home = Path(tempfile.mkdtemp(prefix="gehoor-demo-"))
    # The server of the database runs as nobody when we are root, and must be let in.
    home.chmod(0o711)
    (home / DEMO_MARK).write_text(MARK)
    return home


def surroundings(home: Path, environ: Mapping[str, str] = os.environ) -> None:
    """Let nothing of a real installation's settings lead the demo to a database or an address."""
    for name in [name for name in environ if name.startswith(FROM_OUTSIDE) and name not in KEPT]:
        os.environ.pop(name)
    os.environ["GEHOOR_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "gehoor.demo.settings"


class Filling:
    """Puts the recorder in the place of every sender, and tells the stories."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.readers: Sequence[Any] = ()

    def begin(self) -> None:
        # Models can be imported only once Django is set up, which it is by now.
        import_module("gehoor.demo.doors").close_off()
        self.readers = import_module("gehoor.demo.furnishing").read_ahead()

    def __call__(self) -> None:
        furnishing = import_module("gehoor.demo.furnishing")
        told = furnishing.furnish(self.home, readers=self.readers)
        (self.home / "passwords").write_text(told.password)


class Greeting:
    """Says how to look around, and opens the address where there is a screen for it."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, address: str) -> None:
        start = f"{address}/demo/"
        say("This is a demo: everybody in it is made up, and nothing leaves this computer.")
        say(f"Begin here: {start}")
        say("Or log in yourself, all with the same password:")
        for line in import_module("gehoor.demo.furnishing").sign_ins(SHOWN):
            say(f"  {line}")
        say(f"  password: {(self.home / 'passwords').read_text()}")
        (self.home / "passwords").unlink()
        if has_screen(os.environ, is_terminal=sys.stdout.isatty()):
            # Another program, because ours is about to make copies of itself.
            subprocess.Popen([sys.executable, "-m", "webbrowser", start], stdout=subprocess.DEVNULL)


def has_screen(environ: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Would a browser have somewhere to open, and somebody who asked for it?"""
    on_linux = sys.platform.startswith("linux")
    return is_terminal and (not on_linux or bool({"DISPLAY", "WAYLAND_DISPLAY"} & environ.keys()))
