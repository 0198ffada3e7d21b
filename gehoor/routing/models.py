"""The tables of routing: rules, and every conversation a rule gave to a team."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Rule(models.Model):
    """When something happens, if it is like this, then do that."""

    class When(models.TextChoices):
        ARRIVAL = "arrival", _("A message comes in")
        LABEL = "label", _("A label is set")

    name = models.CharField(max_length=60, unique=True)
    position = models.PositiveIntegerField()
    """rules are asked in this order"""
    is_on = models.BooleanField(default=True, db_default=True)
    when = models.CharField(max_length=7, choices=When)
    on_tag = models.CharField(max_length=40, blank=True, default="", db_default="")
    """the label that must be set, of a rule about labels"""
    channel = models.ForeignKey(
        "channels.Channel", null=True, on_delete=models.CASCADE, related_name="+"
    )
    way = models.CharField(max_length=8, blank=True, default="", db_default="")
    """how somebody turned to us (`planning.rules.norms.Way`); empty: any way"""
    sender = models.CharField(max_length=320, blank=True, default="", db_default="")
    """a whole address, or what comes after and with its @; folded"""
    words = models.TextField(max_length=2000, blank=True, default="", db_default="")
    """a word or a few together on each line; one of them is enough"""
    to_team = models.ForeignKey(
        "people.Team", null=True, on_delete=models.PROTECT, related_name="+"
    )
    tag = models.CharField(max_length=40, blank=True, default="", db_default="")
    is_urgent = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_team__isnull=False) | ~Q(tag="") | Q(is_urgent=True),
                name="a_rule_does_something",
            ),
            models.CheckConstraint(
                condition=Q(when="label") & ~Q(on_tag="") | Q(when="arrival", on_tag=""),
                name="a_rule_about_labels_names_one",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Passage(models.Model):
    """A conversation that a rule gave to a team, and whether that team gave it back."""

    rule = models.ForeignKey(Rule, null=True, on_delete=models.SET_NULL, related_name="passages")
    conversation = models.ForeignKey(
        "inbox.Conversation", on_delete=models.CASCADE, related_name="+"
    )
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="+")
    passed_at = models.DateTimeField(db_default=Now())
    returned_at = models.DateTimeField(null=True)
    """when the team said that it is not for them"""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["passed_at"], name="passage_by_moment")]

    def __str__(self) -> str:
        return f"conversation {self.conversation_id} to team {self.team_id}"
