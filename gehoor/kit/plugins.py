"""Finds plug-ins by the folder they live in, so that adding one edits nothing elsewhere."""

from collections.abc import Iterable
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


def folders_of(package: str) -> list[str]:
    """Return the folders plug-ins are found in, so that another process can look there too."""
    return list(import_module(package).__path__)


def look_also_in(package: str, folders: Iterable[str]) -> None:
    """Let plug-ins be found in more folders than the one we came with."""
    home = import_module(package)
    home.__path__ = list(dict.fromkeys([*home.__path__, *folders]))
    find_plugins.cache_clear()
