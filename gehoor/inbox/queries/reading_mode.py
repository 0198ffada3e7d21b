"""What is read a hundred at a time: open conversations with everything that waits in them, whole.

Of a conversation are shown the messages others wrote since our last answer, so that whoever
finishes it has read what it says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from gehoor.inbox.queries.pages import IDS, VIEWS, Filter, named_teams, visible_teams
from gehoor.inbox.queries.places import read_place, write_place
from gehoor.kit import words as search_words
from gehoor.people.policies import Actor

READING_PAGE: Final = 100
MOST_SAID: Final = 3
LONGEST_SAID: Final = 4_000
"""characters of one message; a longer one goes on in its conversation"""
UNREAD: Final = Filter(only_unread=True)


@dataclass(frozen=True, slots=True)
class ToRead:
    """Which conversations somebody reads: of a list of work, narrowed."""

    view: str = "unassigned"
    words: str = ""
    narrowed: Filter = UNREAD
    """without `only_unread` also what was read already"""

    @property
    def where(self) -> str:
        """The conditions, in constants of ours alone."""
        has_words = WITH_WORDS if self.words.strip() else ""
        return f"{VIEWS[self.view].where}{self.narrowed.where}{has_words}"

    def given(self, actor: Actor) -> dict[str, Any]:
        """What the conditions are given."""
        return {
            "user": actor.user_id,
            "teams": visible_teams(actor),
            "words": search_words.tsquery(self.words),
            "channel": self.narrowed.channel,
            "tag": self.narrowed.tag,
        }


@dataclass(frozen=True, slots=True)
class Said:
    """One message others wrote, as it is read there."""

    author: str
    text: str
    is_whole: bool
    """nothing of its text is left out"""
    sent_at: datetime
    is_gone: bool
    is_edited: bool
    files: int


@dataclass(frozen=True, slots=True)
class Readable:
    """A conversation to read, with what waits in it."""

    pk: int
    team: int
    contact: str
    subject: str
    opening: str
    channel: str
    connector: str
    is_public: bool
    is_unread: bool
    tier: int
    is_emergency: bool
    assignee: str
    tags: Sequence[str]
    due_at: datetime | None
    warn_at: datetime | None
    last_message_at: datetime
    next_sequence: int
    rank: int
    turn: int
    turn_at: datetime
    said: Sequence[Said]
    """the newest messages since our last answer, oldest first"""
    earlier: int
    """how many more there are of those before them"""


@dataclass(frozen=True, slots=True)
class ReadingPage:
    rows: Sequence[Readable]
    next_after: str
    """where the next hundred begin; empty on the last page"""


@dataclass(frozen=True, slots=True)
class ReadingCounts:
    """How much there is to read."""

    untouched: int
    """of the whole list: open, and nobody has read it, finished it or left it to be answered"""
    fitting: int
    """of what is asked for"""
    fresh: int
    """of those: with something others wrote since a moment"""


WITH_WORDS: Final = """
  AND EXISTS (SELECT FROM inbox_message w
              WHERE w.conversation_id = c.id AND w.words @@ %(words)s::tsquery)"""
# The numbers of a page come first: what messages say is read for these alone.
READ: Final = """
WITH page AS MATERIALIZED (
    {ids} ORDER BY c.rank, c.turn, c.turn_at, c.id LIMIT %(size)s)
SELECT c.id, ch.team_id, CASE WHEN named.may THEN p.name ELSE '' END,
       c.subject, c.opening, ch.name, ch.connector, c.is_public, c.is_unread, c.tier,
       c.is_emergency, coalesce(u.name, ''),
       coalesce((SELECT json_agg(t.name ORDER BY ct.id) FROM inbox_conversation_tags ct
                 JOIN inbox_tag t ON t.id = ct.tag_id WHERE ct.conversation_id = c.id), '[]'),
       CASE WHEN c.turn = 0 THEN c.due_at END, c.warn_at, c.last_message_at, c.next_sequence,
       c.rank, c.turn, c.turn_at, coalesce(said.them, '[]'), coalesce(said.whole, 0)
FROM page
JOIN inbox_conversation c ON c.id = page.id
JOIN channels_channel ch ON ch.id = c.channel_id
JOIN contacts_contact p ON p.id = c.contact_id
LEFT JOIN people_user u ON u.id = c.assignee_id
CROSS JOIN LATERAL (
    SELECT ch.team_id = ANY(%(named)s) OR c.routed_to_id = ANY(%(named)s) AS may) named
LEFT JOIN LATERAL (
    SELECT max(o.sequence) AS ours FROM inbox_message o
    LEFT JOIN inbox_reply r ON r.message_id = o.id
    WHERE o.conversation_id = c.id AND o.kind = 'out' AND coalesce(r.state, '') <> 'withdrawn'
      AND NOT o.is_automatic
) last ON true
LEFT JOIN LATERAL (
    SELECT max(s.number) AS whole, json_agg(json_build_object(
        'author', CASE WHEN named.may THEN coalesce(nullif(s.author_name, ''), s.author_handle)
                       ELSE '' END,
        'text', left(s.text, %(longest)s), 'is_whole', length(s.text) <= %(longest)s,
        'sent_at', s.sent_at, 'is_gone', s.gone_at IS NOT NULL,
        'is_edited', EXISTS (SELECT FROM inbox_messageversion v WHERE v.message_id = s.id),
        'files', (SELECT count(*) FROM inbox_attachment a WHERE a.message_id = s.id)
    ) ORDER BY s.sequence) AS them
    FROM (SELECT m.id, m.sequence, m.author_name, m.author_handle, m.text, m.sent_at, m.gone_at,
                 count(*) OVER () AS number
          FROM inbox_message m
          WHERE m.conversation_id = c.id AND m.kind = 'in' AND NOT m.is_around AND m.outcome = ''
            AND m.sequence > coalesce(last.ours, 0)
          ORDER BY m.sequence DESC LIMIT %(most)s) s
) said ON true
ORDER BY c.rank, c.turn, c.turn_at, c.id
"""
COUNT_TO_READ: Final = """
SELECT count(*) FILTER (WHERE c.is_unread),
       count(*) FILTER (WHERE {fits}),
       count(*) FILTER (WHERE {fits} AND EXISTS (
           SELECT FROM inbox_message f WHERE f.conversation_id = c.id AND f.id > %(since)s
              AND f.kind = 'in' AND NOT f.is_around))
FROM inbox_conversation c JOIN channels_channel ch ON ch.id = c.channel_id
WHERE (ch.team_id = ANY(%(teams)s) OR c.routed_to_id = ANY(%(teams)s)) AND {list}
"""


def reading_page(
    actor: Actor, asked: ToRead, *, after: str = "", only: Sequence[int] | None = None
) -> ReadingPage:
    """Return one page of what the actor may see, in the order of the list, in one query.

    With `only` those of these conversations that still fit, wherever they stand.
    """
    given = asked.given(actor) | {
        "named": named_teams(actor),
        "size": READING_PAGE + 1,
        "most": MOST_SAID,
        "longest": LONGEST_SAID,
    }
    ids = IDS + asked.where
    if only is not None:
        ids, given["only"] = f"{ids} AND c.id = ANY(%(only)s)", list(only)
    elif place := read_place(after):
        ids, given = f"{ids} AND {VIEWS[asked.view].onward}", given | place
    with connection.cursor() as cursor:
        cursor.execute(READ.format(ids=ids), given)
        rows = [_readable(*row) for row in cursor.fetchall()]
    more = rows[READING_PAGE - 1] if len(rows) > READING_PAGE else None
    return ReadingPage(rows[:READING_PAGE], write_place(more, at=more.turn_at) if more else "")


def _readable(*columns: Any) -> Readable:
    *before, them, number = columns
    said = [_said(each) for each in them]
    return Readable(*[*before, said, number - len(said)])


def _said(given: Mapping[str, Any]) -> Said:
    return Said(**{**given, "sent_at": datetime.fromisoformat(given["sent_at"])})


def reading_counts(actor: Actor, asked: ToRead, *, since: int) -> ReadingCounts:
    """Return how much there is to read, and in how many came something after message `since`."""
    narrower = f"{asked.narrowed.where}{WITH_WORDS if asked.words.strip() else ''}"
    statement = COUNT_TO_READ.format(fits=f"true{narrower}", list=VIEWS[asked.view].where)
    with connection.cursor() as cursor:
        cursor.execute(statement, asked.given(actor) | {"since": since})
        return ReadingCounts(*cursor.fetchone())


def to_read(actor: Actor, asked: ToRead, *, most: int) -> list[int]:
    """Return the numbers of everything that fits, also what no page shows yet; at most `most`.

    An emergency is dealt with by itself: nobody sweeps it away with the rest.
    """
    with connection.cursor() as cursor:
        given = asked.given(actor) | {"most": most}
        cursor.execute(f"{IDS}{asked.where} AND NOT c.is_emergency LIMIT %(most)s", given)
        return [number for (number,) in cursor.fetchall()]
