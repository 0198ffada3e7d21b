"""Signs of life of our processes, on every machine, and the alarms that stand now."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Heartbeat(models.Model):
    """One process that says it lives, every few seconds."""

    part = models.CharField(max_length=10)
    """web, worker or poll"""
    machine = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    """the process id on that machine"""
    version = models.CharField(max_length=20)
    disk_free = models.BigIntegerField()
    """bytes, of the disk of ours that is nearest to full"""
    disk_total = models.BigIntegerField()
    stuck = models.CharField(max_length=100, blank=True, default="", db_default="")
    """what a thread of it is at that takes no step any more; empty when all get on"""
    stuck_since = models.DateTimeField(null=True)
    clock_off = models.IntegerField(default=0, db_default=0)
    """how many seconds its machine is ahead of the database's clock; behind is below nought"""
    started_at = models.DateTimeField(db_default=Now())
    beat_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["part", "machine", "number"], name="one_heart")
        ]

    def __str__(self) -> str:
        return f"{self.part} on {self.machine}"


class Certificate(models.Model):
    """Until when the certificate of a server is good, as it was seen last."""

    host = models.CharField(max_length=255, unique=True)
    ends_at = models.DateTimeField()
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.host


class Alarm(models.Model):
    """Something that is wrong now. The row goes when it is mended."""

    subject = models.CharField(max_length=150, unique=True)
    """which check, and of what: disk@machine or channel-7, for example"""
    channel = models.ForeignKey(
        "channels.Channel", null=True, on_delete=models.CASCADE, related_name="+"
    )
    since = models.DateTimeField()
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(seen_by__isnull=True) | models.Q(seen_at__isnull=False),
                name="who_saw_it_did_so_at_a_moment",
            )
        ]

    def __str__(self) -> str:
        return self.subject
