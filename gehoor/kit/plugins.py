"""Finds plug-ins by the folder they live in, so that adding one edits nothing elsewhere."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


@cache
def find_plugins(package: str) -> dict[str, Any]:
    """Return every `PLUGIN` in the folders below `package`, by its key."""
    found: dict[str, Any] = {}
    for module in iter_modules(import_module(package).__path__):
        if module.ispkg and module.name != "tests":
            plugin = import_module(f"{package}.{module.name}").PLUGIN
            found[plugin.key] = plugin
    return found
