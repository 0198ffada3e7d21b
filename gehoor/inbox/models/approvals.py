"""Answers that a second person looks at before they may leave."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from gehoor.inbox.models.conversations import Conversation, Draft
from gehoor.inbox.models.replies import Reply


class Approval(models.Model):
    """An answer that waits for a second person. It is in no outbox, so nothing of it can leave:
    only who agrees puts it there."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for approval")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Given back")
        WITHDRAWN = "withdrawn", _("Taken back by its writer")

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="approvals"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    client_uuid = models.UUIDField(unique=True)
    """made by the browser before the first try; the reply it becomes has the same"""
    kind = models.CharField(max_length=7, choices=Draft.Kind)
    """under which kind its text becomes a draft again"""
    text = models.TextField(max_length=100_000)
    """as its writer wrote it"""
    approved_text = models.TextField(max_length=100_000, blank=True, default="", db_default="")
    """as the second person let it leave, where that is another text"""
    visibility = models.CharField(max_length=9, blank=True, default="", db_default="")
    meant_for = models.CharField(max_length=320, blank=True, default="", db_default="")
    answers = models.CharField(max_length=1000, blank=True, default="", db_default="")
    """what its platform calls the public message it answers; empty: the newest"""
    seen_sequence = models.PositiveIntegerField()
    """the last message its writer had on screen"""
    given = models.JSONField(default=dict)
    """what else its writer chose, by name: see `flows.approving.Given`"""
    reasons = models.JSONField()
    """why a second person looks (`second_eyes.rules.Why`)"""
    named = models.JSONField(default=list)
    """the colleagues who alone may approve it; empty: any coordinator of its team"""
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(max_length=2000, blank=True, default="", db_default="")
    """why it was given back"""
    follows = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    """what was given back before, of which this is the next version"""
    reply = models.OneToOneField(
        Reply, null=True, on_delete=models.SET_NULL, related_name="approval"
    )
    """what it became: the first part"""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | ~Q(state="waiting") & Q(decided_at__isnull=False),
                name="approval_is_decided_or_waits",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(state="withdrawn")
                | ~Q(decided_by=models.F("author")),
                name="nobody_approves_their_own",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_at"], condition=Q(state="waiting"), name="approval_waits"),
            models.Index(fields=["conversation", "-id"], name="approval_in_conversation"),
        ]

    def __str__(self) -> str:
        return f"approval {self.pk}: {self.state}"
