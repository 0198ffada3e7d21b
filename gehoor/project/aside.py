"""Work that is done in a copy of this process, beside what goes on here.

Begin it while no connection to the database is open: two processes must not share one.
"""

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable

from gehoor.project.processes import end_with_parent
from gehoor.project.terminal import Trouble, complain


def begin(work: Callable[[], object]) -> int:
    """Do this in a copy of this process; return its number, for `ended_well`."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, signal.SIG_DFL)
        end_with_parent(signal.SIGKILL)
        gc.enable()
        work()
        code = 0
    except Trouble as trouble:
        complain(str(trouble))
    except BaseException:  # the last stop of this process: shown, not lost
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def ended_well(child: int) -> bool:
    """Wait until it has ended; tell whether it did what it had to. Its reason was shown."""
    try:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    except KeyboardInterrupt:
        # Nobody waits for it any more, and what it works with is about to be taken away.
        os.kill(child, signal.SIGKILL)
        raise
