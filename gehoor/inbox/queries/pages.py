"""The Postvak: one indexed query sorts; `counting` has the one that counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from gehoor.inbox.queries.mine import IS_MINE
from gehoor.inbox.queries.ours import IS_OURS
from gehoor.inbox.queries.places import read_place, write_place
from gehoor.inbox.queries.presence import presence_teams
from gehoor.inbox.rules import Tier
from gehoor.kit import often
from gehoor.kit import words as search_words
from gehoor.people.policies import Actor, Place, see_conversations, see_names

PAGE = 50
MOST_FOUND = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation as the list shows it."""

    pk: int
    contact: str
    subject: str
    opening: str
    channel: str
    connector: str
    stage: str
    is_public: bool
    is_unread: bool
    has_problem: bool
    status: str
    outcome: str
    waiting_since: datetime | None
    last_message_at: datetime
    assignee: str
    assignee_id: int | None
    tag: str
    sort_at: datetime
    beside: Sequence[dict[str, Any]]
    """colleagues who are at it now, who writes first: name, writes; empty for who may not know"""
    tier: int
    is_snoozed: bool
    snoozed_until: datetime | None
    snoozed_by: tuple[int | None, str]
    """who put it off: number and name"""
    back_because: str
    """why what was put off is work again, until somebody has dealt with it"""
    due_at: datetime | None
    """by when an answer was promised to who waits; null: nothing was, or the clock stands still"""
    warn_at: datetime | None
    is_emergency: bool
    rank: int
    turn: int
    turn_at: datetime
    had_contact: str
    """why we think that they tried before; empty: we do not"""


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[Row]
    next_after: str
    """where the next page begins; empty on the last"""


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at the inbox: which rows, in which order."""

    where: str
    order: str = "c.rank, c.turn, c.turn_at, c.id"
    onward: str = "(c.rank, c.turn, c.turn_at, c.id) > (%(rank)s, %(turn)s, %(at)s, %(pk)s)"
    by: str = "turn_at"
    """the column of a row by which it is listed"""
    has_tiers: bool = False
    """a list of work, which opens one tier after the other"""


@dataclass(frozen=True, slots=True)
class Filter:
    """What narrows a list further; nothing of it narrows nothing."""

    channel: int | None = None
    tag: str = ""
    only_unread: bool = False
    only_at_risk: bool = False

    @property
    def where(self) -> str:
        """The conditions, in constants of this file alone."""
        given = (
            (self.channel is not None, "c.channel_id = %(channel)s"),
            (bool(self.tag), TAGGED),
            (self.only_unread, "c.is_unread"),
            (self.only_at_risk, AT_RISK),
        )
        return "".join(f" AND {condition}" for is_asked, condition in given if is_asked)


NO_FILTER = Filter()
AT_RISK = "c.turn = 0 AND c.warn_at <= now()"
"""the term is nearly over, or over"""
TAGGED = """EXISTS (SELECT 1 FROM inbox_conversation_tags ct JOIN inbox_tag t ON t.id = ct.tag_id
                    WHERE ct.conversation_id = c.id AND t.name = %(tag)s)"""

NEWEST_FIRST = {
    "order": "c.last_message_at DESC, c.id DESC",
    "onward": "(c.last_message_at, c.id) < (%(at)s, %(pk)s)",
    "by": "last_message_at",
}
# Those that wait for an answer and for no moment come last.
NEVER = "'9999-01-01 00:00:00+00'::timestamptz"
SOONEST_BACK = {
    "order": "c.snoozed_until, c.id",
    "onward": f"(coalesce(c.snoozed_until, {NEVER}), c.id) > (%(at)s, %(pk)s)",
    "by": "snoozed_until",
}
IS_WORK = "c.status = 'open' AND NOT c.is_snoozed"
IS_HERE = "(c.routed_to_id IS NULL OR c.routed_to_id = ANY(%(teams)s))"
"""not passed on to another team: that has the work now"""
VIEWS = {
    "mine": View(f"{IS_WORK} AND {IS_MINE}", has_tiers=True),
    "unassigned": View(f"{IS_WORK} AND c.assignee_id IS NULL AND {IS_HERE}", has_tiers=True),
    "team": View(f"{IS_WORK} AND {IS_HERE}", has_tiers=True),
    "listening": View(
        f"{IS_WORK} AND c.rank = {int(Tier.FOUND)} AND c.assignee_id IS NULL AND {IS_HERE}"
    ),
    "snoozed": View("c.is_snoozed", **SOONEST_BACK),  # type: ignore[arg-type]
    "problems": View(
        "c.has_problem",
        order="c.rests, c.sort_at, c.id",
        onward="(c.rests, c.sort_at, c.id) > (%(rests)s, %(at)s, %(pk)s)",
        by="sort_at",
    ),
    "done": View("c.status = 'done' AND c.merged_into_id IS NULL", **NEWEST_FIRST),  # type: ignore[arg-type]
}
# Of the own teams already here, or the newest found elsewhere would leave no room for them.
FOUND = View(
    f"""c.id IN (SELECT m.conversation_id FROM inbox_message m
                 JOIN channels_channel mc ON mc.id = m.channel_id
                 WHERE (mc.team_id = ANY(%(teams)s) OR m.conversation_id IN (
                            SELECT id FROM inbox_conversation WHERE routed_to_id = ANY(%(teams)s)))
                   AND m.words @@ %(words)s::tsquery ORDER BY m.id DESC LIMIT {MOST_FOUND})""",  # noqa: S608
    **NEWEST_FIRST,  # type: ignore[arg-type]
)

# The pieces are constants of this file; what a person typed only ever comes in as a parameter.
SELECT = """
SELECT c.id, CASE WHEN ch.team_id = ANY(%(named)s) OR c.routed_to_id = ANY(%(named)s)
                  THEN p.name ELSE '' END,
       c.subject, c.opening, ch.name, ch.connector, ch.stage, c.is_public, c.is_unread,
       c.has_problem, c.status, c.outcome, c.waiting_since, c.last_message_at,
       coalesce(u.name, ''), c.assignee_id,
       coalesce((SELECT t.name FROM inbox_conversation_tags ct JOIN inbox_tag t ON t.id = ct.tag_id
                 WHERE ct.conversation_id = c.id ORDER BY ct.id LIMIT 1), ''),
       c.sort_at,
       CASE WHEN ch.team_id = ANY(%(with_presence)s) OR c.routed_to_id = ANY(%(with_presence)s)
            THEN coalesce(
           (SELECT json_agg(json_build_object('name', b.name, 'writes', b.writes)
                            ORDER BY b.writes DESC, b.name)
            FROM (SELECT bu.name, coalesce(pr.writes_until > now(), false) AS writes
                  FROM inbox_presence pr JOIN people_user bu ON bu.id = pr.user_id
                  WHERE pr.conversation_id = c.id AND pr.user_id <> %(user)s
                    AND (pr.looks_until > now() OR pr.writes_until > now())) b), '[]')
       ELSE '[]' END,
       c.tier, c.is_snoozed, c.snoozed_until, c.snoozed_by_id, coalesce(s.name, ''), c.back_because,
       CASE WHEN c.turn = 0 THEN c.due_at END, c.warn_at, c.is_emergency, c.rank, c.turn,
       c.turn_at, c.had_contact
FROM inbox_conversation c
JOIN channels_channel ch ON ch.id = c.channel_id
JOIN contacts_contact p ON p.id = c.contact_id
LEFT JOIN people_user u ON u.id = c.assignee_id
LEFT JOIN people_user s ON s.id = c.snoozed_by_id
WHERE (ch.team_id = ANY(%(teams)s) OR c.routed_to_id = ANY(%(teams)s)) AND """


IDS = f"""
SELECT c.id FROM inbox_conversation c JOIN channels_channel ch ON ch.id = c.channel_id
WHERE {IS_OURS} AND """  # noqa: S608  (constants of this file)

COUNT_TIERS = f"""
SELECT greatest(c.rank, 1), count(*)
FROM inbox_conversation c JOIN channels_channel ch ON ch.id = c.channel_id
WHERE {IS_OURS} AND """  # noqa: S608  (constants of this file)


def visible_teams(actor: Actor) -> list[int]:
    return [team for team in actor.teams if see_conversations(actor, Place(team=team))]


def named_teams(actor: Actor) -> list[int]:
    """The teams in whose conversations the actor sees names."""
    return [team for team in actor.teams if see_names(actor, Place(team=team))]


def page_of(
    actor: Actor,
    view: str,
    *,
    after: str | None = None,
    words: str = "",
    narrowed: Filter = NO_FILTER,
    upto: int = Tier.FOUND,
    size: int = PAGE,
) -> Page:
    """Return one page of what the actor may see; `words` searches everything instead.

    Of a list of work only the tiers up to `upto`.
    """
    shape = FOUND if words.strip() else VIEWS[view]
    given: dict[str, Any] = {
        "user": actor.user_id,
        "teams": visible_teams(actor),
        "named": named_teams(actor),
        "with_presence": presence_teams(actor),
        "words": search_words.tsquery(words),
        "channel": narrowed.channel,
        "tag": narrowed.tag,
        "upto": int(upto),
    }
    query = SELECT + _where(shape, narrowed, upto)
    if place := read_place(after):
        query += f" AND {shape.onward}"
        given |= place
    ask = _search if shape is FOUND else often.ask
    rows = [_row(*row) for row in ask(f"{query} ORDER BY {shape.order} LIMIT {size + 1:d}", given)]
    more = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], write_place(more, at=getattr(more, shape.by)) if more else "")


def _search(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


SNOOZED_BY = 22
"""where a row of SELECT has the number and the name of who put it off, which are one"""


def _row(*columns: Any) -> Row:
    before, after = columns[:SNOOZED_BY], columns[SNOOZED_BY + 2 :]
    return Row(*[*before, columns[SNOOZED_BY : SNOOZED_BY + 2], *after])


def _where(shape: View, narrowed: Filter, upto: int) -> str:
    is_narrower = shape.has_tiers and upto < Tier.FOUND
    return shape.where + (" AND c.rank <= %(upto)s" if is_narrower else "") + narrowed.where


def matching(
    actor: Actor,
    view: str,
    *,
    words: str = "",
    narrowed: Filter = NO_FILTER,
    upto: int = Tier.FOUND,
    most: int,
) -> list[int]:
    """Return the numbers of everything the actor may see in a list, also what no page shows yet.

    At most `most` of them, in no order.
    """
    shape = FOUND if words.strip() else VIEWS[view]
    given = {
        "user": actor.user_id,
        "teams": visible_teams(actor),
        "words": search_words.tsquery(words),
        "channel": narrowed.channel,
        "tag": narrowed.tag,
        "upto": int(upto),
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(f"{IDS}{_where(shape, narrowed, upto)} LIMIT %(most)s", given)
        return [number for (number,) in cursor.fetchall()]


def visible_among(actor: Actor, numbers: Sequence[int]) -> list[int]:
    """Return which of these conversations the actor may see; the others do not exist."""
    with connection.cursor() as cursor:
        given = {"teams": visible_teams(actor), "numbers": list(numbers)}
        cursor.execute(f"{IDS}c.id = ANY(%(numbers)s)", given)
        return [number for (number,) in cursor.fetchall()]


def tiers_of(actor: Actor, view: str, narrowed: Filter) -> dict[int, int]:
    """Return how many there are in each tier of a list that is narrowed, in one query."""
    given = {
        "user": actor.user_id,
        "teams": visible_teams(actor),
        "channel": narrowed.channel,
        "tag": narrowed.tag,
    }
    with connection.cursor() as cursor:
        where = f"{VIEWS[view].where}{narrowed.where}"
        cursor.execute(f"{COUNT_TIERS}{where} GROUP BY 1", given)
        return dict(cursor.fetchall())
