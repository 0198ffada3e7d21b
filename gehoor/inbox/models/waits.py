"""Waits for which an answer was promised, once they ended."""

from typing import ClassVar

from django.db import models

from gehoor.inbox.models.messages import Message


class EndedWait(models.Model):
    """Somebody was promised an answer and waits no longer: by when it was promised, and when the
    wait ended. Of the message the wait began with, so that it goes along when messages move."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="ended_wait")
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="+")
    """whose work it was when it ended"""
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ended_at"], name="inbox_wait_ended")]

    def __str__(self) -> str:
        return f"wait of message {self.message_id}"
