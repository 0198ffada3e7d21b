"""Colleagues who are named in a note, and whether they know."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from gehoor.inbox.models.messages import Message


class Naming(models.Model):
    """One colleague whom a note names. Who may not see the conversation is never named."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="namings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True)
    """when they had the conversation before them; null: they have not yet"""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "user"], name="named_once_in_a_note"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "-id"], name="inbox_naming_newest"),
            # What is counted on every page.
            models.Index(
                fields=["user"], condition=Q(seen_at__isnull=True), name="inbox_naming_unseen"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.message_id}"
