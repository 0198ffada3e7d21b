"""What must be true before anybody is served: current tables, static files, a way in."""

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.utils import import_all

from gehoor.flows import staffing
from gehoor.project import assets, schema


def make_ready() -> str:
    """Migrate and collect what changed; return the first administrator's link, if one is needed.

    Leaves no connection behind, so that processes may be forked afterwards.
    """
    schema.migrate()
    assets.collect_if_changed()
    link = staffing.first_link()
    # Once here instead of once in every process that is made from this one.
    import_all(app.import_paths)
    connection.close()
    return link


def refuse_unless_ready() -> None:
    """For a process that is started by itself: refuse other tables, collect what changed."""
    schema.refuse_unless_current()
    assets.collect_if_changed()
