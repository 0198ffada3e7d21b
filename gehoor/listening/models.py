"""The tables of listening: who is mailed about which words, and each hit until it was told."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Watch(models.Model):
    """Words to watch for in one channel, and who hears of a hit."""

    channel = models.OneToOneField(
        "channels.Channel", on_delete=models.CASCADE, related_name="watch"
    )
    words = models.TextField(max_length=2000, blank=True)
    """a word or a few together on each line; none at all means every new item"""
    minutes = models.PositiveSmallIntegerField(default=15)
    """a hit is told within so many minutes, together with those that came in meanwhile"""
    colleagues = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    """who is mailed; nobody named means everybody of the team who may read the channel"""
    tried_at = models.DateTimeField(null=True)
    """when mailing was last tried in vain"""

    class Meta:
        verbose_name_plural = "watches"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=1440), name="watch_tells_within_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"watch of channel {self.channel_id}"


class Hit(models.Model):
    """A message in which a word was found; told once."""

    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="hits")
    message = models.ForeignKey("inbox.Message", on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=100, blank=True)
    """which of the words; empty when every item counts"""
    found_at = models.DateTimeField(db_default=Now())
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # An item that is edited is found again; it is told once.
            models.UniqueConstraint(fields=["watch", "message"], name="one_hit_per_message")
        ]
        indexes: ClassVar = [
            models.Index(fields=["watch", "found_at"], condition=Q(told_at=None), name="hit_untold")
        ]

    def __str__(self) -> str:
        return f"hit {self.pk}"
