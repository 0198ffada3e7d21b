"""A desk that has been used for years: a million messages, ten thousand open conversations."""

import os
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from benchmarks import mails
from gehoor.connectors.email.parse import parse
from gehoor.kit import words
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.project.embedded import SUPERUSER, Cluster
from gehoor.testing import make

MESSAGES = int(os.environ.get("GEHOOR_BENCH_MESSAGES", "1000000"))
CONVERSATIONS, OPEN, CONTACTS = MESSAGES // 5, MESSAGES // 100, MESSAGES * 6 // 100
TEXTS = 400
TEAMS, CHANNELS = 5, 10

FILL = (
    """INSERT INTO contacts_contact (name, created_at)
       SELECT (ARRAY['Fatima','Jan','Sanne','Mehmet','Ineke','Ruben'])[1 + n %% 6] || ' '
              || (ARRAY['Bakker','Jansen','Visser','Smit','Mulder'])[1 + n %% 5] || ' ' || n, now()
       FROM generate_series(1, %(contacts)s) n""",
    """INSERT INTO contacts_address (contact_id, kind, handle, shown)
       SELECT id, 'email', 'burger' || id || '@voorbeeld.example',
              'burger' || id || '@voorbeeld.example' FROM contacts_contact""",
    """INSERT INTO inbox_conversation (channel_id, contact_id, thread, subject, opening, status,
           outcome, outcome_reason, assignee_id, is_public, is_unread, has_problem, waiting_since,
           sort_at, last_message_at, next_sequence, created_at, due_at, warn_at, term_of)
       SELECT (%(channels)s::bigint[])[1 + n %% %(channel_count)s], 1 + n %% %(contacts)s, '',
              t.subject, left(t.text, 120),
              CASE WHEN n <= %(open)s THEN 'open' ELSE 'done' END,
              CASE WHEN n <= %(open)s THEN '' ELSE 'answered' END, '',
              CASE WHEN n %% 3 = 0 THEN %(agent)s::bigint END, false, n %% 2 = 0 AND n <= %(open)s,
              n <= %(open)s AND n %% 500 = 0,
              CASE WHEN n <= %(open)s THEN moment END, moment, moment, 6, moment,
              moment + interval '8 hours', moment + interval '6 hours', moment
       FROM generate_series(1, %(conversations)s) n
       JOIN texts t ON t.id = n %% %(texts)s
       CROSS JOIN LATERAL
           (SELECT now() - interval '3 days' - n * interval '7 minutes') m(moment)""",
    """INSERT INTO inbox_message (conversation_id, channel_id, part, sequence, kind, author_id,
           author_name, author_handle, subject, text, html, external_id, answers, reply_to,
           is_automatic, warnings, words, sent_at, received_at)
       SELECT c.id, c.channel_id, 0, s, CASE WHEN s %% 2 = 1 THEN 'in' ELSE 'out' END,
              CASE WHEN s %% 2 = 0 THEN %(agent)s::bigint END,
              CASE WHEN s %% 2 = 1 THEN 'Fatima Bakker' ELSE 'Anouk' END,
              CASE WHEN s %% 2 = 1 THEN 'burger' || c.contact_id || '@voorbeeld.example'
                   ELSE '' END,
              c.subject, t.text, '', '<' || c.id || '.' || s || '@voorbeeld.example>', '', '',
              false, '[]', t.words, c.sort_at - (6 - s) * interval '1 hour',
              c.sort_at - (6 - s) * interval '1 hour'
       FROM inbox_conversation c CROSS JOIN generate_series(1, %(each)s) s
       JOIN texts t ON t.id = (c.id * 7 + s) %% %(texts)s""",
    """INSERT INTO inbox_reply (message_id, channel_id, client_uuid, key, "to", "references", state,
           tries, looks, problem, queued_at, settled_at)
       SELECT id, channel_id, gen_random_uuid(), md5(id::text), 'burger@voorbeeld.example', '[]',
              'sent', 1, 0, '', sent_at, sent_at
       FROM inbox_message WHERE kind = 'out'""",
    "INSERT INTO inbox_tag (name) SELECT 'label ' || n FROM generate_series(1, 40) n",
    """INSERT INTO inbox_conversation_tags (conversation_id, tag_id)
       SELECT id, 1 + id %% 40 FROM inbox_conversation WHERE id %% 4 = 0""",
)


@dataclass(frozen=True)
class Desk:
    """Whom the benchmark works as."""

    agent: User


def fill(cluster: Cluster) -> Desk:
    """Make teams, channels and an agent by the builders, and the rest by the database itself."""
    teams = [make.team() for _ in range(TEAMS)]
    channels = [
        make.channel(team=teams[n % TEAMS], connector="email", name=f"Postbus {n}")
        for n in range(CHANNELS)
    ]
    agent = make.user(Role.AGENT, teams=(teams[0], teams[1]), name="Anouk Smit")
    given = {
        "contacts": CONTACTS, "channels": [channel.pk for channel in channels],
        "channel_count": CHANNELS, "open": OPEN, "conversations": CONVERSATIONS, "texts": TEXTS,
        "agent": agent.pk, "each": MESSAGES // CONVERSATIONS,
    }  # fmt: skip
    with psycopg.connect(cluster.url(SUPERUSER), autocommit=True) as database:
        # Checking a million references of rows we just made would only take time.
        database.execute("SET session_replication_role = replica")
        database.execute("SET maintenance_work_mem = '256MB'")
        _copy_texts(database)
        indexes = _drop_indexes(database, "inbox_message")
        for statement in FILL:
            database.execute(statement, given)
        for definition in indexes:
            database.execute(definition.encode())
        database.execute("DROP TABLE texts")
        database.execute("VACUUM ANALYZE")
        _assert_full(database)
    return Desk(agent)


def _copy_texts(database: psycopg.Connection[Any]) -> None:
    database.execute("CREATE TABLE texts (id int, subject text, text text, words tsvector)")
    with database.cursor().copy("COPY texts FROM STDIN") as copy:
        for number, raw in enumerate(mails.make(TEXTS)):
            [message] = [parse(raw)]
            text = message.text or message.subject
            found = words.tsvector(message.subject, message.author.name, text)
            copy.write_row((number, message.subject, text[:4000], found))


def _drop_indexes(database: psycopg.Connection[Any], table: str) -> list[str]:
    """Drop what can be built faster afterwards; return how to build it."""
    found = database.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN"
        " (SELECT conname FROM pg_constraint)",
        [table],
    ).fetchall()
    for name, _ in found:
        database.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    return [definition for _, definition in found]


def _assert_full(database: psycopg.Connection[Any]) -> None:
    counted = database.execute(
        "SELECT (SELECT count(*) FROM inbox_message),"
        " (SELECT count(*) FROM inbox_conversation WHERE status = 'open')"
    ).fetchone()
    if counted != (MESSAGES, OPEN):
        raise AssertionError(f"The desk was not filled: {counted}.")
