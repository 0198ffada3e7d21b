"""What each floor may do: rooms, doors, flows and tests."""

import ast
import re
from collections.abc import Iterator

from tests.house.reading import Source, calls, rooms, rule

ROOM_FILES = frozenset(
    {"__init__", "models", "rules", "actions", "queries", "policies", "apps", "migrations", "tests"}
)
WRITES = frozenset(
    {
        "save", "create", "delete", "update", "get_or_create", "update_or_create",
        "bulk_create", "bulk_update", "asave", "acreate", "adelete", "aupdate",
    }
)  # fmt: skip
SIGNALS = re.compile(r"django\.(dispatch|core\.signals|db\.models\.signals|db\.backends\.signals)")
# Doors with a reason to write to a table themselves. There are none.
DOORS_THAT_WRITE: frozenset[str] = frozenset()
# Words that are also methods of plain dicts and sets; a door may change its own values.
PLAIN_UPDATE = frozenset({"update"})


@rule(("gehoor/inbox/utils.py", ""), ("gehoor/people/services/a.py", ""))
def a_room_has_only_known_files(source: Source) -> Iterator[str]:
    for room in rooms():
        if source.is_in(f"gehoor/{room}"):
            part = source.name.split("/")[2].removesuffix(".py")
            if part not in ROOM_FILES:
                yield source.at(1, f"{part} is no part of a room; a room has {sorted(ROOM_FILES)}.")


@rule(
    ("gehoor/screens/inbox/views.py", "conversation.save()\n"),
    ("gehoor/screens/inbox/views.py", "Tag.objects.create(name='a')\n"),
    ("gehoor/screens/inbox/views.py", "Tag.objects.filter(pk=1).delete()\n"),
    ("gehoor/screens/inbox/views.py", "Tag.objects.filter(pk=1).update(name='b')\n"),
    ("gehoor/hooks/door.py", "Delivery.objects.create(raw=b'')\n"),
)
def doors_never_write(source: Source) -> Iterator[str]:
    doors = ("gehoor/screens", "gehoor/hooks")
    if not source.is_in(*doors) or source.is_test or source.name in DOORS_THAT_WRITE:
        return
    for call, name in calls(source):
        if name in WRITES and not _is_plain(call, name):
            yield source.at(call, f".{name}() in a door; a flow writes.")


def _is_plain(call: ast.Call, name: str) -> bool:
    """Is this the update of a dict: a bare name or an object's own, not something of a table?"""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    if isinstance(owner, ast.Attribute) and owner.attr == "__dict__":
        return name in PLAIN_UPDATE
    return name in PLAIN_UPDATE and isinstance(owner, ast.Name) and not call.keywords


@rule(
    ("gehoor/inbox/actions.py", "from gehoor.audit import actions\n"),
    ("gehoor/inbox/actions.py", "from gehoor.people.actions import deactivate\n"),
    ("gehoor/screens/inbox/views.py", "import gehoor.inbox.actions\n"),
)
def only_flows_and_wiring_call_the_actions_of_a_room(source: Source) -> Iterator[str]:
    wiring = ("gehoor/flows", "gehoor/project", "gehoor/demo", "gehoor/testing", "tests")
    if source.is_test or source.is_in(*wiring):
        return
    for node, module in _imported(source):
        found = re.match(r"gehoor\.(\w+)\.actions\b", module)
        if found and not source.is_in(f"gehoor/{found[1]}"):
            yield source.at(node, f"calls the actions of {found[1]}; two rooms are a flow.")


def _imported(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Return every module or name that is imported, in full."""
    for node in source.nodes:
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


@rule(
    ("gehoor/inbox/models.py", "from django.db.models.signals import post_save\n"),
    ("gehoor/flows/incoming.py", "from django.dispatch import receiver\n"),
)
def no_signals_between_rooms(source: Source) -> Iterator[str]:
    for node, module in _imported(source):
        if SIGNALS.match(module) and source.is_in("gehoor") and not source.is_test:
            yield source.at(node, "a signal hides what happens; name the step in the flow.")


@rule(("gehoor/inbox/queries.py", "from django.core.mail import send_mail\n"))
def only_flows_and_wiring_send_mail(source: Source) -> Iterator[str]:
    allowed = ("gehoor/flows", "gehoor/project", "gehoor/connectors", "gehoor/testing", "tests")
    for node, module in _imported(source):
        is_mail = re.match(r"(django\.core\.mail|smtplib)\b", module)
        if is_mail and not source.is_in(*allowed) and not source.is_test:
            yield source.at(node, "mail leaves through a flow or a connector only.")


@rule(
    ("gehoor/project/commands/run.py", "from gehoor.kit.plugins import stand_in\n"),
    ("gehoor/flows/replies.py", "from gehoor.kit import plugins\nplugins.stand_in('a', b)\n"),
)
def only_the_demo_replaces_what_sends(source: Source) -> Iterator[str]:
    if source.is_test or source.is_in("gehoor/demo"):
        return
    for node, module in _imported(source):
        if module == "gehoor.kit.plugins.stand_in":
            yield source.at(node, "lets something stand in for a plug-in; only the demo may.")
    for call, name in calls(source):
        if name == "stand_in" and ast.unparse(call.func) == "plugins.stand_in":
            yield source.at(call, "lets something stand in for a plug-in; only the demo may.")


@rule(
    ("gehoor/inbox/tests/test_a.py", "import time\ntime.sleep(1)\n"),
    ("tests/test_b.py", "from time import sleep\nsleep(1)\n"),
)
def tests_do_not_wait_for_luck(source: Source) -> Iterator[str]:
    """Sleeping is for polling with a deadline, which is a loop."""
    if not source.is_test:
        return
    in_loops = {
        id(call) for loop in source.nodes if isinstance(loop, ast.While) for call in ast.walk(loop)
    }
    for call, name in calls(source):
        if name == "sleep" and id(call) not in in_loops:
            yield source.at(call, "sleeps once and hopes; poll with a deadline.")


@rule(("tests/test_a.py", "from unittest.mock import patch\n"))
def fakes_are_handed_in(source: Source) -> Iterator[str]:
    for node, module in _imported(source):
        if module.startswith("unittest.mock"):
            yield source.at(node, "patches; hand in a fake.")
