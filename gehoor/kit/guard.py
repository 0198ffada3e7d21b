"""A long-lived child process that does dangerous reading: killed when it hangs, started anew.

The child is a module that calls `serve`. It gets no secrets, no files and no way to write any; it
has limits on time and memory for each item, and an item that breaks them harms no other.
"""

import contextlib
import os
import resource
import selectors
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import IO, Any, Final

from gehoor.kit.frames import Assembly, Broken, Frame, read_one, written
from gehoor.kit.text import N_

ITEM_SECONDS: Final = 10
MEMORY_BYTES: Final = 512 * 1024 * 1024
START_SECONDS: Final = 30
# A child that holds this much is replaced between batches, so that growth has an end.
WORN_OUT_BYTES: Final = 200 * 1024 * 1024
PIECE: Final = 1 << 18

TOO_LONG: Final = N_("Reading it took longer than 10 seconds.")
TOO_MUCH: Final = N_("Reading it needed too much memory.")
BROKE: Final = N_("Reading it made the reader break down.")


@dataclass(frozen=True)
class Failure:
    """Why one item could not be read, in words for a colleague. Holds nothing of its content."""

    problem: str
    fault: str = ""
    """the kind of error, for the log, when the fault is ours"""


Answer = Frame | Failure


class Guard:
    """The parent's end. One batch at a time; safe to share between threads."""

    def __init__(
        self, entry: str, *arguments: str, seconds: float = ITEM_SECONDS, memory: int = MEMORY_BYTES
    ) -> None:
        self.entry = entry
        self.arguments = arguments
        self.seconds = seconds
        self.memory = memory
        self.child: Child | None = None
        self.lock = Lock()

    def __enter__(self) -> "Guard":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, items: Sequence[Frame]) -> list[Answer]:
        """Return an answer for each item, in order. Only the poisonous ones fail.

        An item the child did not survive is put once more, alone and marked `again`, to a new
        child: it may do without the costly part then.
        """
        answers: list[Answer] = []
        with self.lock:
            while len(answers) < len(items):
                rest = items[len(answers) :]
                problem = self._ask_until_trouble(rest, answers)
                if problem:
                    answers.append(self._ask_again(items[len(answers)], problem))
            self._replace_when_worn()
        return answers

    def start(self) -> None:
        """Have a living child, so that the first item need not wait for it."""
        with self.lock:
            self._living_child()

    def close(self) -> None:
        if self.child:
            self.child.end()
            self.child = None

    def _ask_until_trouble(self, items: Sequence[Frame], answers: list[Answer]) -> str:
        child = self._living_child()
        try:
            for frame in child.exchange(items, seconds=self.seconds):
                answers.append(answer_in(frame))
        except TimeoutError:
            self.close()
            return TOO_LONG
        except (Broken, OSError, ValueError):
            return self._words_for_death()
        return ""

    def _ask_again(self, item: Frame, problem: str) -> Answer:
        answers: list[Answer] = []
        careful = Frame(item.head | {"again": True}, item.blobs)
        second_problem = self._ask_until_trouble([careful], answers)
        return answers[0] if answers else Failure(second_problem or problem)

    def _words_for_death(self) -> str:
        ended = self.child.end() if self.child else 0
        self.child = None
        if ended == -signal.SIGXCPU:
            return TOO_LONG
        return TOO_MUCH if ended in {-signal.SIGABRT, -signal.SIGKILL} else BROKE

    def _living_child(self) -> "Child":
        if self.child is None:
            limits = (str(int(self.seconds) + 1), str(self.memory))
            self.child = Child(self.entry, *limits, *self.arguments)
        return self.child

    def _replace_when_worn(self) -> None:
        if self.child and self.child.holds > WORN_OUT_BYTES:
            self.close()


def answer_in(frame: Frame) -> Answer:
    problem = frame.head.get("problem")
    return Failure(problem, frame.head.get("fault", "")) if problem else frame


class Child:
    """One running child and its two pipes."""

    def __init__(self, *command: str) -> None:
        self.running = subprocess.Popen(
            [sys.executable, "-P", "-m", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=bare_environment(),
            cwd="/",
        )
        self.inlet = piped(self.running.stdin)
        self.outlet = piped(self.running.stdout)
        self.assembly = Assembly()
        self.holds = 0
        """bytes of memory, as the child last told"""
        self._await_start()

    def exchange(self, items: Sequence[Frame], *, seconds: float) -> Iterator[Frame]:
        """Send items while answers come back, so that neither side waits for the other."""
        unsent = deque(items)
        piece = memoryview(b"")
        awaited = len(items)
        deadline = monotonic() + seconds
        while awaited:
            if not piece and unsent:
                piece = memoryview(written(unsent.popleft()))
            readable, writable = self._ready(deadline, wants_to_write=bool(piece))
            if writable:
                piece = piece[os.write(self.inlet, piece[:65536]) :]
            for frame in self._arrived() if readable else ():
                self.holds = frame.head.pop("holds", 0)
                awaited -= 1
                deadline = monotonic() + seconds
                yield frame

    def end(self) -> int:
        """Stop the child; return how it ended, as subprocess counts."""
        for pipe in (self.running.stdin, self.running.stdout):
            with contextlib.suppress(OSError):
                piped_file(pipe).close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.running.wait(timeout=0.5)
        self.running.kill()
        return self.running.wait()

    def _await_start(self) -> None:
        deadline = monotonic() + START_SECONDS
        while not self._ready(deadline, wants_to_write=False)[0]:
            pass
        self._arrived()

    def _ready(self, deadline: float, *, wants_to_write: bool) -> tuple[bool, bool]:
        left = deadline - monotonic()
        if left <= 0:
            raise TimeoutError
        with selectors.PollSelector() as selector:
            selector.register(self.outlet, selectors.EVENT_READ)
            if wants_to_write:
                selector.register(self.inlet, selectors.EVENT_WRITE)
            ready = {key.fd for key, _ in selector.select(left)}
        return self.outlet in ready, self.inlet in ready

    def _arrived(self) -> list[Frame]:
        piece = os.read(self.outlet, PIECE)
        if not piece:
            raise Broken
        return self.assembly.add(piece)


def bare_environment() -> dict[str, str]:
    """Give the child only where our code is: no addresses, no keys, no home."""
    code = str(Path(__file__).resolve().parents[2])
    return {"PYTHONPATH": code, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C"}


def piped_file(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise Broken
    return pipe


def piped(pipe: IO[bytes] | None) -> int:
    number = piped_file(pipe).fileno()
    os.set_blocking(number, False)
    return number


def serve(answer: Callable[[Frame], Frame], *, seconds: int, memory: int) -> None:
    """The child's end: answer frames until the parent closes the pipe."""
    questions = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    # Whatever prints from here on must not end up between the frames.
    os.dup2(2, 1)
    statm = os.open("/proc/self/statm", os.O_RDONLY)
    shut_in(memory)
    write_all(answers, written(Frame({"ready": True})))
    while True:
        try:
            question = read_one(questions.read)
        except Broken:
            return
        limit_time(seconds)
        write_all(answers, written(answered(answer, question, statm)))


def answered(answer: Callable[[Frame], Frame], question: Frame, statm: int) -> Frame:
    try:
        reply = answer(question)
    except MemoryError:
        reply = Frame({"problem": TOO_MUCH})
    except RecursionError:
        reply = Frame({"problem": BROKE})
    return Frame(reply.head | {"holds": memory_held(statm)}, reply.blobs)


def memory_held(statm: int) -> int:
    """Return the bytes of memory we hold now (proc(5), statm)."""
    return int(os.pread(statm, 100, 0).split()[1]) * resource.getpagesize()


def write_all(pipe: Any, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[pipe.write(left) :]


def shut_in(memory: int) -> None:
    """Take away what reading never needs: memory without end, files to write, children."""
    for limit, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(limit, (most, most))


def limit_time(seconds: int) -> None:
    """Let the kernel end this item when it keeps computing, even without our parent."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
