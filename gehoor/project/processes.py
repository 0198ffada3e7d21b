"""Small truths about processes that Python's own library leaves out."""

import ctypes
import signal

SET_PARENT_DEATH_SIGNAL = 1
SET_NAME = 15
_libc = ctypes.CDLL(None)


def end_with_parent(sign: signal.Signals) -> None:
    """Ask the kernel for `sign` when our parent dies, also when it is killed without warning."""
    _libc.prctl(SET_PARENT_DEATH_SIGNAL, int(sign))


def show_name(name: str) -> None:
    """Let `ps` and `top` show which of our processes this is."""
    _libc.prctl(SET_NAME, name.encode()[:15])


def hear_all_signals() -> None:
    """Undo what a supervisor blocked for itself; a blocked signal would be blocked here too."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
