"""Skills on record: which labels take one, and who holds it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now


class Skill(models.Model):
    """Something one must have learned before one handles conversations with these labels."""

    name = models.CharField(max_length=60)
    labels = models.JSONField(default=list, blank=True)
    """the labels of conversations that take it"""
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), name="one_skill_of_a_name"),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="skill_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Held(models.Model):
    """A skill somebody has; with an end it is to be shown anew by then."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="held")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="skills_held"
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    granted_at = models.DateTimeField(db_default=Now())
    until = models.DateField(null=True)
    """the last day it counts"""

    class Meta:
        verbose_name_plural = "held"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["skill", "user"], name="one_row_per_skill")
        ]

    def __str__(self) -> str:
        return f"skill {self.skill_id} of {self.user_id}"
