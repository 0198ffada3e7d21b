"""Shifts, the days a weekly one is left out, swaps that are asked, and who is on duty."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gehoor.planning.rules import MINUTES_IN_A_DAY
from gehoor.roster.rules import LONGEST


class Shift(models.Model):
    """Somebody works for a team on a day, or every week from that day on.

    In minutes after midnight by the clock on the wall, as opening hours are. What goes on past
    midnight ends after 24:00, and belongs to the day it begins on.
    """

    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    begins = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    is_weekly = models.BooleanField(default=False, db_default=False)
    last_day = models.DateField(null=True)
    """until when a weekly one is repeated; null: until somebody ends it"""

    class Meta:
        ordering: ClassVar = ["day", "begins"]
        indexes: ClassVar = [models.Index(fields=["team", "day"], name="shifts_of_a_team")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    begins__lt=MINUTES_IN_A_DAY,
                    ends__gt=models.F("begins"),
                    ends__lte=models.F("begins") + LONGEST,
                ),
                name="a_shift_has_a_length",
            ),
            models.CheckConstraint(
                condition=models.Q(last_day__isnull=True)
                | models.Q(is_weekly=True, last_day__gte=models.F("day")),
                name="only_what_is_repeated_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return f"shift {self.pk}"


class Skip(models.Model):
    """A day on which a weekly shift is left out."""

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="skips")
    day = models.DateField()

    class Meta:
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shift", "day"], name="one_skip_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class Swap(models.Model):
    """Somebody asks a colleague to take over a shift of one day, perhaps for one of theirs."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    asker = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    """whose shift it is"""
    to = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    back = models.ForeignKey(Shift, null=True, on_delete=models.CASCADE, related_name="+")
    """the shift the asker takes over in return; null: none"""
    back_day = models.DateField(null=True)
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "people.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["day", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["shift", "day"],
                condition=models.Q(state="asked"),
                name="one_open_swap_of_a_shift",
            ),
            models.CheckConstraint(
                condition=models.Q(back__isnull=True, back_day__isnull=True)
                | models.Q(back__isnull=False, back_day__isnull=False),
                name="what_comes_back_has_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(asker=models.F("to")), name="a_swap_is_between_two"
            ),
        ]

    def __str__(self) -> str:
        return f"swap {self.pk}"


class Duty(models.Model):
    """Somebody is at work: they said that they begin, and say that they stop."""

    person = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField()
    until = models.DateTimeField()
    """when it ends by itself: with the shift"""
    ended_at = models.DateTimeField(null=True)
    was_forgotten = models.BooleanField(default=False, db_default=False)
    """it ended by itself, because nobody said that they stop"""

    class Meta:
        ordering: ClassVar = ["began_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at__isnull=True),
                name="one_duty_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("began_at")), name="a_duty_has_a_length"
            ),
        ]

    def __str__(self) -> str:
        return f"duty {self.pk}"
