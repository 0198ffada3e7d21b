"""Tables that are made at once are those the migrations make."""

import re
from dataclasses import replace
from typing import Final

import pytest

from gehoor.project import ready_made, schema
from gehoor.project.binaries import packaged_programs
from gehoor.project.schema import State
from tests.backups.elsewhere import OWNER_URL, Elsewhere, database_of_its_own
from tools.tables import orders_of

pytestmark = [pytest.mark.database, pytest.mark.long]


# PostgreSQL writes a list of texts in another way once it has read its own writing.
CASTS: Final = re.compile(r"::(?:text|character varying)(?:\[\])?|[()]")


def written_down(place: Elsewhere) -> str:
    return CASTS.sub("", orders_of(packaged_programs(copies=place.folder), place.url))


def test_they_are_what_all_migrations_together_make(elsewhere: Elsewhere) -> None:
    with elsewhere.looked_at():
        ready_made.make()
        assert ready_made.is_of(schema.applied()), "run `make tables`"
        assert schema.state() is State.CURRENT

    with database_of_its_own(OWNER_URL) as url:
        one_by_one = replace(elsewhere, url=url)
        with one_by_one.looked_at():
            schema.run_migrations()

        assert written_down(one_by_one) == written_down(elsewhere), "run `make tables`"


def test_where_there_are_tables_already_migrations_do_what_is_left(elsewhere: Elsewhere) -> None:
    with elsewhere.looked_at():
        schema.make_as_of({("planning", "0001_initial")})
        schema.bring_up_to_date()

        assert schema.state() is State.CURRENT
