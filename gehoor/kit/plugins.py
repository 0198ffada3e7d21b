"""Finds plug-ins by the folder they live in, so that adding one edits nothing elsewhere."""

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

_STANDING_IN: dict[str, Callable[[Any], Any]] = {}


@cache
def find_plugins(package: str) -> dict[str, Any]:
    """Return every `PLUGIN` in the folders below `package`, by its key."""
    found: dict[str, Any] = {}
    for module in iter_modules(import_module(package).__path__):
        if module.ispkg and module.name != "tests":
            plugin = import_module(f"{package}.{module.name}").PLUGIN
            found[plugin.key] = plugin
    if package in _STANDING_IN:
        return {key: _STANDING_IN[package](plugin) for key, plugin in found.items()}
    return found


def stand_in(package: str, instead: Callable[[Any], Any]) -> None:
    """Let `instead` of each plug-in be handed out, in this process and every copy made of it.

    For the demo, in which nothing may leave. There is no setting for it, and no way back.
    """
    _STANDING_IN[package] = instead
    find_plugins.cache_clear()


def folders_of(package: str) -> list[str]:
    """Return the folders plug-ins are found in, so that another process can look there too."""
    return list(import_module(package).__path__)


def look_also_in(package: str, folders: Iterable[str]) -> None:
    """Let plug-ins be found in more folders than the one we came with."""
    home = import_module(package)
    home.__path__ = list(dict.fromkeys([*home.__path__, *folders]))
    find_plugins.cache_clear()
