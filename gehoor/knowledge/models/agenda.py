"""What the organisation does when, for everybody to read."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class AgendaItem(models.Model):
    """One event, which anybody may know once it is published."""

    title = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    """null: nobody said until when"""
    place = models.CharField(max_length=120, blank=True, default="")
    text = models.TextField(max_length=1000, blank=True, default="")
    link = models.CharField(max_length=500, blank=True, default="")
    is_published = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(title__regex=r"\S"), name="agenda_item_has_a_title"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="agenda_item_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title
