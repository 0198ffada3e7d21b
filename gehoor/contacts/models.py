"""People who write to us, and the addresses they write from."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Contact(models.Model):
    """Somebody who writes."""

    name = models.CharField(max_length=200, blank=True)
    is_not_by_social = models.BooleanField(default=False, db_default=False)
    """they asked not to be helped by social media"""
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class Block(models.Model):
    """Somebody who is not answered for a while, and why. What they write is kept and counted."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="blocks")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    """it ends by itself; a block without an end is not made"""
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")), name="block_has_an_end_after_it"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="block_says_why"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["contact", "until"],
                condition=models.Q(lifted_at__isnull=True),
                name="contacts_blocked",
            )
        ]

    def __str__(self) -> str:
        return f"block of {self.contact_id}"


class Consent(models.Model):
    """Somebody said yes to being quoted: for what, when and in which message; or took it back."""

    class Purpose(models.TextChoices):
        PUBLICITY = "publicity", _("In what we publish, such as the website or a brochure")
        ANSWERS = "answers", _("In answers to others")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=10, choices=Purpose)
    with_name = models.BooleanField(default=False, db_default=False)
    """also who said it"""
    given_on = models.DateField()
    message = models.BigIntegerField(null=True)
    """in which message; null: in another way, such as by phone. A number and no relation: the
    inbox stands above this room"""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contact", "purpose"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_standing_consent_for_a_purpose",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="who_took_a_consent_back_did_so_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"consent of {self.contact_id}: {self.purpose}"


class Address(models.Model):
    """An account somebody writes from: a mail address, a handle."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=40)
    """the connector's key"""
    handle = models.CharField(max_length=320)
    """folded: two spellings of one address are one row"""
    shown = models.CharField(max_length=320)
    profile = models.TextField(blank=True, default="", db_default="")
    """what they tell about themselves at the platform, as it was last read"""

    class Meta:
        verbose_name_plural = "addresses"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "handle"], name="one_contact_per_address")
        ]

    def __str__(self) -> str:
        return self.shown
