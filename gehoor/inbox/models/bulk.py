"""One act on many conversations at once, and how far it has come with each."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from gehoor.inbox.models.conversations import Conversation, Tag
from gehoor.inbox.models.messages import Message


class BulkAct(models.Model):
    """What a colleague asked for many conversations; it ends, and is undone, as one."""

    class Act(models.TextChoices):
        TAG = "tag", _("Add a label")
        ASSIGN = "assign", _("Assign")
        SEEN = "seen", _("Seen, no action")
        FINISH = "finish", _("Finish")
        SNOOZE = "snooze", _("Put off")
        INBOX = "inbox", _("Leave to answer")

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        UNDOING = "undoing"
        UNDONE = "undone"

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=6, choices=Act)
    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    tag = models.ForeignKey(Tag, null=True, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
    until = models.DateTimeField(null=True)
    """of what is put off, before anybody's hours; null: until an answer comes"""
    thread = models.ForeignKey(Conversation, null=True, on_delete=models.CASCADE, related_name="+")
    """whose messages it is about, each by itself; null: it is about conversations"""
    seen_message = models.BigIntegerField()
    seen_entry = models.BigIntegerField()
    """the newest message and row of the log there were when the list was shown: a conversation with
    newer ones of others has changed since, and is left out. In a thread: the newest message, and
    the newest earlier version of one"""
    total = models.PositiveIntegerField()
    created_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["author", "-id"], name="bulk_by_author"),
            models.Index(
                fields=["id"],
                condition=models.Q(state__in=["running", "undoing"]),
                name="bulk_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} for {self.total}: {self.state}"


class BulkItem(models.Model):
    """One conversation of such an act, or one message of a thread. What waits is taken up; all else
    has ended."""

    class State(models.TextChoices):
        WAITING = "waiting"
        APPLIED = "applied"
        SAME = "same"
        CHANGED = "changed"
        PROBLEM = "problem"
        NOT_ALLOWED = "not_allowed"
        CANCELLED = "cancelled"
        UNDONE = "undone"
        KEPT = "kept"

    bulk = models.ForeignKey(BulkAct, on_delete=models.CASCADE, related_name="items")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=11, choices=State, default=State.WAITING)
    before = models.JSONField(null=True)
    """what undoing puts back"""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bulk", "conversation"],
                condition=models.Q(message__isnull=True),
                name="once_in_a_bulk_act",
            ),
            models.UniqueConstraint(
                fields=["bulk", "message"],
                condition=models.Q(message__isnull=False),
                name="message_once_in_a_bulk_act",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["bulk", "state", "id"], name="bulk_by_state")]

    def __str__(self) -> str:
        return f"{self.conversation_id}: {self.state}"
