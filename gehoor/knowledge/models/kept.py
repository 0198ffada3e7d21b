"""Texts that are kept to answer with, each with who looks after it and until when it holds."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from gehoor.knowledge.rules import LONGEST_TEXT
from gehoor.knowledge.rules.kept_forms import Form


class KeptAnswer(models.Model):
    """A text to answer with again. It is put in a reply where one is writing, and changed there."""

    team = models.ForeignKey("people.Team", null=True, on_delete=models.PROTECT, related_name="+")
    """null: every team uses it"""
    title = models.CharField(max_length=100)
    shortcut = models.CharField(max_length=30, blank=True, default="")
    """what is typed behind the sign; folded"""
    text = models.TextField(max_length=LONGEST_TEXT)
    link = models.CharField(max_length=500, blank=True, default="")
    """where it can be read"""
    misconception = models.CharField(max_length=300, blank=True, default="")
    """what people take for true, when this puts it right"""
    labels = models.JSONField(default=list, blank=True)
    """words by which it is found, too"""
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    """who sees to it that it stays true"""
    review_on = models.DateField()
    """by when somebody looks whether it is still true"""
    times_used = models.PositiveIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(title__regex=r"\S"), name="kept_answer_has_a_title"),
            models.CheckConstraint(
                condition=Q(text__regex=r"\S"), name="kept_answer_says_something"
            ),
            models.UniqueConstraint(
                fields=["team", "title"], nulls_distinct=False, name="one_kept_answer_of_a_title"
            ),
            models.UniqueConstraint(
                fields=["team", "shortcut"],
                condition=~Q(shortcut=""),
                nulls_distinct=False,
                name="one_kept_answer_of_a_shortcut",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class KeptForm(models.Model):
    """The same answer in other words, for one place: in public, in a chat, on the phone."""

    answer = models.ForeignKey(KeptAnswer, on_delete=models.CASCADE, related_name="forms")
    kind = models.CharField(max_length=6)
    text = models.TextField(max_length=LONGEST_TEXT)
    looks_again = models.BooleanField(default=False)
    """the text of the answer was changed after this was written"""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "kind"], name="one_text_of_a_form"),
            models.CheckConstraint(
                condition=Q(kind__in=[str(each) for each in Form]), name="known_form"
            ),
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="a_form_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.answer_id}"
