"""Everything asked of colleagues, teams and roles."""

from django.db import connection

from gehoor.people.models import User
from gehoor.people.policies import Actor, Role

ACTOR_FACTS = """
    SELECT ARRAY(SELECT role FROM people_roleheld
                 WHERE user_id = %(user)s AND (until IS NULL OR until > now())),
           ARRAY(SELECT team_id FROM people_user_teams WHERE user_id = %(user)s)
"""


def actor_of(user: User) -> Actor:
    """Return what `user` may act as now. One query; a role that has ended does not count."""
    with connection.cursor() as cursor:
        cursor.execute(ACTOR_FACTS, {"user": user.pk})
        roles, teams = cursor.fetchone()
    return Actor(
        user_id=user.pk,
        name=user.name,
        roles=frozenset(Role(role) for role in roles),
        teams=frozenset(teams),
    )
