"""Lets the database believe that it is the moment of the story, while the demo is filled.

Everything that happens goes through the real flows, and they go by the database's clock. So that a
conversation of twelve days ago is received, answered and logged twelve days ago, the database is
given another clock for as long as that takes: functions of ours that stand before its own, and the
same in the defaults of columns. Afterwards both are as they were, and the functions are gone.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Final

import psycopg
from django.db import connection
from psycopg import sql

from gehoor.kit.clock import Kept

FUNCTIONS: Final = ("clock_timestamp", "statement_timestamp", "transaction_timestamp", "now")
BEGIN: Final = """
CREATE SCHEMA story;
CREATE FUNCTION story.moment() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT coalesce(nullif(current_setting('story.moment', true), '')::timestamptz,
                    pg_catalog.clock_timestamp()) $$;
GRANT USAGE ON SCHEMA story TO PUBLIC;
CREATE TABLE story.moments (transport_id text PRIMARY KEY, at timestamptz NOT NULL);
GRANT SELECT, INSERT ON story.moments TO PUBLIC;
CREATE FUNCTION story.received() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    NEW.received_at := coalesce(
        (SELECT at FROM story.moments m WHERE m.transport_id = NEW.transport_id), NEW.received_at);
    RETURN NEW; END $$;
CREATE FUNCTION story.opened() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    NEW.created_at := NEW.sort_at; RETURN NEW; END $$;
CREATE TRIGGER story_received BEFORE INSERT ON channels_delivery
    FOR EACH ROW EXECUTE FUNCTION story.received();
CREATE TRIGGER story_opened BEFORE INSERT ON inbox_conversation
    FOR EACH ROW EXECUTE FUNCTION story.opened();
"""
FUNCTION: Final = """
CREATE FUNCTION story.{name}() RETURNS timestamptz LANGUAGE sql VOLATILE
AS $$ SELECT story.moment() $$
"""
DEFAULTS: Final = """
SELECT n.nspname, c.relname, a.attname, pg_get_expr(d.adbin, d.adrelid)
FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
WHERE n.nspname = 'public' AND a.attgenerated = ''
  AND pg_get_expr(d.adbin, d.adrelid) ~ '^(statement_timestamp|now|clock_timestamp)\\(\\)$'
"""
SET_DEFAULT: Final = "ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT {function}()"
NOTE: Final = "INSERT INTO story.moments SELECT * FROM unnest(%s::text[], %s::timestamptz[])"
# Nothing may be left of it: dropping without CASCADE fails as long as anything still uses it.
END: Final = """
DROP TRIGGER story_received ON channels_delivery;
DROP TRIGGER story_opened ON inbox_conversation;
DROP FUNCTION story.received();
DROP FUNCTION story.opened();
DROP TABLE story.moments;
DROP FUNCTION story.clock_timestamp();
DROP FUNCTION story.statement_timestamp();
DROP FUNCTION story.transaction_timestamp();
DROP FUNCTION story.now();
DROP FUNCTION story.moment();
DROP SCHEMA story
"""


@contextmanager
def lent(owner_url: str) -> Iterator[None]:
    """Give every new connection that asks for it (`use`) the clock of the story, for the block."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        defaults = owner.execute(DEFAULTS).fetchall()
        owner.execute(BEGIN)
        for name in FUNCTIONS:
            owner.execute(sql.SQL(FUNCTION).format(name=sql.Identifier(name)))
        _set(owner, defaults, schema="story")
        try:
            yield
        finally:
            _set(owner, defaults, schema="pg_catalog")
            owner.execute(END)


def _set(
    owner: psycopg.Connection, defaults: list[tuple[str, str, str, str]], *, schema: str
) -> None:
    for place, table, column, said in defaults:
        order = sql.SQL(SET_DEFAULT).format(
            table=sql.Identifier(place, table),
            column=sql.Identifier(column),
            function=sql.Identifier(schema, said.removesuffix("()")),
        )
        owner.execute(order)


def use() -> None:
    """Let this process's connection go by the clock of the story until it is closed."""
    with connection.cursor() as cursor:
        cursor.execute("SET search_path = story, public, pg_catalog")


def set_to(moment: datetime) -> None:
    """Let it be this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('story.moment', %s, false)", [moment.isoformat()])
    Kept.said = None


def note(moments: Mapping[str, datetime]) -> None:
    """Let what the platform hands us under these numbers have come in at its own moment."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [list(moments), list(moments.values())])


def forget() -> None:
    """Go by the real clock again."""
    connection.close()
    Kept.said = None
