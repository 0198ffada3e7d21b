"""How far we looked around the posts of a public conversation."""

from typing import ClassVar

from django.db import models

from gehoor.inbox.models.conversations import Conversation


class Looking(models.Model):
    """The looking around of one conversation: what it answers, and what answers it.

    A row is the queue; a job only wakes the channel.
    """

    class Result(models.TextChoices):
        NONE = "", ""
        WHOLE = "whole"
        PART = "part"
        """the platform does not show everything, or more than we take in"""
        GONE = "gone"
        """the post is not there any more, or not for us"""

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, related_name="looking"
    )
    channel = models.ForeignKey("channels.Channel", on_delete=models.CASCADE, related_name="+")
    due_at = models.DateTimeField(null=True)
    """when the platform is asked (again); null while nobody wants to know"""
    looked_at = models.DateTimeField(null=True)
    """when it last answered"""
    result = models.CharField(max_length=5, choices=Result, blank=True, default=Result.NONE)
    misses = models.PositiveSmallIntegerField(default=0)
    """times in a row that it gave no answer"""
    problem = models.TextField(blank=True)
    """why it gave none, in words for a colleague"""

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["channel", "due_at"],
                condition=models.Q(due_at__isnull=False),
                name="looking_due",
            ),
        ]

    def __str__(self) -> str:
        return f"looking around {self.conversation_id}: {self.result}"
