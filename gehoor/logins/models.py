"""Sessions, and what is known of how somebody proves who they are."""

from typing import ClassVar

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gehoor.people.models import User


class Session(AbstractBaseSession):
    """A browser that is logged in, or about to. Its key is kept as a hash only."""

    class How(models.TextChoices):
        UNKNOWN = "", _("Before this was kept")
        PASSWORD = "password", _("Password")
        SECOND_STEP = "second_step", _("Password and second step")
        PASSKEY = "passkey", _("Passkey")
        PROVIDER = "provider", _("Organisation's account")

    number = models.UUIDField(null=True, unique=True)
    """what a page calls it by: the key says too much, also as a hash"""
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    how = models.CharField(max_length=12, choices=How, default=How.UNKNOWN, blank=True)
    device = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    """when its person last did something; a screen that renews itself does not count"""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user"], name="sessions_of_a_colleague")]

    def __str__(self) -> str:
        return f"session of {self.user_id}"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        store: type[SessionBase] = import_string("gehoor.logins.actions.store.SessionStore")
        return store


class RequiredStep(models.Model):
    """A role whose holders must have a second step, when they log in here themselves."""

    role = models.CharField(max_length=20, unique=True)

    def __str__(self) -> str:
        return self.role


class LastCode(models.Model):
    """The newest code of an authenticator app that was used; no code works twice."""

    user = models.OneToOneField(
        User, primary_key=True, on_delete=models.CASCADE, related_name="last_code"
    )
    counter = models.BigIntegerField()

    def __str__(self) -> str:
        return f"last code of {self.user_id}"


class Try(models.Model):
    """Somebody tried something that can be guessed. Kept for minutes, without who or where."""

    what = models.CharField(max_length=12)
    who = models.CharField(max_length=64)
    """a keyed hash"""
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["what", "who", "at"], name="tries_of_somebody")]

    def __str__(self) -> str:
        return f"try {self.pk}"


class ForgottenPassword(models.Model):
    """Somebody says they forgot the password of this address. Gone as soon as it was looked at."""

    email = models.CharField(max_length=200)
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"forgotten password {self.pk}"


class Provider(models.Model):
    """The organisation's own log-in: an OpenID Connect provider. There is one, or none."""

    class Proof(models.TextChoices):
        KEY = "private_key_jwt", _("With our own key (private_key_jwt)")
        SECRET_IN_FORM = "client_secret_post", _("With a secret (client_secret_post)")
        SECRET_IN_HEADER = "client_secret_basic", _("With a secret (client_secret_basic)")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=60)
    issuer = models.CharField(max_length=300)
    client_id = models.CharField(max_length=200)
    proof = models.CharField(max_length=20, choices=Proof, default=Proof.KEY)
    vault_id = models.UUIDField()
    vault = models.BinaryField(default=b"")
    scopes = models.CharField(max_length=200, default="openid profile email")
    groups_claim = models.CharField(max_length=100, default="groups")
    levels = models.CharField(max_length=300, blank=True)
    """levels of assurance that are asked for, and of which one must be answered; empty: any"""
    finds_by_email = models.BooleanField(default=False)
    is_on = models.BooleanField(default=False)
    is_only_way = models.BooleanField(default=False)
    """nobody logs in with a password or passkey of our own"""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_provider"),
            models.CheckConstraint(
                condition=models.Q(is_only_way=False) | models.Q(is_on=True),
                name="the_only_way_in_is_open",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProviderAccount(models.Model):
    """Who a colleague is at the provider: its name for them never changes, an address may."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="provider_account")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    used_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_colleague_per_subject")
        ]

    def __str__(self) -> str:
        return f"provider account of {self.user_id}"


class GroupRight(models.Model):
    """What membership of a group at the provider gives here."""

    group = models.CharField(max_length=200, unique=True)
    roles = models.JSONField(default=list)
    teams = models.ManyToManyField("people.Team", related_name="+", blank=True)

    def __str__(self) -> str:
        return self.group


class ClientKey(models.Model):
    """A key with which we prove to the provider who we are. Its public half is published."""

    made_at = models.DateTimeField()
    public = models.JSONField()
    """as JSON Web Key"""
    certificate = models.TextField()
    vault_id = models.UUIDField()
    vault = models.BinaryField()

    def __str__(self) -> str:
        return f"client key {self.pk}"
