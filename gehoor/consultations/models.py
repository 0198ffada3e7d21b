"""The tables of questions to the second line: the phone book, the questions, calls and links."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from gehoor.consultations.rules import LONGEST_ANSWER, LONGEST_QUESTION


class Expert(models.Model):
    """A line of the phone book: a department, or somebody in one, who knows about something."""

    name = models.CharField(max_length=100)
    department = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="people"
    )
    """of which somebody is; null: a department itself, or somebody apart"""
    phone = models.CharField(max_length=30, blank=True, default="")
    email = models.CharField(max_length=200, blank=True, default="")
    reachable = models.CharField(max_length=200, blank=True, default="")
    """when, in words"""
    term_hours = models.PositiveSmallIntegerField(null=True)
    """within how many hours of opening time a department agreed to answer"""
    is_listed = models.BooleanField(default=True, db_default=True)
    """false: not in the phone book any more; what they were asked stays"""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="expert_has_a_name"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(is_listed=True), name="one_listed_expert_of_a_name"
            ),
            models.CheckConstraint(
                condition=Q(term_hours__isnull=True) | Q(term_hours__range=(1, 200)),
                name="expert_term_is_some_hours",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Consultation(models.Model):
    """One question to one expert about one conversation, and its answer."""

    class Way(models.TextChoices):
        CALL = "call", _("I call them")
        LINK = "link", _("They get a link to answer by")

    class State(models.TextChoices):
        OPEN = "open", _("Waits for an answer")
        ANSWERED = "answered", _("Answered")
        WITHDRAWN = "withdrawn", _("Taken back")

    class How(models.TextChoices):
        """By which way the answer came."""

        NOT = "", ""
        PHONE = "phone", _("By phone")
        LINK = "link", _("By the link")

    conversation = models.ForeignKey(
        "inbox.Conversation", on_delete=models.CASCADE, related_name="+"
    )
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="consultations")
    question = models.TextField(max_length=LONGEST_QUESTION)
    added = models.TextField(max_length=LONGEST_QUESTION, blank=True, default="")
    """what the expert sees besides, because a colleague chose to add it"""
    phone = models.CharField(max_length=30, blank=True, default="", db_default="")
    """the number to call for this question; empty: the one of the phone book"""
    way = models.CharField(max_length=4, choices=Way)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    due_at = models.DateTimeField()
    call_at = models.DateTimeField(null=True)
    """when to call next; null: nobody need call"""
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(db_default=Now())
    answer = models.TextField(max_length=LONGEST_ANSWER, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_how = models.CharField(max_length=5, choices=How, blank=True, default="")
    client_uuid = models.UUIDField(unique=True)
    """the same click twice is one question"""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conversation", "expert"],
                condition=Q(state="open"),
                name="one_open_question_to_an_expert",
            ),
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False) & ~Q(answer="")
                | ~Q(state="answered") & Q(answered_at__isnull=True, answer="", answered_how=""),
                name="an_answer_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(call_at__isnull=True),
                name="who_answered_is_not_called",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["conversation"], name="consultation_conversation"),
            models.Index(fields=["due_at"], condition=Q(state="open"), name="consultation_open"),
            models.Index(fields=["asked_at"], name="consultation_asked"),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"

    @property
    def to_call(self) -> str:
        """Where to call for it; empty when nobody knows."""
        return self.phone or self.expert.phone


class Earlier(models.Model):
    """How a question was before somebody changed it."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="earlier")
    question = models.TextField(max_length=LONGEST_QUESTION)
    added = models.TextField(max_length=LONGEST_QUESTION, blank=True, default="")
    phone = models.CharField(max_length=30, blank=True, default="")
    due_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    """who changed it"""
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"question {self.consultation_id} before {self.pk}"


class Call(models.Model):
    """One try to reach somebody by phone."""

    class Result(models.TextChoices):
        REACHED = "reached", _("Spoke to somebody, the answer follows")
        VOICEMAIL = "voicemail", _("Left a message")
        NO_ANSWER = "no_answer", _("Nobody answered")
        CALL_BACK = "call_back", _("Call back at a time they said")

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="calls")
    result = models.CharField(max_length=9, choices=Result)
    remark = models.CharField(max_length=300, blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"call {self.pk}"


class Link(models.Model):
    """A link with which an expert answers one question, once. Only hashes are kept of secrets."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="links")
    token_hash = models.BinaryField(unique=True)
    browser_hash = models.BinaryField(null=True)
    """of the secret in the first browser that opened it; another browser is shown nothing"""
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["consultation"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="one_working_link_per_question",
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class Writing(models.Model):
    """For how long answers were written in one conversation on one day; never by whom."""

    conversation = models.ForeignKey(
        "inbox.Conversation", on_delete=models.CASCADE, related_name="+"
    )
    day = models.DateField()
    seconds = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "day"], name="one_writing_of_a_day")
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="writing_by_day")]

    def __str__(self) -> str:
        return f"writing in {self.conversation_id}"
