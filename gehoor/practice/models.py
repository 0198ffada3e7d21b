"""What is planned, ticked, practised and said of it before a channel goes live."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from gehoor.practice.rules import LONGEST_ATTEMPT, LONGEST_NOTE, LONGEST_POINT


class GoLive(models.Model):
    """The day on which a channel means to go live. It reminds; it changes nothing by itself."""

    channel = models.OneToOneField("channels.Channel", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    switcher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    """who makes it live that day, and is reminded of it"""
    told_at = models.DateTimeField(null=True)
    """when they were mailed that the day had come"""

    def __str__(self) -> str:
        return self.day.isoformat()


class Point(models.Model):
    """Something of one's own that must be settled before a channel goes live."""

    channel = models.ForeignKey("channels.Channel", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=LONGEST_POINT)
    ticked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ticked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "text"], name="one_point_of_a_text"),
            models.CheckConstraint(
                condition=Q(ticked_by__isnull=True, ticked_at__isnull=True)
                | Q(ticked_by__isnull=False, ticked_at__isnull=False),
                name="ticked_by_somebody_sometime",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Review(models.Model):
    """What a coordinator says of an answer that was practised, for who wrote it."""

    class Verdict(models.TextChoices):
        GOOD = "good", _("Good")
        BETTER = "better", _("Could be better")

    message = models.OneToOneField(
        "inbox.Message", on_delete=models.CASCADE, related_name="practice_review"
    )
    verdict = models.CharField(max_length=6, choices=Verdict)
    note = models.TextField(max_length=LONGEST_NOTE, blank=True, default="")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)
    """when who wrote the answer saw it"""

    class Meta:
        constraints: ClassVar = [
            # Who hears that it could be better, hears how.
            models.CheckConstraint(
                condition=Q(verdict="good") | Q(note__regex=r"\S"), name="better_says_how"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_verdict_display())


class Attempt(models.Model):
    """One's answer to a made-up situation. Nobody else reads it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    scenario = models.CharField(max_length=40)
    """the key of a situation (`rules.scenarios`)"""
    text = models.TextField(max_length=LONGEST_ATTEMPT)
    met = models.JSONField(default=list, blank=True)
    """the points of feedback it met"""
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="attempt_says_something")
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "scenario", "-made_at"], name="attempts_of_somebody")
        ]

    def __str__(self) -> str:
        return f"{self.scenario}: {len(self.met)}"
