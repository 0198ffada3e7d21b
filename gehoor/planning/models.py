"""Opening hours: blocks of a week, public holidays, and days that are different."""

from typing import ClassVar

from django.db import models

from gehoor.planning.rules import LONGEST_PAST_MIDNIGHT, MINUTES_IN_A_DAY
from gehoor.planning.rules.public_holidays import Holiday


class SpecialDay(models.Model):
    """A day on which the hours of the week do not hold; without blocks we are closed."""

    day = models.DateField(unique=True)
    reason = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.reason}".strip()


class HolidayChoice(models.Model):
    """A public holiday on which we are closed, or are not; without a row it is as for most."""

    name = models.CharField(max_length=30, unique=True)
    is_closed = models.BooleanField()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(name__in=[str(each) for each in Holiday]), name="known_holiday"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Block(models.Model):
    """From when to when we are there: every week on a weekday, or on one special day.

    In minutes after midnight by the clock on the wall, so that summer time needs no change. What
    goes on past midnight closes after 24:00, and belongs to the day it begins on.
    """

    weekday = models.PositiveSmallIntegerField(null=True)
    """0 is Monday"""
    special = models.ForeignKey(
        SpecialDay, null=True, on_delete=models.CASCADE, related_name="blocks"
    )
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["weekday", "opens"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes"), closes__lte=MINUTES_IN_A_DAY)
                | models.Q(
                    opens__lt=MINUTES_IN_A_DAY,
                    closes__gt=MINUTES_IN_A_DAY,
                    closes__lte=models.F("opens") + LONGEST_PAST_MIDNIGHT,
                ),
                name="a_block_has_a_length",
            ),
            models.CheckConstraint(
                # PostgreSQL takes "unknown" for a yes, so that there is a weekday is asked, too.
                condition=models.Q(
                    weekday__isnull=False, weekday__range=(0, 6), special__isnull=True
                )
                | models.Q(weekday__isnull=True, special__isnull=False),
                name="a_block_is_weekly_or_special",
            ),
            models.UniqueConstraint(fields=["weekday", "opens"], name="one_weekly_block"),
            models.UniqueConstraint(fields=["special", "opens"], name="one_special_block"),
        ]

    def __str__(self) -> str:
        return f"{self.opens}-{self.closes}"
