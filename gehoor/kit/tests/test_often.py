"""Statements that come again are planned once, and read as the types they are."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gehoor.kit import often

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SUM = "SELECT count(*), 'a', now() FROM unnest(%(numbers)s::bigint[]) AS n WHERE n > %(least)s"


def planned() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [statement for (statement,) in cursor.fetchall()]


def test_a_statement_is_planned_once_for_all_its_values() -> None:
    sums = [often.ask(SUM, {"numbers": range_, "least": 2})[0][0] for range_ in ([1], [3], [3, 4])]

    assert sums == [0, 1, 2]
    assert len([each for each in planned() if each.startswith("SELECT count(*), 'a'")]) == 1


def test_what_is_read_has_its_own_type() -> None:
    ((number, text, moment),) = often.ask(SUM, {"numbers": [], "least": 0})

    assert (number, text) == (0, "a")
    assert isinstance(moment, datetime)
    assert moment.utcoffset() == datetime.now(UTC).utcoffset()


def test_it_counts_among_the_queries_of_a_page() -> None:
    with CaptureQueriesContext(connection) as seen:
        often.ask(SUM, {"numbers": [1], "least": 0})

    assert len(seen) == 1
