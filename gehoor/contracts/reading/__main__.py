"""The guarded child: finds the connector, lets it parse, and makes the result safe."""

import sys

from gehoor.contracts.connector import Unreadable
from gehoor.contracts.reading.tidy import tidy, tidy_with_care
from gehoor.contracts.reading.values import frame_of
from gehoor.kit.frames import Frame
from gehoor.kit.guard import serve
from gehoor.kit.plugins import find_plugins, look_also_in
from gehoor.kit.text import N_

NOT_INSTALLED = N_("The platform this came from is not installed any more.")
UNFORESEEN = N_("It could not be read; this is a fault in Gehoor. The original is kept.")


def read(question: Frame) -> Frame:
    """Read one delivery. Whatever goes wrong stays with this one."""
    connector = find_plugins("gehoor.connectors").get(question.head["connector"])
    if connector is None:
        return Frame({"problem": NOT_INSTALLED})
    made_safe = tidy_with_care if question.head.get("again") else tidy
    try:
        return frame_of(made_safe(message) for message in connector.parse(question.blobs[0]))
    except Unreadable as problem:
        return Frame({"problem": str(problem)})
    # The wall between one poisonous delivery and all others: nothing may pass it but a failure
    # a colleague sees. Memory and recursion have their own words, in the guard.
    except (MemoryError, RecursionError):
        raise
    except Exception as fault:
        return Frame({"problem": UNFORESEEN, "fault": type(fault).__name__})


def main(seconds: str, memory: str, *folders: str) -> None:
    look_also_in("gehoor.connectors", folders)
    find_plugins("gehoor.connectors")
    serve(read, seconds=int(seconds), memory=int(memory))


if __name__ == "__main__":
    main(*sys.argv[1:])
