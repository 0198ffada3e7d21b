"""Statements that come again are planned once, and read as the types they are."""

from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection
from django.db.models import CharField, Model
from django.test.utils import CaptureQueriesContext, isolate_apps

from gehoor.kit import often

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SUM = "SELECT count(*), 'a', now() FROM unnest(%(numbers)s::bigint[]) AS n WHERE n > %(least)s"


def another() -> psycopg.Connection[tuple[object, ...]]:
    """A connection of somebody else to the same database."""
    known = connection.get_connection_params()
    keep = ("dbname", "user", "password", "host", "port")
    return psycopg.connect(
        **{name: known[name] for name in keep if known.get(name)}, autocommit=True
    )


def planned() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_a_statement_is_planned_once_for_all_its_values() -> None:
    sums = [often.ask(SUM, {"numbers": range_, "least": 2})[0][0] for range_ in ([1], [3], [3, 4])]

    assert sums == [0, 1, 2]
    assert len([each for each in planned() if each.startswith("SELECT count(*), 'a'")]) == 1


def test_what_is_read_has_its_own_type() -> None:
    ((number, text, moment),) = often.ask(SUM, {"numbers": [], "least": 0})

    assert (number, text) == (0, "a")
    assert isinstance(moment, datetime)
    assert moment.utcoffset() == datetime.now(UTC).utcoffset()


class Shouted(CharField):  # type: ignore[type-arg]  # no generic when it runs
    def from_db_value(self, value: str, *_: object) -> str:
        return value.upper()


@isolate_apps("gehoor.people")
def test_a_column_that_is_read_by_code_of_its_own_is_refused() -> None:
    class Sign(Model):
        words = Shouted()

        class Meta:
            app_label = "people"

    with pytest.raises(ValueError, match="code of its own"):
        often.find(lambda: Sign._default_manager.all())


def test_it_counts_among_the_queries_of_a_page() -> None:
    with CaptureQueriesContext(connection) as seen:
        often.ask(SUM, {"numbers": [1], "least": 0})

    assert len(seen) == 1


def test_within_a_transaction_no_plan_is_kept() -> None:
    often.ask(SUM, {"numbers": [1], "least": 0})

    assert not [each for each in planned() if each.startswith("SELECT count(*), 'a'")]


@pytest.mark.django_db(transaction=True)
def test_a_table_that_changes_under_a_plan_that_is_kept_is_no_trouble() -> None:
    """As when a new version widens a column while an old one answers pages."""
    with connection.cursor() as cursor, another() as elsewhere:
        elsewhere.execute("CREATE TABLE often_changed AS SELECT 'a'::varchar(3) AS word")
        try:
            before = often.ask("SELECT word FROM often_changed", {})
            elsewhere.execute("ALTER TABLE often_changed ALTER word TYPE varchar(9)")

            assert often.ask("SELECT word FROM often_changed", {}) == before == [("a",)]
            cursor.execute("SELECT 1")
        finally:
            elsewhere.execute("DROP TABLE often_changed")
