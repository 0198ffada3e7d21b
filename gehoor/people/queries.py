"""Everything asked of colleagues, teams and roles."""

import hmac
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from gehoor.kit import often
from gehoor.kit.portable import flat, in_order, values
from gehoor.people import rules
from gehoor.people.models import Absence, Invitation, RoleHeld, Team, User
from gehoor.people.policies import ANSWERING, NOBODY, ORGANISATION, Actor, Place, Role
from gehoor.people.rules import fold_email, hash_token

# What is written between braces is the name of a column or a parameter of this program.
COVERS = """
    (SELECT coalesce(json_agg(json_build_object(
         'roles', ARRAY(SELECT role FROM people_roleheld AS theirs
             WHERE theirs.user_id = absent.id AND (theirs.until IS NULL OR theirs.until > now())),
         'teams', ARRAY(SELECT team_id FROM people_user_teams WHERE user_id = absent.id)
     ) ORDER BY absent.id), '[]')
     FROM people_absence AS away
     JOIN people_user AS absent ON absent.id = away.person_id AND absent.is_active
     WHERE away.backup_id = {who} AND away.since <= now() AND away.until > now())
"""
"""the places of the colleagues somebody stands in for now"""
ACTOR_FACTS = f"""
    SELECT ARRAY(SELECT role FROM people_roleheld
                 WHERE user_id = %(user)s AND (until IS NULL OR until > now())),
           ARRAY(SELECT team_id FROM people_user_teams WHERE user_id = %(user)s),
           (SELECT is_active FROM people_user WHERE id = %(user)s),
           {COVERS.format(who="%(user)s")}
"""  # noqa: S608  (constants)


def actor_of(user: User) -> Actor:
    """Return what `user` may act as now. One query; a role that has ended does not count.

    Who was deactivated is nobody at once, whatever an older copy of the user says.
    """
    ((roles, teams, is_active, covers),) = often.ask(ACTOR_FACTS, {"user": user.pk})
    if not is_active:
        return NOBODY
    place = place_with(roles, teams, covers)
    return Actor(user_id=user.pk, name=user.name, roles=place.roles, teams=place.teams)


def place_with(
    roles: Iterable[str], teams: Iterable[int], covers: Iterable[Mapping[str, Any]]
) -> rules.Place:
    """Return the place of somebody with those of the colleagues they stand in for."""
    return rules.standing_in(
        _place(roles, teams), (_place(each["roles"], each["teams"]) for each in covers)
    )


def _place(roles: Iterable[str], teams: Iterable[int]) -> rules.Place:
    return rules.Place(frozenset(Role(role) for role in roles), frozenset(teams))


def own_place_of(user: User) -> rules.Place:
    """Return what somebody is by themselves, whoever they stand in for."""
    roles = user.roles_held.filter(Q(until__isnull=True) | Q(until__gt=Now()))
    return _place(roles.values_list("role", flat=True), user.teams.values_list("pk", flat=True))


def everybody() -> QuerySet[User]:
    """Return all colleagues, those who left last, with what a list of people shows."""
    return User.objects.order_by("-is_active", "name").prefetch_related("teams", "roles_held")


def active() -> QuerySet[User]:
    """Return the colleagues who can be given something to do."""
    return User.objects.filter(is_active=True).order_by("name")


def active_names() -> list[str]:
    """Return what they are called: no citizen's name, so it may stand in an answer."""
    return list(User.objects.filter(is_active=True).values_list("name", flat=True))


def with_ended_roles(*, at: datetime) -> QuerySet[User]:
    """Return who holds a role whose end has come."""
    ended = RoleHeld.objects.filter(user=OuterRef("pk"), until__lte=at)
    return User.objects.filter(Exists(ended)).order_by("pk")


def in_teams(teams: Iterable[int] | None) -> QuerySet[User]:
    """Return the colleagues in these teams, also those who left; None is everybody."""
    found = User.objects.order_by("name")
    return found if teams is None else found.filter(teams__in=list(teams)).distinct()


def teams() -> QuerySet[Team]:
    return Team.objects.order_by("name")


def find_user(pk: int) -> tuple[User, Place] | None:
    user = User.objects.filter(pk=pk).first()
    return (user, ORGANISATION) if user else None


def find_by_email(address: str) -> User | None:
    return User.objects.filter(email=fold_email(address)).first()


def find_team(pk: int) -> tuple[Team, Place] | None:
    team = Team.objects.filter(pk=pk).first()
    return (team, ORGANISATION) if team else None


def with_role(*roles: Role) -> QuerySet[User]:
    """Return active colleagues who hold one of `roles` now."""
    held = RoleHeld.objects.filter(
        Q(until__isnull=True) | Q(until__gt=Now()), user=OuterRef("pk"), role__in=roles
    )
    return User.objects.filter(Exists(held), is_active=True).order_by("name")


class Colleague(NamedTuple):
    """A name to choose from."""

    pk: int
    name: str


# A piece of what is asked for every conversation that is opened: %(here)s are its teams.
ANSWERING_IN = f"""
    SELECT colleague.id, colleague.name FROM people_user AS colleague
    JOIN people_user_teams AS member ON member.user_id = colleague.id
        AND member.team_id = ANY(%(here)s::bigint[])
    WHERE colleague.is_active AND EXISTS (
        SELECT 1 FROM people_roleheld AS held WHERE held.user_id = colleague.id
        AND held.role IN ({", ".join(f"'{role}'" for role in ANSWERING)})
        AND (held.until IS NULL OR held.until > now()))
    UNION
    SELECT backup.id, backup.name FROM people_absence AS away
    JOIN people_user_teams AS member ON member.user_id = away.person_id
        AND member.team_id = ANY(%(here)s::bigint[])
    JOIN people_user AS backup ON backup.id = away.backup_id AND backup.is_active
    WHERE away.since <= now() AND away.until > now()
    ORDER BY name, id
"""  # noqa: S608  (constants)


def answering_in(*teams: int) -> list[Colleague]:
    """Return who can be given a conversation of these teams, each once."""
    return [Colleague(*row) for row in often.ask(ANSWERING_IN, {"here": list(teams)})]


def find_absence(pk: int) -> tuple[Absence, Place] | None:
    """Return an absence; in the place of two teams of who is away at most."""
    found = Absence.objects.filter(pk=pk).select_related("person", "backup").first()
    if found is None:
        return None
    teams = sorted(found.person.teams.values_list("pk", flat=True))
    team, also = [*teams, None, None][:2]
    return found, Place(team, also)


def absences(people: Iterable[int], since: datetime, until: datetime) -> list[Absence]:
    """Return when these colleagues are away between two moments, soonest first."""
    found = Absence.objects.filter(person__in=list(people), since__lt=until, until__gt=since)
    return list(found.select_related("person", "backup").order_by("since", "pk"))


def stands_in(backup: int, since: datetime, until: datetime) -> list[Absence]:
    """Return for whom somebody stands in between two moments, soonest first."""
    found = Absence.objects.filter(backup=backup, since__lt=until, until__gt=since)
    return list(found.select_related("person", "backup").order_by("since", "pk"))


def members_of(team: int) -> QuerySet[User]:
    """Return the colleagues of a team who are still here."""
    return User.objects.filter(teams=team, is_active=True).order_by("pk")


def readers_in(team: int) -> QuerySet[User]:
    """Return the colleagues of a team who may read its conversations now."""
    seeing = with_role(Role.READER, Role.ANALYST, *ANSWERING)
    absent = Absence.objects.filter(person__teams=team, since__lte=Now(), until__gt=Now())
    return seeing.filter(
        Q(teams=team) | Q(pk__in=absent.exclude(backup=None).values("backup"))
    ).distinct()


def open_invitation(token: str, *, now: datetime) -> Invitation | None:
    """Return the invitation this link is for, while it can still be used."""
    wanted = hash_token(token)
    found = (
        Invitation.objects.select_related("user")
        .filter(token_hash=wanted, used_at=None, expires_at__gt=now)
        .first()
    )
    if found is None or not hmac.compare_digest(bytes(found.token_hash), wanted):
        return None
    return found if found.user is None or found.user.is_active else None


def away_now(people: Iterable[int]) -> set[int]:
    """Return who of these is away now."""
    absent = Absence.objects.filter(person__in=list(people), since__lte=Now(), until__gt=Now())
    return set(absent.values_list("person", flat=True))


def names_of(pks: Iterable[int]) -> dict[int, str]:
    """Return the names of these colleagues, also of those who left."""
    wanted = list(pks)
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def team_names_of(pks: Iterable[int]) -> dict[int, str]:
    return dict(Team.objects.filter(pk__in=list(pks)).values_list("pk", "name"))


def team_records() -> Iterator[dict[str, Any]]:
    """Return teams as the open format has them."""
    return flat(Team.objects.all(), "id", "name", "identity", "signature")


def absence_records() -> Iterator[dict[str, Any]]:
    """Return when colleagues are away as the open format has it."""
    return flat(Absence.objects.all(), "id", "person", "backup", "since", "until", "why_nobody")


def person_records() -> Iterator[dict[str, Any]]:
    """Return colleagues as the open format has them: without a password."""
    for user in in_order(User.objects.prefetch_related("teams", "roles_held")):
        roles = sorted(user.roles_held.all(), key=lambda held: held.role)
        yield {
            **values(
                user, id="pk", name="name", email="email", language="language",
                is_active="is_active", created_at="created_at", theme="theme",
                letter_keys="letter_keys", is_compact="is_compact",
            ),
            "teams": sorted(team.pk for team in user.teams.all()),
            "roles": [values(held, role="role", until="until") for held in roles],
        }  # fmt: skip
