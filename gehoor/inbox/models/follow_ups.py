"""Telling people that what they complained about is solved, where everybody read the complaint."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gehoor.inbox.models.conversations import Conversation
from gehoor.inbox.models.replies import Reply


class FollowUp(models.Model):
    """A task after a public complaint was closed: say in its thread that it is solved."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        WRITING = "writing", _("Being written")
        DONE = "done", _("Told")
        DROPPED = "dropped", _("Not needed")

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, related_name="follow_up"
    )
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    due_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    reply = models.ForeignKey(Reply, null=True, on_delete=models.SET_NULL, related_name="+")
    """in which it was told"""

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(state__in=["open", "writing"]),
                name="inbox_to_follow_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id}: {self.state}"
