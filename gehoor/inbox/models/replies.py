"""The outbox: how far each reply of ours has come."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from gehoor.inbox.models.messages import Message


class Replies(models.QuerySet["Reply"]):
    def in_turn(self) -> "Replies":
        """Leave out what has to wait for another: a later reply for an earlier one of its
        conversation, and a part for every part before it to be surely sent."""
        before = Q(
            message__conversation=OuterRef("message__conversation"),
            message__sequence__lt=OuterRef("message__sequence"),
        )
        on_its_way = Q(state__in=["queued", "sending"], held_at=None)
        is_decided = Q(state__in=["sent", "practised", "withdrawn"])
        part_before = Q(series=OuterRef("series")) & ~is_decided
        first = Reply.objects.filter(before & (on_its_way | part_before))
        return self.exclude(Exists(first))


class Reply(models.Model):
    """The sending of one message of ours. Its states and steps are in `inbox.rules`."""

    class State(models.TextChoices):
        QUEUED = "queued", _("On its way")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        REFUSED = "refused", _("Refused")
        UNKNOWN = "unknown", _("Possibly already sent")
        FAILED = "failed", _("Not sent")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        PRACTISED = "practised", _("Would have been sent")

    class Referral(models.TextChoices):
        """Why somebody was only sent elsewhere, in the words of who wrote."""

        PRIVACY = "privacy", _("It takes personal data, which do not belong here")
        FORMAL = "formal", _("By law this goes another way, such as an objection")
        URGENT = "urgent", _("It cannot wait")
        ELSEWHERE = "elsewhere", _("Another organisation is responsible")
        UNABLE = "unable", _("I cannot look this up or arrange it from here")
        OTHER = "other", _("Another reason")
        NONE = "none", _("This is no referral: it answers the question")

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="reply")
    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT, related_name="+")
    client_uuid = models.UUIDField(unique=True)
    """made by the browser before the first try: a double click is one row"""
    key = models.CharField(max_length=64, unique=True)
    """random; the platform's idempotency key, or part of our Message-ID"""
    to = models.CharField(max_length=320)
    is_practice = models.BooleanField(db_default=False, default=False)
    """written while its channel practised: never sent, also not once the channel is live"""
    references = models.JSONField(default=list)
    visibility = models.CharField(max_length=9, blank=True, default="", db_default="")
    """who may read it: never wider than what it answers"""
    referral = models.CharField(
        max_length=9, choices=Referral, blank=True, default="", db_default=""
    )
    """why it only sends somebody elsewhere; empty when it does not look like that. With "none"
    somebody said that it is no referral although it looks like one"""
    referral_words = models.CharField(max_length=300, blank=True, default="", db_default="")
    let_out = models.JSONField(default=list, db_default=[])
    """where in it, and of which kind, personal data stand that somebody let others read: without a
    letter of them, so that the same look at sending finds nothing more"""
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    due_at = models.DateTimeField(null=True)
    """when the machine takes its next step: after the time to undo, the wait before a next try or
    look; null when only a person can take it further"""
    attempt = models.UUIDField(null=True)
    """of the try that runs or ran last; a result that names another try is refused"""
    tries = models.PositiveSmallIntegerField(default=0)
    in_doubt = models.BooleanField(db_default=False, default=False)
    """the try that runs or ran last repeats one that may have arrived"""
    looks = models.PositiveSmallIntegerField(default=0)
    """how often we looked whether it arrived (class B)"""
    first_tried_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)
    series = models.UUIDField(null=True)
    """of a text that went out as numbered parts: the `client_uuid` of the first of them"""
    part = models.PositiveSmallIntegerField(db_default=1, default=1)
    parts = models.PositiveSmallIntegerField(db_default=1, default=1)
    held_at = models.DateTimeField(null=True)
    """since when it is held back after a restore, in whatever state it was then: the machine does
    nothing with it until an administrator decides"""
    queued_at = models.DateTimeField(db_default=Now())

    objects = Replies.as_manager()

    class Meta:
        verbose_name_plural = "replies"
        constraints: ClassVar = [
            # Never an effect without a committed intent, and never an intent without its attempt.
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(attempt__isnull=False, started_at__isnull=False),
                name="sending_names_its_attempt",
            ),
            models.UniqueConstraint(
                fields=["series", "part"],
                condition=Q(series__isnull=False),
                name="one_reply_per_part",
            ),
            models.CheckConstraint(
                condition=Q(part__gte=1, part__lte=F("parts")), name="part_is_one_of_its_parts"
            ),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True) | Q(state__in=["queued", "sending", "unknown"]),
                name="only_unsettled_is_held",
            ),
            models.CheckConstraint(
                condition=~Q(referral="other") | ~Q(referral_words=""),
                name="another_reason_has_words",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["settled_at"], condition=Q(state="sent"), name="reply_sent_when"),
            models.Index(
                fields=["channel", "due_at"],
                condition=Q(state__in=["queued", "sending", "unknown"]),
                name="reply_unsettled",
            ),
            models.Index(
                fields=["held_at", "id"], condition=Q(held_at__isnull=False), name="reply_held"
            ),
        ]

    def __str__(self) -> str:
        return f"reply {self.pk}: {self.state}"
