"""Who is at a conversation now, and who writes an answer. Kept for minutes, never as history."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from gehoor.inbox.models.conversations import Conversation


class Presence(models.Model):
    """One colleague at one conversation. What has run out no longer counts, swept up or not."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="presences"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    looks_until = models.DateTimeField()
    """a browser that dies says nothing any more, so looking ends by itself"""
    writes_until = models.DateTimeField(null=True)
    """until when the answer is theirs; null: they only look"""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conversation", "user"], name="one_presence_per_colleague"
            ),
            # Two browsers that begin at once: the database knows who was first.
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(writes_until__isnull=False),
                name="one_writer_per_conversation",
            ),
        ]

    def __str__(self) -> str:
        return f"presence of {self.user_id} at {self.conversation_id}"
