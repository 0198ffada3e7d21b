"""Macros: several acts on one conversation under one name."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Macro(models.Model):
    """What one press does to a conversation, in this order: a text, a label, whose it is, its end.

    A text is only put in the reply: who answers sends it, so it does not end the conversation too.
    """

    class Gives(models.TextChoices):
        NOBODY_ELSE = "", _("Leave it with whom it is")
        ME = "me", _("Assign to who does this")
        DIVIDE = "nobody", _("Nobody: back to divide")

    class Ends(models.TextChoices):
        NOT = "", _("Leave it open")
        HANDLED = "handled", _("Finish")
        SEEN = "seen", _("Seen, no action")
        ANSWER = "answer", _("Put off until an answer comes")
        TOMORROW = "tomorrow", _("Put off until the next morning")

    team = models.ForeignKey("people.Team", null=True, on_delete=models.PROTECT, related_name="+")
    """null: every team uses it"""
    name = models.CharField(max_length=60)
    inserts = models.BooleanField(default=False)
    """it puts a kept answer in the reply; which may be gone since"""
    kept_answer = models.ForeignKey(
        "knowledge.KeptAnswer", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    tag = models.CharField(max_length=40, blank=True, default="")
    """the name of the label it adds; which may be gone since"""
    gives = models.CharField(max_length=6, choices=Gives, blank=True, default="")
    ends = models.CharField(max_length=8, choices=Ends, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="macro_has_a_name"),
            models.UniqueConstraint(
                fields=["team", "name"], nulls_distinct=False, name="one_macro_of_a_name"
            ),
            models.CheckConstraint(
                condition=Q(inserts=True) | ~Q(tag="", gives="", ends=""),
                name="a_macro_does_something",
            ),
            models.CheckConstraint(
                condition=Q(inserts=False) | Q(ends=""), name="a_text_is_sent_before_it_ends"
            ),
            models.CheckConstraint(
                condition=Q(inserts=True) | Q(kept_answer__isnull=True),
                name="only_a_text_has_a_kept_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.name
