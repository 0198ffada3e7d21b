"""Accounts we are connected to, and what they handed us, raw."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Channel(models.Model):
    """One account or mailbox we are connected to."""

    class Stage(models.TextChoices):
        LISTEN = "listen", _("Listening")
        PRACTISE = "practise", _("Practising")
        LIVE = "live", _("Live")

    class Health(models.TextChoices):
        NEW = "new", _("Not tried yet")
        WELL = "well", _("Works")
        TROUBLED = "troubled", _("Does not answer now")
        LOCKED_OUT = "locked_out", _("Does not accept our credentials")

    name = models.CharField(max_length=100)
    connector = models.CharField(max_length=40)
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="channels")
    purpose = models.TextField(max_length=500, blank=True)
    private_only = models.TextField(max_length=300, blank=True, default="", db_default="")
    """why answers here are for one person only; empty: they may be public"""
    address = models.CharField(max_length=320, blank=True)
    settings = models.JSONField(default=dict)
    credentials = models.BinaryField(default=b"")
    """encrypted and bound to this row and field"""
    vault_id = models.UUIDField()
    push_key = models.CharField(max_length=32, null=True, unique=True)
    """the random part of the address its platform pushes to; null when it may not push"""
    push_secret = models.BinaryField(default=b"")
    """what the platform signs with, encrypted and bound to this row and field"""
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.LISTEN)
    is_closed = models.BooleanField(default=False)
    cursor = models.JSONField(default=dict)
    canary_hours = models.PositiveSmallIntegerField(default=0, db_default=0)
    """a trial message every so many hours; 0: none by itself"""
    learned = models.JSONField(default=dict, db_default={})
    """what the platform told about itself, such as its limits"""
    health = models.CharField(max_length=12, choices=Health, default=Health.NEW)
    health_detail = models.TextField(blank=True)
    health_since = models.DateTimeField(db_default=Now())
    fetched_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name

    @property
    def is_held(self) -> bool:
        """Are its replies held back until somebody mends the connection?"""
        return self.health == self.Health.LOCKED_OUT


class Circuit(models.Model):
    """A door of a channel that gets no answer. There is a row only while that is so."""

    class Door(models.TextChoices):
        READING = "reading", _("Reading")
        SENDING = "sending", _("Sending")

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="circuits")
    door = models.CharField(max_length=8, choices=Door)
    misses = models.PositiveSmallIntegerField(default=0)
    """calls in a row without an answer"""
    again_at = models.DateTimeField()
    """until then the platform is left alone; after it, one call tries whether it answers again"""
    problem = models.TextField()
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "door"], name="one_circuit_per_door")
        ]

    def __str__(self) -> str:
        return f"{self.door}: {self.misses} times no answer"


class Delivery(models.Model):
    """What a platform handed us, before we read it. Kept as it came."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting to be read")
        PARSED = "parsed", _("Read")
        LINKED_COPY = "linked_copy", _("Copy of one we had")
        FAILED = "failed", _("Not processed")
        CANARY = "canary", _("Trial message of our own")

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="deliveries")
    transport_id = models.CharField(max_length=500)
    content_hash = models.BinaryField(max_length=32)
    raw = models.BinaryField()
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    tries = models.PositiveSmallIntegerField(default=0)
    is_history = models.BooleanField(db_default=False, default=False)
    """brought in from an older mailbox: nobody waits for an answer to it"""
    around = models.BigIntegerField(null=True)
    """the conversation around whose posts it was found; null: its platform handed it to us itself.
    A number and no relation: the inbox stands above this room"""
    problem = models.TextField(blank=True)
    copy_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="copies")
    made_by_hand_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField(db_default=Now())
    parsed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [
            # Platforms repeat themselves; the database, not our code, keeps deliveries unique.
            # The hash belongs to the key: a post that was edited is a new version.
            models.UniqueConstraint(
                fields=["channel", "transport_id", "content_hash"], name="one_delivery"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["channel", "id"],
                condition=models.Q(state="pending"),
                name="delivery_pending",
            ),
            models.Index(
                fields=["channel", "id"], condition=models.Q(state="failed"), name="delivery_failed"
            ),
            models.Index(fields=["channel", "content_hash"], name="delivery_hash"),
            models.Index(fields=["channel", "received_at"], name="delivery_received"),
        ]

    def __str__(self) -> str:
        return self.transport_id


class Canary(models.Model):
    """A trial message from ourselves to ourselves: that it comes in shows that others' would."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waits to be sent")
        LEAVING = "leaving", _("Is being sent")
        """committed before the first byte; who dies here leaves it so, and it is never repeated"""
        ON_ITS_WAY = "on_its_way", _("On its way")
        ARRIVED = "arrived", _("Came in")
        NOT_SENT = "not_sent", _("Could not be sent")
        MISSED = "missed", _("Did not come in")
        """the next one was sent meanwhile; it may still come in"""

    UNDER_WAY: ClassVar = (State.QUEUED, State.LEAVING, State.ON_ITS_WAY)

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="canaries")
    token = models.CharField(max_length=32, unique=True)
    """random; whoever shows it, from our own address, once, is it"""
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    problem = models.TextField(blank=True)
    begun_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    delivery = models.OneToOneField(
        Delivery, null=True, on_delete=models.SET_NULL, related_name="canary"
    )

    class Meta:
        verbose_name_plural = "canaries"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["channel"],
                condition=models.Q(state__in=["queued", "leaving", "on_its_way"]),
                name="one_canary_under_way",
            ),
            models.CheckConstraint(
                condition=models.Q(state="arrived", arrived_at__isnull=False)
                | (~models.Q(state="arrived") & models.Q(arrived_at__isnull=True)),
                name="what_came_in_did_so_at_a_moment",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["channel", "begun_at"], name="canary_begun")]

    def __str__(self) -> str:
        return f"canary {self.pk}: {self.state}"

    @property
    def took(self) -> timedelta | None:
        """How long it was on its way; None while it did not come in."""
        return max(timedelta(), self.arrived_at - self.begun_at) if self.arrived_at else None
