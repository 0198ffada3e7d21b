"""Conversations: messages that belong together and are handled together."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, Expression, F, Func, Q, Value, When
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from gehoor.inbox.rules import Tier


def _true_where(condition: Q) -> Expression:
    """An unknown is no yes."""
    return Case(When(condition, then=Value(True)), default=Value(False))


def _head_start(column: str) -> Expression:
    """Four hours before: who had to ask again is listed as if they had come that much sooner.

    By way of a zone, because only then the database knows that it never changes.
    """
    return Func(
        F(column),
        template="((%(expressions)s AT TIME ZONE 'UTC') - interval '4 hours') AT TIME ZONE 'UTC'",
        output_field=models.DateTimeField(),
    )


class Tag(models.Model):
    """A free mark by the team."""

    name = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.name


class Conversation(models.Model):
    """What the Postvak sorts and filters by is copied onto this row by the flow that changes it."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")

    class Outcome(models.TextChoices):
        """Why it is done; every message ends in a chosen state."""

        NONE = "", ""
        ANSWERED = "answered", _("Answered")
        HANDLED = "handled", _("Handled without a reply")
        SEEN = "seen", _("Seen, no action")

    class Earlier(models.TextChoices):
        """What shows that somebody tried before."""

        NOT = "", ""
        TEXT = "text", _("They say so")
        PERSON = "person", _("They wrote to us in the last two weeks")
        SAID = "said", _("A colleague says so")

    class Back(models.TextChoices):
        """Why what was put off is work again; told until somebody has dealt with it."""

        NOT = "", ""
        TIME = "time", _("Its time had come")
        CONTACT = "contact", _("Whoever it is with wrote")
        OTHER = "other", _("Somebody else turned to us")

    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT)
    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT)
    thread = models.CharField(max_length=500, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    opening = models.CharField(max_length=200, blank=True)
    """the first words of the newest message, for the list; without a subject of theirs"""
    status = models.CharField(max_length=4, choices=Status, default=Status.OPEN)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")
    outcome_reason = models.CharField(max_length=300, blank=True)
    outcome_line = models.ForeignKey(
        "knowledge.ProtocolLine", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    """by which line of the protocol it was left without an answer"""
    kind = models.CharField(max_length=13, blank=True, default="", db_default="")
    """what it is (`knowledge.rules.kinds.Kind`), as a colleague says; empty: by its words"""
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    tags = models.ManyToManyField(Tag, blank=True)
    is_public = models.BooleanField(default=False)
    is_unread = models.BooleanField(default=True)
    has_problem = models.BooleanField(default=False)
    """a reply in it was refused, failed, or may or may not have arrived"""
    possibly_belongs_to = models.ForeignKey("self", null=True, on_delete=models.SET_NULL)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """where everything that stood here is now; only the number is left, and the thread it is of"""
    tier = models.PositiveSmallIntegerField(default=Tier.TO_US, db_default=Tier.TO_US)
    """how near to us the nearest message in it was said (`inbox.rules.Tier`)"""
    is_snoozed = models.BooleanField(default=False, db_default=False)
    """put off until later: in no list of work, and open all the same"""
    snoozed_until = models.DateTimeField(null=True)
    """when it comes back by itself; null: once its contact writes. Kept after it came back, so that
    it can be told, and put off until the same time again when a message came sooner"""
    snoozed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    """who put it off last"""
    back_because = models.CharField(
        max_length=7, choices=Back, blank=True, default="", db_default=""
    )
    """why it came back, until it is dealt with"""
    came_back = False
    """a message that came in just now ended the putting off; never stored"""
    waiting_since = models.DateTimeField(null=True)
    """since when somebody waits for us; null when nobody does"""
    rests = models.GeneratedField(
        expression=models.ExpressionWrapper(
            Q(waiting_since__isnull=True), output_field=models.BooleanField()
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    """nobody waits for us: listed after those who do"""
    sort_at = models.DateTimeField()
    """waiting_since, else the newest message: longest waiting comes first"""
    due_at = models.DateTimeField(null=True)
    """by when an answer was promised; null: nothing was, nobody waits, or the clock stands still"""
    warn_at = models.DateTimeField(null=True)
    """from when on the term is nearly over"""
    term_of = models.DateTimeField(null=True)
    """for which `waiting_since` the term was worked out; another is too old"""
    is_clock_stopped = models.BooleanField(default=False, db_default=False)
    """the term was worked out with its clock standing still"""
    clock_stops = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    """from when ("since") to when ("until") the clock stood still while somebody waited"""
    has_old_term = models.GeneratedField(
        expression=_true_where(
            Q(status="open", waiting_since__isnull=False)
            & (
                Q(term_of__isnull=True)
                | ~Q(term_of=F("waiting_since"))
                | Q(is_clock_stopped=True, is_snoozed=False)
                | Q(is_clock_stopped=True, snoozed_until__isnull=False)
                | Q(is_clock_stopped=False, is_snoozed=True, snoozed_until__isnull=True)
            )
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    """the term is to be worked out anew: it is of another wait, or its clock should stand still or
    go on. Put off until an answer comes, it waits for somebody else than us"""
    noted_of = models.DateTimeField(null=True)
    """the `term_of` whose wait ended, once that is noted; null: of no wait it is"""
    has_unnoted_end = models.GeneratedField(
        expression=_true_where(
            (
                Q(term_of__isnull=False)
                & (Q(waiting_since__isnull=True) | Q(waiting_since__gt=F("term_of")))
                & (Q(noted_of__isnull=True) | ~Q(noted_of=F("term_of")))
            )
            | Q(waiting_since__lte=F("noted_of"))
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    """the wait the term is of has ended, which is to be noted; or a wait whose end was noted goes
    on, which is to be taken away"""
    is_emergency = models.BooleanField(default=False, db_default=False)
    """somebody may be in danger: on top, however near to us it was said"""
    emergency_kind = models.CharField(max_length=8, blank=True, default="", db_default="")
    """which danger was found (`inbox.rules.dangers.Danger`); empty when a colleague says so"""
    emergency_words = models.CharField(max_length=80, blank=True, default="", db_default="")
    """in which of their words it was found"""
    rank = models.GeneratedField(
        expression=Case(
            When(is_emergency=True, then=Value(0)),
            default=F("tier"),
            output_field=models.PositiveSmallIntegerField(),
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    """the tier in which it is listed; an emergency is above the first"""
    turn = models.GeneratedField(
        expression=Case(
            When(waiting_since__isnull=True, then=Value(2)),
            When(due_at__isnull=True, then=Value(1)),
            default=Value(0),
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    """within a tier: who was promised an answer, then who waits without, then who does not wait"""
    had_contact = models.CharField(
        max_length=6, choices=Earlier, blank=True, default="", db_default=""
    )
    """why we think that they tried before; empty: we do not"""
    turn_at = models.GeneratedField(
        expression=Case(
            When(
                Q(waiting_since__isnull=False, due_at__isnull=False) & ~Q(had_contact=""),
                then=_head_start("due_at"),
            ),
            When(waiting_since__isnull=False, due_at__isnull=False, then=F("due_at")),
            When(Q(waiting_since__isnull=False) & ~Q(had_contact=""), then=_head_start("sort_at")),
            default=F("sort_at"),
        ),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    """within a turn: the first term that ends, else who waits longest; who tried before is listed
    four hours ahead, and their term stays what it was"""
    routed_to = models.ForeignKey(
        "people.Team", null=True, on_delete=models.PROTECT, related_name="+"
    )
    """the team to which a rule passed it on: it is work of theirs, and seen by both"""
    last_message_at = models.DateTimeField()
    next_sequence = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status="open") | ~Q(outcome=""), name="done_says_how"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(status="done"),
                name="merged_away_is_not_open",
            ),
            models.CheckConstraint(
                condition=Q(is_snoozed=False) | Q(status="open"), name="what_is_snoozed_is_open"
            ),
            models.CheckConstraint(
                condition=Q(back_because="") | Q(status="open", is_snoozed=False),
                name="what_came_back_is_work",
            ),
            models.CheckConstraint(condition=Q(tier__range=(1, 3)), name="there_are_three_tiers"),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True, warn_at__isnull=True)
                | Q(due_at__gte=F("warn_at")),
                name="a_warning_comes_before",
            ),
            models.UniqueConstraint(
                fields=["channel", "thread"],
                condition=~Q(thread=""),
                name="one_conversation_per_thread",
            ),
        ]
        indexes: ClassVar = [
            # What is work now, in the order of the list; the tiers open one after the other.
            models.Index(
                fields=["rank", "turn", "turn_at", "id"],
                condition=Q(status="open", is_snoozed=False),
                name="inbox_in_turn",
            ),
            models.Index(
                fields=["assignee", "rank", "turn", "turn_at", "id"],
                condition=Q(status="open", is_snoozed=False),
                name="inbox_assigned_in_turn",
            ),
            models.Index(
                fields=["snoozed_until", "id"], condition=Q(is_snoozed=True), name="inbox_snoozed"
            ),
            models.Index(
                fields=["-last_message_at", "-id"], condition=Q(status="done"), name="inbox_done"
            ),
            models.Index(fields=["contact", "-last_message_at"], name="inbox_by_contact"),
            models.Index(
                fields=["rests", "sort_at", "id"],
                condition=Q(has_problem=True),
                name="inbox_problem",
            ),
            # Everything the counts in the menu ask, so that counting reads no row.
            models.Index(
                fields=[
                    "channel",
                    "rank",
                    "assignee",
                    "status",
                    "is_snoozed",
                    "has_problem",
                    "turn",
                    "warn_at",
                    "routed_to",
                ],
                condition=Q(status="open") | Q(has_problem=True),
                name="inbox_counted_with_teams",
            ),
            models.Index(
                fields=["routed_to", "id"],
                condition=Q(routed_to__isnull=False),
                name="inbox_routed",
            ),
            models.Index(fields=["id"], condition=Q(has_old_term=True), name="inbox_old_term"),
            models.Index(fields=["id"], condition=Q(has_unnoted_end=True), name="inbox_unnoted"),
        ]

    def __str__(self) -> str:
        return self.subject or self.opening


class Draft(models.Model):
    """What somebody was writing, kept per conversation and kind so that nothing bleeds over."""

    class Kind(models.TextChoices):
        REPLY = "reply", _("Reply")
        PRIVATE = "private", _("Answer for one person")
        """apart, with files of its own, so that nothing of it ends up where others read it"""
        NOTE = "note", _("Internal note")

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    text = models.TextField(max_length=100_000)
    answers = models.CharField(max_length=1000, blank=True, default="", db_default="")
    """what its platform calls the public message it is an answer to; empty: the newest"""
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conversation", "author", "kind"], name="one_draft_per_kind"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class DraftFile(models.Model):
    """A file that goes along with the reply somebody is writing. Only they see it.

    The row is there before its file is, so that nothing is ever on disk that no row names. Without
    a draft it was taken away, left behind or never whole: the timer removes both. While a second
    person looks at the reply, it is with what they look at.
    """

    draft = models.ForeignKey(Draft, null=True, on_delete=models.SET_NULL, related_name="files")
    approval = models.ForeignKey(
        "inbox.Approval", null=True, on_delete=models.SET_NULL, related_name="files"
    )
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    """by the content, never by the name"""
    size = models.PositiveIntegerField()
    stored_as = models.CharField(max_length=64)
    """sha256 of the content, in hexadecimal"""
    preview_as = models.CharField(max_length=64, blank=True)
    """sha256 of the picture drawn anew, which is the only one that is shown"""
    description = models.TextField(blank=True, default="")
    """what is to be seen, for who cannot see it (alt text)"""
    added_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name
