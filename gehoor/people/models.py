"""Colleagues, the teams they are in, the roles they hold, and the links that let them in."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from gehoor.people import rules
from gehoor.people.policies import Role

ROLE_NAMES = {
    Role.READER: _("Reader"),
    Role.AGENT: _("Agent"),
    Role.ADVISER: _("Communication adviser"),
    Role.COORDINATOR: _("Coordinator"),
    Role.SPECIALIST: _("Specialist"),
    Role.ANALYST: _("Analyst"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.PRIVACY_OFFICER: _("Privacy officer"),
}


class Team(models.Model):
    """People who handle the same channels."""

    class Identity(models.TextChoices):
        NAME = rules.Identity.NAME.value, _("Full name")
        FIRST_NAME = rules.Identity.FIRST_NAME.value, _("First name")
        INITIALS = rules.Identity.INITIALS.value, _("Initials")
        TEAM = rules.Identity.TEAM.value, _("Name of the team")

    name = models.CharField(max_length=100, unique=True)
    identity = models.CharField(max_length=10, choices=Identity, default=Identity.FIRST_NAME)
    signature = models.TextField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            # The team speaks when a person cannot be named, so a team always has a name.
            models.CheckConstraint(condition=models.Q(name__regex=r"\S"), name="team_has_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A colleague."""

    email = models.EmailField(max_length=200, unique=True)
    name = models.CharField(max_length=100)
    language = models.CharField(max_length=5, default="nl")
    theme = models.CharField(max_length=5, default="auto")
    letter_keys = models.BooleanField(default=True)
    is_compact = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    teams = models.ManyToManyField(Team, related_name="members", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints: ClassVar = [
            # Looking somebody up at log-in is by the folded address.
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="email_is_folded")
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class RoleHeld(models.Model):
    """A role somebody holds; with an end it is temporary and ends by itself."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles_held")
    role = models.CharField(
        max_length=20, choices=[(role.value, ROLE_NAMES[role]) for role in Role]
    )
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role"], name="one_row_per_role")
        ]

    def __str__(self) -> str:
        return str(ROLE_NAMES[Role(self.role)])


class Absence(models.Model):
    """Somebody is away from one moment to another, and who stands in for them meanwhile.

    Why they are away is nobody's business here: there is no place for it.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    backup = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    """null: nobody; then a coordinator said why that had to be"""
    since = models.DateTimeField()
    until = models.DateTimeField()
    why_nobody = models.TextField(max_length=300, blank=True, default="", db_default="")
    """why there is no backup; never why somebody is away"""

    class Meta:
        ordering: ClassVar = ["since"]
        indexes: ClassVar = [models.Index(fields=["backup", "until"], name="stands_in_until")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")), name="an_absence_has_a_length"
            ),
            models.CheckConstraint(
                condition=models.Q(backup__isnull=True) | ~models.Q(backup=models.F("person")),
                name="nobody_is_their_own_backup",
            ),
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"


class Invitation(models.Model):
    """A one-time link with which somebody sets a password. Only its hash is kept."""

    token_hash = models.BinaryField(unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="invitations")
    """null: the very first administrator, who has no account yet"""
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"
