"""What must be true before anybody is served: current tables, static files, a way in."""

from collections.abc import Callable

from django.conf import settings
from django.db import connection

from gehoor.flows import staffing
from gehoor.kit.plugins import find_plugins
from gehoor.project import aside, assets, schema
from gehoor.project.declarations import refuse_undeclared
from gehoor.project.terminal import Trouble


def make_ready(
    furnish: Callable[[], object] = lambda: None, *, meanwhile: Callable[[], object] = lambda: None
) -> str:
    """Migrate and collect what changed; return the first administrator's link, if one is needed.

    `furnish` fills a Gehoor that is not to begin empty; `meanwhile` is done while the tables are
    made, and needs none of them.

    Leaves no connection behind, so that processes may be forked afterwards, and everything
    imported, so that they need not do it again. Call `refuse_undeclared` before it: that
    needs no database, so it is done while one starts.
    """
    # The one waits for the database, the other for the processor: together they take half as long.
    # Beside us, because what they need is never needed again, and would stay with every process.
    collecting, migrating = aside.begin(assets.collect_if_changed), aside.begin(schema.migrate)
    find_plugins("gehoor.connectors")
    meanwhile()
    if not aside.ended_well(migrating):
        raise Trouble("The tables could not be brought up to date; the reason stands above.")
    # From here on nobody needs to act as the owner of the tables, so nobody can.
    settings.DATABASE_OWNER_URL = ""
    furnish()
    if not aside.ended_well(collecting):
        raise Trouble("The static files could not be collected; the reason stands above.")
    assets.read_names()
    link = staffing.first_link()
    connection.close()
    return link


def refuse_unless_ready() -> None:
    """For a process that is started by itself: refuse other tables, collect what changed."""
    refuse_undeclared()
    schema.refuse_unless_current()
    assets.collect_if_changed()
