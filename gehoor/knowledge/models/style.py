"""How answers sound: the house style of a channel or of all, and tips of one's own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gehoor.knowledge.rules.kinds import Kind
from gehoor.knowledge.rules.style import Address


class Style(models.Model):
    """The house style of one channel; without a channel of all that have none of their own."""

    class Address(models.TextChoices):
        FREE = Address.FREE.value, _("As who writes does")
        U = Address.U.value, _("Formal: u")
        JE = Address.JE.value, _("Informal: je")

    channel = models.ForeignKey(
        "channels.Channel", null=True, on_delete=models.CASCADE, related_name="+"
    )
    address = models.CharField(max_length=2, choices=Address, blank=True, default="")
    avoid = models.TextField(max_length=4000, blank=True, default="")
    """on each line a word, = and the better one"""
    must = models.TextField(max_length=2000, blank=True, default="")
    forbidden = models.TextField(max_length=2000, blank=True, default="")
    most_emoji = models.PositiveSmallIntegerField(null=True)
    most_words = models.PositiveSmallIntegerField(null=True)
    """in a sentence; null: as many as one likes"""
    is_binding = models.BooleanField(default=False, db_default=False)
    """what goes against it is not sent; else it is advice"""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["channel"], nulls_distinct=False, name="one_style_of_a_channel"
            ),
            models.CheckConstraint(
                condition=Q(most_words__isnull=True) | Q(most_words__gte=5),
                name="a_sentence_may_have_some_words",
            ),
        ]

    def __str__(self) -> str:
        return f"style of channel {self.channel_id}"


class Tip(models.Model):
    """What the organisation itself says beside messages of a kind, in place of Gehoor's tips."""

    kind = models.CharField(max_length=13, unique=True)
    text = models.TextField(max_length=1000)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in Kind]), name="a_tip_is_of_a_known_kind"
            ),
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="a_tip_says_something"),
        ]

    def __str__(self) -> str:
        return self.kind
