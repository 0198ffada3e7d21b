"""The tables of second eyes: what each team agreed, and the names of its running cases."""

from django.conf import settings
from django.db import models


class Caution(models.Model):
    """When a second person looks at an answer of a team first."""

    team = models.OneToOneField("people.Team", on_delete=models.CASCADE, related_name="+")
    trainees = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    """who learns the work: everything they answer is looked at"""
    in_crisis_since = models.DateTimeField(null=True)
    """since when the first statement in a crisis waits for a second person; null: it does not"""
    words = models.TextField(max_length=2000, blank=True, default="", db_default="")
    """a word or a few together on each line; an answer with one of them is looked at"""
    guards_cases = models.BooleanField(default=False, db_default=False)
    """may nobody say anything of a running case by themselves?"""
    case_rule = models.TextField(max_length=1000, blank=True, default="", db_default="")
    """what colleagues read where they answer about a running case"""
    case_forms = models.TextField(max_length=500, blank=True, default="", db_default="")
    """examples of numbers of cases of one's own, one a line; a figure stands for any figure"""
    judges = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    """the lawyer or press judge who says what may be said of a running case"""

    mails_approvers = models.BooleanField(default=True, db_default=True)
    """are those who may approve an answer mailed that one waits?"""

    def __str__(self) -> str:
        return f"caution of team {self.team_id}"


class Mailed(models.Model):
    """When a colleague was last mailed that answers wait for them, and up to which."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField()
    upto = models.DateTimeField(null=True)
    """when the newest of those was asked; null: that mail did not leave"""

    def __str__(self) -> str:
        return f"mail to {self.user_id}"


class CaseName(models.Model):
    """Somebody of whom nothing may be said while their case runs.

    Personal data of the gravest kind: it never stands in a log, an address or an error, and goes
    when its day has passed.
    """

    caution = models.ForeignKey(Caution, on_delete=models.CASCADE, related_name="case_names")
    name = models.CharField(max_length=100)
    until = models.DateField()
    """the last day on which it is looked for"""

    def __str__(self) -> str:
        return f"name {self.pk} of a running case"
