"""Messages, theirs and ours, with what hangs on them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from gehoor.inbox.models.conversations import Conversation


class Message(models.Model):
    """One thing somebody wrote, theirs or ours, or a note among colleagues."""

    class Kind(models.TextChoices):
        INCOMING = "in", _("Message")
        REPLY = "out", _("Reply")
        NOTE = "note", _("Internal note")

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages"
    )
    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT, related_name="+")
    delivery = models.ForeignKey(
        "channels.Delivery", null=True, on_delete=models.PROTECT, related_name="messages"
    )
    part = models.PositiveSmallIntegerField(default=0)
    """which message of the delivery this is; a batch may hold several"""
    sequence = models.PositiveIntegerField()
    """the order within the conversation; never by wall time"""
    kind = models.CharField(max_length=4, choices=Kind)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    author_name = models.CharField(max_length=200, blank=True)
    author_handle = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    html = models.TextField(blank=True)
    """cleaned; only ever shown from the second origin, in a sandboxed frame"""
    external_id = models.CharField(max_length=1000, blank=True)
    answers = models.CharField(max_length=1000, blank=True)
    reply_to = models.CharField(max_length=320, blank=True)
    link = models.CharField(max_length=2000, blank=True, default="", db_default="")
    """where it can be read at its source: http or https"""
    visibility = models.CharField(max_length=9, blank=True, default="", db_default="")
    """who may read it where it stands (`contracts.posts.Visibility`); empty where all are alike"""
    is_to_us = models.BooleanField(default=False, db_default=False)
    """it names us, or is a direct message to us"""
    is_around = models.BooleanField(default=False, db_default=False)
    """found with the thread around another post; it does not turn to us, and nobody waits for us"""
    is_question = models.BooleanField(default=False, db_default=False)
    """it reads like a question (`rules.is_question`)"""
    outcome = models.CharField(
        max_length=10, choices=Conversation.Outcome, blank=True, default="", db_default=""
    )
    """how it ended by itself, in a thread of many; empty: it ends as its conversation does"""
    gone_at = models.DateTimeField(null=True)
    """when we saw that its source had taken it away; what it said is kept"""
    is_automatic = models.BooleanField(default=False)
    warnings = models.JSONField(default=list)
    words = SearchVectorField(null=True)
    sent_at = models.DateTimeField()
    """the sender's claim, clamped to what is possible; ours for our own"""
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "sequence"], name="one_per_sequence"),
            models.UniqueConstraint(
                fields=["delivery", "part"],
                condition=Q(delivery__isnull=False),
                name="one_message_per_part",
            ),
            # Nobody is answered by nobody: a reply always names who speaks.
            models.CheckConstraint(
                condition=~Q(kind="out") | ~Q(author_name=""), name="reply_names_its_sender"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["channel", "external_id"],
                condition=~Q(external_id=""),
                name="message_external_id",
            ),
            models.Index(
                fields=["channel", "answers"],
                condition=Q(kind="in") & ~Q(answers=""),
                name="message_answers",
            ),
            models.Index(
                fields=["conversation"], condition=Q(is_around=True), name="message_around"
            ),
            GinIndex(fields=["words"], name="message_words"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class MessageVersion(models.Model):
    """An earlier text of a message that was edited at its source."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="versions")
    delivery = models.ForeignKey(
        "channels.Delivery", null=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField()
    replaced_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.text[:60]


class Attachment(models.Model):
    """A file somebody sent. Stored under its content hash, never under its own name."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    stored_as = models.CharField(max_length=64, blank=True)
    """sha256 of the content, in hexadecimal; empty while there was no room to keep it"""
    looks = models.PositiveSmallIntegerField(db_default=0, default=0)
    """how often it was looked for in vain once there was room"""
    look_at = models.DateTimeField(null=True)
    """not to be looked for before then"""
    preview_as = models.CharField(max_length=64, blank=True)
    """sha256 of the re-encoded picture that may be shown; empty for everything else"""
    content_id = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True, default="", db_default="")
    """what is to be seen, in the words of who sent it (alt text)"""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["message"], condition=Q(stored_as=""), name="attachment_left_out"),
        ]

    def __str__(self) -> str:
        return self.name
