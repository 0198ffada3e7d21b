"""A matter: many conversations about one thing, such as a storm, and the answers given to them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gehoor.inbox.models.conversations import Conversation
from gehoor.inbox.models.replies import Reply


class Matter(models.Model):
    """One thing that many write about; a team looks after it."""

    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    """nothing is linked to it any more from then on"""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["team", "name"],
                condition=models.Q(ended_at__isnull=True),
                name="one_open_matter_of_a_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MatterLink(models.Model):
    """A conversation that is about a matter; it is about one at a time."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="links")
    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, related_name="matter_link"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.conversation_id} about {self.matter_id}"


class MatterGo(models.Model):
    """One text that was sent to those who wait in a matter, after it was looked at."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="goes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=10_000)
    click = models.UUIDField(unique=True)
    """the same press twice is one go"""
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"go {self.pk} of {self.matter_id}"


class MatterTurn(models.Model):
    """What becomes of one conversation in a go."""

    class State(models.TextChoices):
        WAITS = "waits", _("Waits for its turn")
        GIVEN = "given", _("Answered")
        LEFT = "left", _("Not answered")

    go = models.ForeignKey(MatterGo, on_delete=models.CASCADE, related_name="turns")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    seen_sequence = models.PositiveIntegerField()
    """how far its messages went when it was looked at"""
    click = models.UUIDField(unique=True)
    """by which its reply is known, so that no try makes a second one"""
    state = models.CharField(max_length=5, choices=State, default=State.WAITS)
    told = models.CharField(max_length=500, blank=True)
    """why it was not answered, in the words of who began the go"""
    reply = models.ForeignKey(Reply, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["go", "conversation"], name="one_turn_in_a_go"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["go", "id"],
                condition=models.Q(state="waits"),
                name="inbox_turn_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} in {self.go_id}: {self.state}"
