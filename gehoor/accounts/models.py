"""The accounts of an organisation: what each is for, who looks after it, and until when."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from gehoor.accounts.rules import LONGEST


class Account(models.Model):
    """One account somewhere, also when it is not connected here."""

    class Kind(models.TextChoices):
        MAIN = "main", _("Main account")
        PROJECT = "project", _("Project")
        DISTRICT = "district", _("District")

    platform = models.CharField(max_length=LONGEST["platform"])
    """as people call it: Mastodon, Instagram"""
    handle = models.CharField(max_length=LONGEST["handle"])
    name = models.CharField(max_length=LONGEST["name"])
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.MAIN)
    purpose = models.CharField(max_length=LONGEST["purpose"], blank=True, default="")
    channel = models.OneToOneField(
        "channels.Channel", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    """null: it is not connected"""
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    backup = models.ForeignKey(
        "people.Team", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    """the team, mostly webcare, to which messages go when the owner is not there"""
    ends_on = models.DateField(null=True)
    """the last day it is used for what it was made for"""
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    adopted_at = models.DateTimeField(null=True)
    """when its backup took it over, after its end"""
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("platform"), Lower("handle"), name="one_account_of_a_handle"
            ),
            models.CheckConstraint(
                condition=Q(name__regex=r"\S", platform__regex=r"\S", handle__regex=r"\S"),
                name="account_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(adopted_at__isnull=True) | Q(ends_on__isnull=False),
                name="adopted_after_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name
