"""The log: one row an act, written in the transaction of the act, never changed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
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

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["conversation_id", "id"], name="audit_by_conversation"),
            models.Index(fields=["subject", "subject_id"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.subject} {self.subject_id}"
