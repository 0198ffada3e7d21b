"""What colleagues do together with a conversation: hand it over, follow it, keep away from it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gehoor.inbox.models.conversations import Conversation, Tag


class Handover(models.Model):
    """A conversation given to a colleague or to a team, and who had it before."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="handovers"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    before = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    """who had it; null: nobody did"""
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    to_team = models.ForeignKey(
        "people.Team", null=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    """when the colleague had it before them; null: not yet"""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_user__isnull=True) ^ Q(to_team__isnull=True),
                name="handed_over_to_one",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["to_user", "-id"],
                condition=Q(to_user__isnull=False),
                name="inbox_given_to_user",
            ),
            models.Index(
                fields=["to_team", "-id"],
                condition=Q(to_team__isnull=False),
                name="inbox_given_to_team",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} to {self.to_user_id or self.to_team_id}"


class Following(models.Model):
    """A colleague who wants to know what becomes of a conversation that is not theirs."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="followings"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    seen_sequence = models.PositiveIntegerField()
    """how far its messages went when they last looked"""
    seen_status = models.CharField(max_length=4)
    seen_assignee = models.BigIntegerField(null=True)
    """who had it then: a number alone, because it only tells whether that is another now"""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "user"], name="followed_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "-id"], name="inbox_followed")]

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.conversation_id}"


class Distance(models.Model):
    """A colleague who keeps away for a while. Kept while it lasts, never as history."""

    class Kind(models.TextChoices):
        CONVERSATION = "one", _("This conversation")
        HARD_WORDS = "hard", _("Everything with hard words")
        CHANNEL = "channel", _("Everything in this channel")
        TAG = "tag", _("Everything with a label")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    conversation = models.ForeignKey(
        Conversation, null=True, on_delete=models.CASCADE, related_name="+"
    )
    channel = models.ForeignKey(
        "channels.Channel", null=True, on_delete=models.CASCADE, related_name="+"
    )
    tag = models.ForeignKey(Tag, null=True, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField(null=True)
    """null: of one conversation, until they take it up again themselves"""
    gave = models.JSONField(default=list)
    """the numbers of what went back to the team, to take it up again at once"""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="one", conversation__isnull=False, until__isnull=True)
                | Q(kind="hard", until__isnull=False)
                | Q(kind="channel", channel__isnull=False, until__isnull=False)
                | Q(kind="tag", tag__isnull=False, until__isnull=False),
                name="distance_from_something",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["user"], name="inbox_away")]

    def __str__(self) -> str:
        return f"{self.user_id} keeps away ({self.kind})"
