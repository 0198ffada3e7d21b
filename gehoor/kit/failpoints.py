"""Named places where a fault test may end this process, or put it to sleep, in the middle of work.

Without a test they are not there: `around` and `written` give back the very function they were
given, so nothing is called, compared or looked up. Only GEHOOR_TESTING together with
GEHOOR_FAILPOINT, read once when this is imported, can bring them to life.
"""

import os
import signal
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

IS_TEST: Final = os.environ.get("GEHOOR_TESTING") == "1"
ARMED: Final = os.environ.get("GEHOOR_FAILPOINT", "") if IS_TEST else ""
"""`point:moment:act`, such as `reply.send:after:kill`, or `*` to only note what is passed"""
DIARY: Final = os.environ.get("GEHOOR_FAILPOINT_DIARY", "") if IS_TEST else ""
"""the file in which what was passed is noted, a line each"""
ACTS: Final = {"kill": signal.SIGKILL, "stop": signal.SIGSTOP}


def around(
    point: str, *, did: Callable[[Any], bool] = lambda _: True
) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Name the moments `before` and `after` a function that commits, or speaks over a network.

    `did` tells by its answer whether it did anything; after nothing there is no moment.
    """

    def mark(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        if not ARMED:
            return function

        @wraps(function)
        def passing(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
            _pass(f"{point}:before")
            answer = function(*args, **kwargs)
            if did(answer):
                _pass(f"{point}:after")
            return answer

        return passing

    return mark


def written(point: str) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Name the moment in which everything is written and nothing is committed yet."""

    def mark(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        if not ARMED:
            return function

        @wraps(function)
        def passing(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
            answer = function(*args, **kwargs)
            _pass(f"{point}:written")
            return answer

        return passing

    return mark


def _pass(moment: str) -> None:
    """Note that we came here; when a test waits for us at this very moment, end or sleep."""
    act = ACTS.get(ARMED.removeprefix(f"{moment}:"))
    if DIARY and (act or ARMED == "*"):
        with open(DIARY, "a") as diary:
            diary.write(f"{moment}\n")
    if act:
        os.kill(os.getpid(), act)
