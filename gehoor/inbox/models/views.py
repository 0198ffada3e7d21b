"""Ways to look at the inbox that colleagues keep."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from gehoor.inbox.models.conversations import Tag


class SavedView(models.Model):
    """One list of the inbox, narrowed and named; of one colleague, or shared with a team."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(
        "people.Team", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    """whose members see it too; null: the owner alone"""
    name = models.CharField(max_length=40)
    view = models.CharField(max_length=12)
    """the list it narrows, by its name in `inbox.queries`"""
    words = models.CharField(max_length=200, blank=True)
    channel = models.ForeignKey(
        "channels.Channel", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    tag = models.ForeignKey(Tag, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    only_unread = models.BooleanField(default=False)
    only_at_risk = models.BooleanField(default=False, db_default=False)
    """the term is nearly over, or over"""
    position = models.PositiveIntegerField(default=0)
    """the owner's own order; the first nine have a key"""
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_view_per_name")
        ]

    def __str__(self) -> str:
        return self.name
