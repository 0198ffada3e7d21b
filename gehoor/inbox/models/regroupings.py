"""What was split or merged, so that it can be put back as it was."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from gehoor.inbox.models.conversations import Conversation


class Regrouping(models.Model):
    """Messages that were moved between two conversations."""

    class Kind(models.TextChoices):
        SPLIT = "split"
        MERGE = "merge"

    kind = models.CharField(max_length=5, choices=Kind)
    kept = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    """that stays what it was: it was split, or the other was merged into it"""
    other = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    before = models.JSONField()
    """of both conversations: columns, labels and drafts"""
    after = models.JSONField()
    moved = models.JSONField()
    """each message with the conversation and the place in it that it had"""
    created_at = models.DateTimeField(db_default=Now())
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kept", "-id"], name="regrouping_kept"),
            models.Index(fields=["other", "-id"], name="regrouping_other"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.kept_id} {self.other_id}"
