"""What must be true after any fault, judged by what the platform or mail server recorded."""

from collections import Counter
from collections.abc import Iterable, Mapping


def broken(effects: Iterable[str], states: Mapping[str, str]) -> list[str]:
    """Return every promise about replies that was broken, in words.

    `effects` are the keys of what reached citizens, `states` what we say of each reply by its key.
    """
    reached = Counter(effects)
    return [
        *(f"{key} arrived {times} times" for key, times in reached.items() if times > 1),
        *(
            f"{key} is called sent and never arrived"
            for key, state in states.items()
            if state == "sent" and key not in reached
        ),
        *(
            f"{key} arrived and is called {states.get(key)}"
            for key in reached
            if states.get(key) not in {"sent", "unknown"}
        ),
    ]
