"""Everything that changes colleagues, teams, roles and invitations."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from gehoor.kit.portable import add_rows, go_on_counting
from gehoor.people.models import Absence, Invitation, RoleHeld, Team, User
from gehoor.people.policies import Role
from gehoor.people.rules import INVITATION_LASTS, fold_email, hash_token


def make_team(*, name: str, identity: str, signature: str = "") -> Team:
    return Team.objects.create(name=name, identity=identity, signature=signature)


def change_team(team: Team, *, name: str, identity: str, signature: str) -> None:
    team.name, team.identity, team.signature = name, identity, signature
    team.save(update_fields=["name", "identity", "signature"])


def make_user(*, name: str, email: str, teams: Iterable[Team] = (), language: str = "nl") -> User:
    """Make an account without a password; its owner sets one through an invitation."""
    user = User(name=name, email=fold_email(email), language=language)
    user.set_unusable_password()
    user.save()
    user.teams.set(teams)
    return user


def change_user(user: User, *, name: str, email: str, teams: Iterable[Team]) -> None:
    user.name, user.email = name, fold_email(email)
    user.save(update_fields=["name", "email"])
    user.teams.set(teams)


def change_teams(user: User, teams: Iterable[int]) -> None:
    """Let somebody be in exactly the teams with these numbers."""
    user.teams.set(Team.objects.filter(pk__in=list(teams)))


def rename(user: User, *, name: str) -> None:
    user.name = name
    user.save(update_fields=["name"])


def change_preferences(
    user: User, *, language: str, theme: str, letter_keys: bool, is_compact: bool
) -> None:
    user.language, user.theme = language, theme
    user.letter_keys, user.is_compact = letter_keys, is_compact
    user.save(update_fields=["language", "theme", "letter_keys", "is_compact"])


def change_roles(user: User, roles: Mapping[Role, datetime | None]) -> None:
    """Let `user` hold exactly these roles; one with a moment ends by itself then."""
    user.roles_held.exclude(role__in=roles).delete()
    for role, until in roles.items():
        RoleHeld.objects.update_or_create(user=user, role=role, defaults={"until": until})


def give_role(user: User, role: Role) -> bool:
    """Let `user` hold this role, too, without an end; tells whether that is new."""
    held, is_new = RoleHeld.objects.get_or_create(user=user, role=role)
    if is_new or held.until is None:
        return is_new
    held.until = None
    held.save(update_fields=["until"])
    return True


def end_roles(user: User, *, at: datetime) -> list[str]:
    """Let roles whose end has come be gone; who holds none any more is in no team. Return which."""
    ended = user.roles_held.filter(until__lte=at)
    names = sorted(ended.values_list("role", flat=True))
    ended.delete()
    if not user.roles_held.exists():
        user.teams.clear()
    return names


def set_password(user: User, password: str) -> None:
    """Set a password. Every session made with the old one ends."""
    user.set_password(password)
    user.save(update_fields=["password"])


def deactivate(user: User) -> None:
    """Shut somebody out at once and for good: sessions and links do not come back to life.

    The password goes too, because sessions are bound to it.
    """
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    user.invitations.filter(used_at=None).delete()


def reactivate(user: User) -> None:
    """Let somebody in again; a new invitation is needed to set a password."""
    user.is_active = True
    user.save(update_fields=["is_active"])


def be_absent(
    person: User, *, backup: User | None, since: datetime, until: datetime, why_nobody: str
) -> Absence:
    return Absence.objects.create(
        person=person, backup=backup, since=since, until=until, why_nobody=why_nobody
    )


def change_backup(absence: Absence, backup: User) -> None:
    absence.backup, absence.why_nobody = backup, ""
    absence.save(update_fields=["backup", "why_nobody"])


def be_back(absence: Absence, *, at: datetime) -> None:
    """End an absence now; one that has not begun never was."""
    if at <= absence.since:
        absence.delete()
        return
    absence.until = at
    absence.save(update_fields=["until"])


def make_invitation(user: User | None, *, now: datetime) -> str:
    """Return the token of a new one-time link; earlier ones for the same person stop working."""
    Invitation.objects.filter(user=user, used_at=None).delete()
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        token_hash=hash_token(token), user=user, created_at=now, expires_at=now + INVITATION_LASTS
    )
    return token


def end_open_invitations(*, now: datetime) -> int:
    """Let no link that was not used yet work any more: it may have been used since."""
    return Invitation.objects.filter(used_at=None, expires_at__gt=now).update(expires_at=now)


def use_invitation(invitation: Invitation, *, now: datetime) -> bool:
    """Use it up; False when somebody else was first or its time is over."""
    unused = Invitation.objects.filter(pk=invitation.pk, used_at=None, expires_at__gt=now)
    return unused.update(used_at=now) == 1


def add_team_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make teams out of records of the open format, under the numbers they had."""
    add_rows(Team, records)


def add_person_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make colleagues out of records; each needs an invitation before they can log in."""
    for record in records:
        facts = {name: record[name] for name in AS_THEY_ARE}
        user = User(**facts, email=fold_email(record["email"]))
        user.set_unusable_password()
        user.save(force_insert=True)
        User.objects.filter(pk=user.pk).update(created_at=record["created_at"])
        user.teams.set(record["teams"])
        RoleHeld.objects.bulk_create(RoleHeld(user=user, **held) for held in record["roles"])
    go_on_counting(User)


def add_absence_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make when colleagues are away out of records; they were made before."""
    add_rows(Absence, records)


AS_THEY_ARE = ("id", "name", "language", "is_active", "theme", "letter_keys", "is_compact")
