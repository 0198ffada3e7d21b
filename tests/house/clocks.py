"""Nobody asks the clock of the machine: what is decided or shown goes by the database's."""

import ast
from collections.abc import Iterator

from tests.house.reading import Source, calls, rule

ASKS = frozenset(
    {
        ("datetime", "now"),
        ("datetime", "utcnow"),
        ("datetime", "today"),
        ("timezone", "now"),
        ("date", "today"),
        ("time", "time"),
        ("time", "time_ns"),
    }
)
# With a moment these put it in another zone; without one they ask the clock.
ASKS_WITHOUT_MOMENT = frozenset({"localtime", "localdate", "time", "time_ns"})
MAY_ASK = {
    "gehoor/kit/clock.py": "it is the clock; used when the database never said anything",
    "gehoor/connectors/email/composing.py": "a date in a mail that was never queued, in tests",
    "gehoor/connectors/email/reading.py": "an account that is only being tried, and kept nowhere",
    "gehoor/connectors/email/oauth.py": "a plug-in has no database; a token is renewed early, and "
    "once more when the platform no longer takes it",
    "gehoor/kit/openid/finishing.py": "kit without Django; the provider's clock decides, and ours "
    "is given leeway",
    "gehoor/kit/openid/keys.py": "the same, in what we sign for the provider",
    "gehoor/project/backup/making.py": "a label on a file",
}
"""who may, each with its reason"""


@rule(
    ("gehoor/flows/replies.py", "from datetime import UTC, datetime\nnow = datetime.now(UTC)\n"),
    ("gehoor/inbox/queries/pages.py", "from django.utils import timezone\ntimezone.now()\n"),
    ("gehoor/kit/jobs.py", "import time\ntime.time()\n"),
    ("gehoor/kit/jobs.py", "from time import time\ntime()\n"),
    ("gehoor/screens/words.py", "from django.utils import timezone\ntimezone.localdate()\n"),
    ("gehoor/flows/balance.py", "from datetime import date\ndate.today()\n"),
)
def nobody_asks_the_clock_of_the_machine(source: Source) -> Iterator[str]:
    is_ours = source.is_in("gehoor") and not source.is_in("gehoor/testing")
    if source.is_test or not is_ours or source.name in MAY_ASK:
        return
    for call, name in calls(source):
        owner = getattr(getattr(call.func, "value", None), "id", "")
        is_bare = isinstance(call.func, ast.Name) or owner == "timezone"
        has_moment = bool(call.args or call.keywords)
        if (owner, name) in ASKS or (is_bare and name in ASKS_WITHOUT_MOMENT and not has_moment):
            yield source.at(call, "asks this machine's clock; use kit.clock, or monotonic.")
