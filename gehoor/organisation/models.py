"""The organisation that runs this Gehoor: one row, because one database serves one organisation."""

from typing import ClassVar

from django.db import models

from gehoor.kit.personal.found import CASE_FORM
from gehoor.organisation.rules import LONGEST_CONDUCT, LONGEST_RETENTION
from gehoor.people.models import Team

ONLY = 1
"""the number of the only row there is"""


class Conduct(models.Model):
    """A version of the code of conduct. An older one is never changed: somebody accepted it."""

    version = models.PositiveIntegerField(unique=True)
    text = models.TextField(max_length=LONGEST_CONDUCT, blank=True)
    """empty: none holds any more"""
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["version"]

    def __str__(self) -> str:
        return f"version {self.version}"


class Acceptance(models.Model):
    """A colleague accepted a version of the code of conduct."""

    conduct = models.ForeignKey(Conduct, on_delete=models.CASCADE, related_name="acceptances")
    person = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    accepted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["accepted_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conduct", "person"], name="accepted_once")
        ]

    def __str__(self) -> str:
        return f"acceptance {self.pk}"


class Organisation(models.Model):
    """What an organisation agreed about itself. Everything may still be empty."""

    name = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=5, default="nl")
    """what new colleagues see, until they choose for themselves"""
    identity = models.CharField(
        max_length=10, choices=Team.Identity, default=Team.Identity.FIRST_NAME
    )
    """how a new team signs"""
    signature = models.TextField(max_length=500, blank=True)
    """the closing line with which a new team begins"""

    purpose = models.TextField(max_length=1000, blank=True)
    """why messages of people are kept (AVG article 5)"""
    retention_months = models.PositiveSmallIntegerField(null=True, blank=True)
    """how long they are kept once a conversation is over; null: not agreed yet"""

    roster = models.TextField(max_length=2000, blank=True)
    first_line = models.TextField(max_length=2000, blank=True)
    second_line = models.TextField(max_length=2000, blank=True)
    third_line = models.TextField(max_length=2000, blank=True)
    style = models.TextField(max_length=2000, blank=True)
    coordination = models.TextField(max_length=2000, blank=True)

    public_numbers = models.TextField(max_length=2000, blank=True, default="", db_default="")
    """telephone numbers and accounts that may stand in a public answer, one a line"""
    public_addresses = models.TextField(max_length=2000, blank=True, default="", db_default="")
    """mail addresses, whole domains (@gemeente.example) and postal addresses, one a line"""
    public_names = models.TextField(max_length=2000, blank=True, default="", db_default="")
    """who may be named in public: those who sign, who speak for the organisation, one a line"""
    case_forms = models.TextField(
        max_length=500, blank=True, default=CASE_FORM, db_default=CASE_FORM
    )
    """an example of each form of a public number of a case, one a line"""

    publishes_hours = models.BooleanField(default=False, db_default=False)
    """anybody may read the opening hours here, for a block on the website"""

    emergency_words = models.TextField(max_length=2000, blank=True, default="", db_default="")
    """words of our own that say that somebody may be in danger, one or a few together on a line"""
    emergency_text = models.TextField(max_length=1000, blank=True, default="", db_default="")
    """the 112 text an agent puts in an answer; empty: the one Gehoor comes with"""
    answers_emergencies = models.BooleanField(default=False, db_default=False)
    """outside opening hours an answer to an emergency leaves by itself"""
    emergency_answer = models.TextField(max_length=1000, blank=True, default="", db_default="")
    """that answer; empty: the one Gehoor comes with"""

    veils_hard_words = models.BooleanField(default=True, db_default=True)
    """hard words are shown once somebody clicks them"""
    veiled_words = models.TextField(max_length=2000, blank=True, default="", db_default="")
    """words of our own that are veiled too, one or a few together on a line"""
    unveiled_words = models.TextField(max_length=2000, blank=True, default="", db_default="")
    """words of the list that we want to read as they are, one a line"""

    go_live_on = models.DateField(null=True, blank=True)
    """the day one means to go live; it reminds, it changes nothing by itself"""

    at_step = models.CharField(max_length=20, blank=True)
    """where in setting up somebody stopped; empty: not begun"""
    steps = models.JSONField(default=dict, blank=True)
    """what became of each step: done or skipped"""
    set_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(pk=ONLY), name="one_organisation"),
            models.CheckConstraint(
                condition=models.Q(retention_months__isnull=True)
                | models.Q(retention_months__range=(1, LONGEST_RETENTION)),
                name="retention_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name
