"""A guarded child that does what each item tells it to, for the tests of the guard."""

import contextlib
import os
import signal
import sys
from time import sleep

from gehoor.kit.frames import Frame
from gehoor.kit.guard import serve

hoard: list[bytes] = []


def obey(question: Frame) -> Frame:
    command = question.head["do"]
    if question.head.get("again") and question.head.get("recovers"):
        return Frame({"said": "with care"})
    return Frame({"said": COMMANDS[command](question)}, question.blobs)


def echo(question: Frame) -> str:
    return str(question.head.get("say", ""))


def sleep_long(question: Frame) -> str:
    sleep(60)
    return ""


def compute(question: Frame) -> str:
    while True:
        pass


def eat(question: Frame) -> str:
    hoard.append(b"x" * (1 << 40))
    return ""


def grow(question: Frame) -> str:
    hoard.append(b"x" * (150 << 20))
    return ""


def die(question: Frame) -> str:
    os.kill(os.getpid(), signal.SIGSEGV)
    return ""


def chatter(question: Frame) -> str:
    os.write(1, b"noise between the frames")
    sys.stdout.write("more noise")
    sys.stdout.flush()
    return "quiet"


def recurse(question: Frame) -> str:
    return recurse(question)


def look_around(question: Frame) -> str:
    """Tell what we could reach: the environment, open files, the power to write."""
    found = [f"env {name}" for name in os.environ]
    found += [f"fd {number}" for number in os.listdir("/proc/self/fd")]
    with contextlib.suppress(OSError), open("/tmp/gehoor-guard", "w") as file:  # noqa: S108
        file.write("x")
        file.flush()
        found.append("wrote a file")
    return "\n".join(found)


COMMANDS = {
    "echo": echo,
    "sleep": sleep_long,
    "compute": compute,
    "eat": eat,
    "grow": grow,
    "die": die,
    "chatter": chatter,
    "recurse": recurse,
    "look": look_around,
}


if __name__ == "__main__":
    serve(obey, seconds=int(sys.argv[1]), memory=int(sys.argv[2]))
