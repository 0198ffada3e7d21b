"""Visits pages as a logged-in agent, in this process: no network, every middleware."""

import re
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.harness import Cost, measure
from gehoor.people.models import User
from gehoor.testing.web import session_of

WARM_UP, TIMES = 20, 100
# Made anew for every answer; everything else must be equal.
SECRET = re.compile(r'(name="csrf-token" content=|name="csrfmiddlewaretoken" value=)"\w+"')


@dataclass
class Visitor:
    """One agent's browser."""

    client: Client
    server: int

    @classmethod
    def of(cls, agent: User, *, server: int) -> "Visitor":
        client = Client(headers={"host": urlsplit(settings.BASE_URL).netloc})
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(agent)
        return cls(client, server)

    def page(self, address: str, **headers: str) -> str:
        answer = self.client.get(address, headers=headers)
        if answer.status_code != 200:
            raise AssertionError(f"{address} answered {answer.status_code}.")
        return answer.content.decode()

    def queries(self, address: str, **headers: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            self.page(address, **headers)
        return len(seen)

    def cost(self, address: str, **headers: str) -> Cost:
        """Return the cost of one visit, the mean of many after a warm-up."""
        for _ in range(WARM_UP):
            self.page(address, **headers)
        cost, _ = measure(lambda: [self.page(address, **headers) for _ in range(TIMES)],
                          server=self.server)  # fmt: skip
        return Cost(cost.wall / TIMES, cost.ours / TIMES, cost.database / TIMES)

    def seconds(self, address: str, *, times: int) -> list[float]:
        """Return how long each of so many visits lasts by the wall clock."""
        took = []
        for _ in range(times):
            began = perf_counter()
            self.page(address)
            took.append(perf_counter() - began)
        return took


def without_secrets(page: str) -> str:
    return SECRET.sub(r"\1", page)
