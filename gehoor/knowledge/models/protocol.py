"""The protocol: which messages are answered, which are not, and where one asks first."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gehoor.knowledge.rules.kinds import Kind
from gehoor.knowledge.rules.protocol import LONGEST_TEXT, MUST_BE_ANSWERED, Verdict


class ProtocolLine(models.Model):
    """What is done with messages of one kind, of one channel or way, of one sender."""

    class Verdict(models.TextChoices):
        ANSWER = Verdict.ANSWER.value, _("Answer")
        LEAVE = Verdict.LEAVE.value, _("Do not answer")
        ASK = Verdict.ASK.value, _("Ask first")

    name = models.CharField(max_length=60, unique=True)
    """by this colleagues know it, and the log names it"""
    kind = models.CharField(max_length=13, blank=True, default="")
    """one of `rules.kinds.Kind`; empty: of every kind"""
    channel = models.ForeignKey(
        "channels.Channel", null=True, on_delete=models.CASCADE, related_name="+"
    )
    way = models.CharField(max_length=8, blank=True, default="")
    """how somebody turned to us, as norms tell it apart; empty: any way"""
    sender = models.CharField(max_length=320, blank=True, default="")
    """a whole address, or what comes after and with its @; folded"""
    verdict = models.CharField(max_length=6, choices=Verdict)
    why = models.CharField(max_length=300, blank=True, default="")
    """why so; whom to ask, of a line that asks first"""
    text = models.TextField(max_length=LONGEST_TEXT, blank=True, default="")
    """what can be put in the answer at once"""
    link = models.CharField(max_length=500, blank=True, default="")
    """where it goes on, such as the form for a complaint; stands at the end of the text"""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "channel", "way", "sender"],
                nulls_distinct=False,
                name="one_protocol_line_of_a_case",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="ask") | ~Q(why=""), name="who_is_asked_is_said"
            ),
            # By law these get a receipt and the way they must go.
            models.CheckConstraint(
                condition=~Q(verdict="leave")
                | ~Q(kind__in=sorted(str(kind) for kind in MUST_BE_ANSWERED)),
                name="a_formal_piece_is_answered",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["", *(str(kind) for kind in Kind)]),
                name="a_protocol_line_is_of_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.name
