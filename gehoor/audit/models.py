"""The log: one row an act, written in the transaction of the act, never changed."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Now


class Entry(models.Model):
    """Somebody did something to something. Holds ids and reasons, never the text of a message."""

    at = models.DateTimeField(db_default=Now())
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    system = models.CharField(max_length=40, blank=True)
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    conversation_id = models.BigIntegerField(null=True)
    team_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    xact = models.BigIntegerField(db_default=Func(function="audit_xact"))
    """the transaction that wrote it: tells a late commit from a row that was put in afterwards"""
    server = models.BigIntegerField(db_default=Func(function="audit_server"))
    """the database server whose count of transactions that is"""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["conversation_id", "id"], name="audit_by_conversation"),
            models.Index(fields=["subject", "subject_id"], name="audit_by_subject"),
            models.Index(fields=["at"], name="audit_by_moment"),
            models.Index(fields=["server", "xact"], name="audit_by_transaction"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(xact__gte=0), name="audit_xact_is_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.subject} {self.subject_id}"


class Seal(models.Model):
    """Binds a batch of rows to the seal before it; signed with a key the database never sees."""

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField(db_default=Now())
    server = models.BigIntegerField()
    snapshot = models.TextField()
    """which transactions had ended: all their rows are in this seal or an earlier one"""
    ids = ArrayField(models.BigIntegerField())
    digests = models.BinaryField()
    previous = models.BinaryField()
    hash = models.BinaryField()
    key = models.CharField(max_length=16)
    signature = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["number"]
        indexes: ClassVar = [models.Index(fields=["server", "number"], name="audit_seal_by_server")]

    def __str__(self) -> str:
        return f"seal {self.number}"
