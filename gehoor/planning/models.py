"""Opening hours: blocks of a week, public holidays, and days that are different. And norms."""

from typing import ClassVar

from django.db import models

from gehoor.planning.rules import LONGEST_PAST_MIDNIGHT, MINUTES_IN_A_DAY, Day
from gehoor.planning.rules import Block as Span
from gehoor.planning.rules.norms import Way
from gehoor.planning.rules.public_holidays import Holiday
from gehoor.planning.rules.telling import Says
from gehoor.planning.rules.terms import Kind

NOTHING_PROMISED = "nothing"
"""a norm that says that there is none"""


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


class OwnHours(models.Model):
    """A team or a channel has hours of its own; without them it keeps those of what it is of."""

    team = models.OneToOneField(
        "people.Team", null=True, on_delete=models.CASCADE, related_name="+"
    )
    channel = models.OneToOneField(
        "channels.Channel", null=True, on_delete=models.CASCADE, related_name="+"
    )
    keeps_days = models.BooleanField(default=True)
    """closed, or otherwise there, on the days that are different and on public holidays, too"""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(team__isnull=False, channel__isnull=True)
                | models.Q(team__isnull=True, channel__isnull=False),
                name="own_hours_are_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"own hours {self.pk}"


class OwnDay(models.Model):
    """A day on which other hours hold for one team or channel; without blocks it is closed."""

    team = models.ForeignKey("people.Team", null=True, on_delete=models.CASCADE, related_name="+")
    channel = models.ForeignKey(
        "channels.Channel", null=True, on_delete=models.CASCADE, related_name="+"
    )
    day = models.DateField()
    blocks = models.JSONField(default=list)
    """from when to when, each a pair of minutes as in `Block`"""
    reason = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(team__isnull=False, channel__isnull=True)
                | models.Q(team__isnull=True, channel__isnull=False),
                name="an_own_day_is_of_one",
            ),
            models.UniqueConstraint(fields=["team", "day"], name="one_own_day_of_a_team"),
            models.UniqueConstraint(fields=["channel", "day"], name="one_own_day_of_a_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.reason}".strip()

    @property
    def hours(self) -> Day:
        return tuple(Span(opens, closes) for opens, closes in self.blocks)


class AwayAnswer(models.Model):
    """What a channel answers by itself outside its hours, in private."""

    channel = models.OneToOneField("channels.Channel", on_delete=models.CASCADE, related_name="+")
    is_on = models.BooleanField(default=False, db_default=False)
    text = models.CharField(max_length=500, blank=True, default="", db_default="")
    """empty: the one Gehoor comes with"""

    def __str__(self) -> str:
        return f"away answer {self.pk}"


class ProfileLook(models.Model):
    """What the profile of a channel's account said of the hours when we looked last."""

    channel = models.OneToOneField("channels.Channel", on_delete=models.CASCADE, related_name="+")
    looked_at = models.DateTimeField()
    says = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Says])
    problem = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return f"look {self.pk}: {self.says}"


class Block(models.Model):
    """From when to when we are there: every week on a weekday, or on one special day.

    Of the organisation, or of a team or channel that has hours of its own.

    In minutes after midnight by the clock on the wall, so that summer time needs no change. What
    goes on past midnight closes after 24:00, and belongs to the day it begins on.
    """

    weekday = models.PositiveSmallIntegerField(null=True)
    """0 is Monday"""
    special = models.ForeignKey(
        SpecialDay, null=True, on_delete=models.CASCADE, related_name="blocks"
    )
    own = models.ForeignKey(OwnHours, null=True, on_delete=models.CASCADE, related_name="blocks")
    """null: of the organisation"""
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
                | models.Q(weekday__isnull=True, special__isnull=False, own__isnull=True),
                name="a_block_is_weekly_or_special",
            ),
            models.UniqueConstraint(
                fields=["weekday", "opens"],
                condition=models.Q(own__isnull=True),
                name="one_weekly_block",
            ),
            models.UniqueConstraint(fields=["own", "weekday", "opens"], name="one_own_block"),
            models.UniqueConstraint(fields=["special", "opens"], name="one_special_block"),
        ]

    def __str__(self) -> str:
        return f"{self.opens}-{self.closes}"


class Norm(models.Model):
    """How soon we promise an answer, and for what; what is empty holds for everything.

    A whole sender goes before a host, a channel before a way in which people turn to us.
    """

    channel = models.ForeignKey(
        "channels.Channel", null=True, on_delete=models.CASCADE, related_name="+"
    )
    way = models.CharField(max_length=8, blank=True, default="")
    sender = models.CharField(max_length=320, blank=True, default="")
    """an address, or what comes after its @ and that; folded"""
    kind = models.CharField(max_length=12)
    number = models.PositiveIntegerField(default=1)
    """of minutes, working days or weeks"""

    class Meta:
        ordering: ClassVar = ["channel", "way", "sender"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["channel", "way", "sender"],
                nulls_distinct=False,
                name="one_norm_for_the_same",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[NOTHING_PROMISED, *(str(each) for each in Kind)]),
                name="known_norm",
            ),
            models.CheckConstraint(
                condition=models.Q(way__in=["", *(str(each) for each in Way)]), name="known_way"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="a_norm_is_of_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
