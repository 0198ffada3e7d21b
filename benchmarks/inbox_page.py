"""The inbox page with 50 rows: processor time, queries, and against psycopg + Jinja2."""

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

import psycopg
from django.conf import settings
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from markupsafe import Markup

from benchmarks import fill
from benchmarks.baselines import page as baseline
from benchmarks.harness import Cost, Figure, NotTheSame, measure, middle, percentile, write
from benchmarks.home import server_of
from benchmarks.visit import TIMES, WARM_UP, Visitor, without_secrets
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.project.embedded import Cluster
from gehoor.project.environment import OWNER_ROLE
from gehoor.screens.around import Page, showing
from gehoor.screens.inbox.lists import NAMES, Choice, list_for

ADDRESS, VIEW = "/inbox/team/", "team"
TEMPLATE = "inbox/page.html"
ROWS = 50
PAIRS = 5
GOAL_MS, GOAL_QUERIES, GOAL_TIMES, GOAL_P95_MS = 15, 8, 3, 150


def run(cluster: Cluster, desk: fill.Desk) -> None:
    server = server_of(cluster)
    visitor = Visitor.of(desk.agent, server=server)
    with psycopg.connect(cluster.url(OWNER_ROLE), autocommit=True) as direct:
        render = _baseline(direct, desk.agent)
        _assert_equal(visitor.page(ADDRESS), render())
        ours, theirs = [], []
        for _ in range(PAIRS):
            ours.append(visitor.cost(ADDRESS))
            theirs.append(_cost(render, server))
    lists = [visitor.seconds(f"/inbox/{view}/", times=TIMES) for view in NAMES]
    slowest = max(percentile(each, 0.95) for each in lists) * 1000
    product, bare = middle(ours), middle(theirs)
    took = product.processor * 1000
    write(
        "inbox_page",
        [
            Figure("inbox page of 50 rows, processor time", GOAL_MS, took, "ms"),
            Figure("inbox page, queries", GOAL_QUERIES, visitor.queries(ADDRESS), "queries"),
            Figure("inbox page against psycopg + Jinja2", GOAL_TIMES,
                   product.processor / bare.processor, "times"),
            Figure("slowest list of the inbox, p95", GOAL_P95_MS, slowest, "ms (wall)"),
        ],
        note=f"{fill.MESSAGES:,} messages and {fill.OPEN:,} open conversations stored; by Django's "
        "test client in this process, logged in, with every middleware; the baseline has one "
        f"prepared query and the same template, {bare.processor * 1000:.1f} ms, equal HTML. Median "
        f"of {PAIRS} pairs of {TIMES} pages.",
        product=vars(product),
        baseline=vars(bare),
    )  # fmt: skip


def _baseline(direct: psycopg.Connection[Any], agent: User) -> Callable[[], str]:
    """Return what renders the same page from one query, with all else it says told beforehand."""
    actor = people.actor_of(agent)
    request = _request(agent)
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    page = Page(actor)
    with translation.override(agent.language):
        told: dict[str, Any] = list_for(actor, Choice(view=VIEW)) | {
            "current": None,
            "request": request,
            "csrf_token": "0",
            "csrf_input": Markup('<input type="hidden" name="csrfmiddlewaretoken" value="0">'),
        }
        told["title"] = str(told["title"])
    _ = page.veil  # asked before anything is measured

    def render() -> str:
        with translation.override(agent.language), showing(page):
            rows = baseline.rows_of(direct, teams=sorted(actor.teams), size=ROWS)
            return baseline.render(environment, TEMPLATE, rows, told)

    return render


def _request(agent: User) -> HttpRequest:
    request = RequestFactory().get(ADDRESS)
    request.user = agent
    request.actor = people.actor_of(agent)  # type: ignore[attr-defined]
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def _cost(render: Callable[[], str], server: int) -> Cost:
    for _ in range(WARM_UP):
        render()
    cost, _ = measure(lambda: [render() for _ in range(TIMES)], server=server)
    return Cost(cost.wall / TIMES, cost.ours / TIMES, cost.database / TIMES)


def _at_no_moment(page: str) -> str:
    """Two pages a second apart are the same page."""
    return re.sub(r' data-now="[^"]*"', "", without_secrets(page))


def _assert_equal(ours: str, theirs: str) -> None:
    lines = zip(_at_no_moment(ours).splitlines(), _at_no_moment(theirs).splitlines(), strict=True)
    for one, other in lines:
        if one != other:
            raise NotTheSame(f"{one!r} against {other!r}")
    if ours.count('<li id="row-') != ROWS:
        raise NotTheSame(f"The page has not {ROWS} rows.")
