"""What declares no policy keeps the program from starting: every door, view, live topic and job."""

from collections.abc import Iterable, Iterator, Mapping
from inspect import getmembers, isfunction
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, get_resolver
from procrastinate.contrib.django import app
from procrastinate.utils import import_all

from gehoor.hooks.door import Door as Hooks
from gehoor.kit.jobs import JOBS, Job
from gehoor.people import policies
from gehoor.screens.live.topics import TOPICS
from gehoor.screens.untrusted.door import ADDRESSES

POLICIES = frozenset(
    rule for _, rule in getmembers(policies, isfunction) if rule.__module__ == policies.__name__
)

DOORS: dict[str, Any] = {"hooks": Hooks}
"""What changes things in front of Django, where neither its log-in nor its form tokens are."""


def refuse_undeclared() -> None:
    """Raise, naming what anybody could use without having been asked who they are."""
    import_all(app.import_paths)
    undeclared = [
        *undeclared_doors(DOORS),
        *undeclared_views(get_resolver().url_patterns),
        *undeclared_views(get_resolver(ADDRESSES).url_patterns),
        *undeclared_topics(TOPICS),
        *undeclared_jobs(JOBS),
    ]
    if undeclared:
        raise ImproperlyConfigured(
            "Gehoor does not start: these declare no policy, so nobody knows who may use them: "
            + "; ".join(undeclared)
        )


def undeclared_doors(doors: Mapping[str, Any]) -> list[str]:
    """Return the doors that name no policy, or do not say why they need no form token."""
    return [
        f"door {name}"
        for name, door in doors.items()
        if not _is_policy(getattr(door, "policy", None)) or not getattr(door, "exempt_because", "")
    ]


def undeclared_views(patterns: Iterable[URLPattern | URLResolver]) -> list[str]:
    return [
        f"view {pattern.callback.__module__}.{pattern.callback.__name__}"
        for _, pattern in views_in(patterns)
        if not _is_policy(getattr(pattern.callback, "policy", None))
    ]


def undeclared_topics(topics: Mapping[str, Any]) -> list[str]:
    return [
        f"live topic {name}"
        for name, kind in topics.items()
        if not _is_policy(getattr(kind, "policy", None))
    ]


def undeclared_jobs(jobs: Mapping[str, Job]) -> list[str]:
    return [f"job {name}" for name, job in jobs.items() if job.actor not in policies.SYSTEM_MAY]


def views_in(
    patterns: Iterable[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Walk through every address there is, with the whole of its pattern."""
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views_in(pattern.url_patterns, address)
        else:
            yield address, pattern


def _is_policy(rule: object) -> bool:
    """Only a function of the one module of policies counts; a lambda in a view does not."""
    return isfunction(rule) and rule in POLICIES
