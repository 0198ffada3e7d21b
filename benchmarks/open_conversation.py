"""Opening a conversation, as the script of the inbox fetches it: processor time and queries."""

from benchmarks import fill
from benchmarks.harness import Figure, middle, write
from benchmarks.home import server_of
from benchmarks.visit import TIMES, Visitor
from gehoor.inbox.models import Conversation
from gehoor.project.embedded import Cluster

RUNS = 5
GOAL_MS, GOAL_QUERIES = 10, 8
FRAGMENT = {"x-fragment": "1"}


def run(cluster: Cluster, desk: fill.Desk) -> None:
    visitor = Visitor.of(desk.agent, server=server_of(cluster))
    teams = desk.agent.teams.all()
    chosen = Conversation.objects.filter(channel__team__in=teams, status="open").order_by(
        "rests", "sort_at"
    )
    address = f"/conversations/{chosen[25].pk}/?in=team"
    cost = middle([visitor.cost(address, **FRAGMENT) for _ in range(RUNS)])
    whole = visitor.cost(address)
    write(
        "open_conversation",
        [
            Figure("open a conversation, processor time", GOAL_MS, cost.processor * 1000, "ms"),
            Figure(
                "open a conversation, queries",
                GOAL_QUERIES,
                visitor.queries(address, **FRAGMENT),
                "queries",
            ),
        ],
        note=f"Five messages, in the same filled desk; the part the script fetches, median of "
        f"{RUNS} times {TIMES}. As a whole page with the list beside it (without JavaScript): "
        f"{whole.processor * 1000:.1f} ms and {visitor.queries(address)} queries.",
        product=vars(cost),
    )
