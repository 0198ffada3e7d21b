"""Kept answers: what there is, what is to be looked at, and the page of one."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import URLValidator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoor.consultations import queries as consultations
from gehoor.flows import kept_answers as flow
from gehoor.flows import quoting
from gehoor.inbox import queries as inbox
from gehoor.kit.clock import about_now
from gehoor.knowledge import queries as knowledge
from gehoor.knowledge import rules
from gehoor.knowledge.models import KeptAnswer, KeptForm
from gehoor.knowledge.queries.forms import forms_of
from gehoor.knowledge.rules.kept_forms import NAMES, Form
from gehoor.people import policies
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import (
    Actor,
    Place,
    Role,
    keep_answer,
    keep_answers,
    see_conversations,
)
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.showing import show
from gehoor.screens.typed import NameField
from gehoor.screens.words import calendar_day

VARIABLES = (
    ("naam", "name", gettext_lazy("the name of whoever you answer")),
    ("voornaam", "first_name", gettext_lazy("the first word of that name")),
    ("account", "handle", gettext_lazy("their account, such as @fatima")),
    ("medewerker", "colleague", gettext_lazy("how you sign, as the team chose")),
    ("team", "team", gettext_lazy("the name of the team")),
    ("kanaal", "channel", gettext_lazy("the name of the channel")),
    ("organisatie", "organisation", gettext_lazy("the name of the organisation")),
    ("onderwerp", "subject", gettext_lazy("the subject of the conversation")),
    ("vandaag", "today", gettext_lazy("the date of today")),
    ("link", "link", gettext_lazy("the link below; without this it comes at the end")),
    ("agenda", "agenda", gettext_lazy("the first three items of the agenda")),
)


LONGEST_NUMBER = 18
LONGEST_TITLE = 100
NOTHING = "0"
"""in a choice of rows: none of them"""


def number_of(choice: str) -> int | None:
    """Return the number of the row that was chosen; None for none of them."""
    return int(choice) or None


def _own_text(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=rules.LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class KeptAnswerForm(forms.Form):
    title = NameField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("By this colleagues find it. For example: route and parking."),
    )
    shortcut = forms.CharField(
        label=gettext_lazy("Shortcut"),
        max_length=31,
        required=False,
        help_text=gettext_lazy(
            "What one types behind the slash in a reply, such as: route. One figure, 1 to 9, puts "
            "it in at once."
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "Between braces stands what differs: {name} is filled in by itself, {number} or "
            "anything else by who answers."
        ),
    )
    social = _own_text(
        gettext_lazy("Own text for social media"),
        gettext_lazy("For public posts, where little fits. Empty: the text above."),
    )
    chat = _own_text(
        gettext_lazy("Own text for chat"),
        gettext_lazy("For direct messages and chat. Empty: the text above."),
    )
    phone = _own_text(
        gettext_lazy("Text for on the phone"),
        gettext_lazy("As one says it aloud. It stands with a phone call that is noted."),
    )
    forms_fit = forms.BooleanField(
        label=gettext_lazy("The own texts say the same as the text"), required=False
    )
    link = forms.CharField(
        label=gettext_lazy("Link"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Where it can be read, such as a page of your site."),
    )
    misconception = forms.CharField(
        label=gettext_lazy("Puts right"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Only for a misconception: what people take for true."),
    )
    labels = forms.CharField(
        label=gettext_lazy("Other words to find it by"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("With commas between them."),
    )
    team = forms.TypedChoiceField(label=gettext_lazy("For whom"), coerce=number_of)
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Looks after it"), queryset=User.objects.none(), empty_label=None
    )
    review_on = forms.DateField(
        label=gettext_lazy("Look again before"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("From that day on the list says that somebody must look at it."),
    )

    quote_reason = forms.CharField(
        label=gettext_lazy("Why you quote without consent"),
        max_length=quoting.LONGEST_REASON,
        required=False,
        help_text=gettext_lazy("It stands in the log."),
    )

    def __init__(self, given: Mapping[str, Any] | None, *, actor: Actor, answer: KeptAnswer):
        super().__init__(given, initial=_known_about(answer, actor))
        self.fields["team"].choices = teams_of(actor)  # type: ignore[attr-defined]
        self.fields["owner"].queryset = _owners(answer)  # type: ignore[attr-defined]
        if not any(each.looks_again for each in forms_of(answer)):
            del self.fields["forms_fit"]

    def clean_text(self) -> str:
        return _one_end(self.cleaned_data["text"])

    def clean_shortcut(self) -> str:
        shortcut = rules.fold_shortcut(self.cleaned_data["shortcut"])
        if shortcut and not rules.is_shortcut(shortcut):
            raise forms.ValidationError(
                _("A shortcut is one word of letters and figures, at most 30.")
            )
        return shortcut

    def clean_link(self) -> str:
        link = str(self.cleaned_data["link"]).strip()
        if link:
            URLValidator(
                schemes=["http", "https"],
                message=_("A link begins with https:// and names a page."),
            )(link)
        return link

    def clean_labels(self) -> list[str]:
        labels = rules.read_labels(self.cleaned_data["labels"])
        if len(labels) > rules.MOST_LABELS or any(len(x) > rules.LONGEST_LABEL for x in labels):
            raise forms.ValidationError(
                _("At most %(most)s words, of at most %(longest)s letters each.")
                % {"most": rules.MOST_LABELS, "longest": rules.LONGEST_LABEL}
            )
        return labels

    def wanted(self) -> dict[str, Any]:
        """Return what the flow asks for."""
        given = dict(self.cleaned_data)
        del given[flow.QUOTE_REASON]
        given["forms"] = {str(form): _one_end(given.pop(str(form))) for form in Form}
        return given | {"team_id": given.pop("team"), "owner_id": given.pop("owner").pk}


def _one_end(text: str) -> str:
    """Lines end as they do here, wherever they were typed."""
    return text.replace("\r\n", "\n")


@who_may(keep_answers)
@require_safe
def kept_answers(request: Request) -> HttpResponse:
    """Show what there is, what must be looked at on top."""
    today = timezone.localdate(about_now())
    rows = [
        {
            "kept": each,
            "is_overdue": rules.is_overdue(each.review_on, today=today),
            "may_change": keep_answer(request.actor, Place(each.team_id)),
            "behind": _behind(each.forms.all()),
        }
        for each in knowledge.kept_answers()
        if each.team_id is None or keep_answer(request.actor, Place(each.team_id))
    ]
    overdue = sum(bool(row["is_overdue"]) for row in rows)
    behind = sum(bool(row["behind"]) for row in rows)
    return show(
        request, "kept_answers.html", "kept_answers", rows=rows, overdue=overdue, behind=behind
    )


def _behind(own: Iterable[KeptForm]) -> list[str]:
    """Return for which places somebody must look whether the text still says the same."""
    return [_(NAMES[Form(each.kind)]) for each in own if each.looks_again]


@who_may(keep_answers)
@require_http_methods(["GET", "HEAD", "POST"])
def new_kept_answer(request: Request) -> HttpResponse:
    return _page(request, _brought_along(request), called=_("Keep an answer"))


def _advice(request: Request) -> str:
    """Return what was answered in the conversation somebody comes from, as far as they see it."""
    number = request.GET.get("from", "")
    found = inbox.find(int(number)) if number.isdecimal() and len(number) < LONGEST_NUMBER else None
    if found is None or not see_conversations(request.actor, found[1]):
        return ""
    return inbox.last_answer_in(found[0])[: rules.LONGEST_TEXT]


def _brought_along(request: Request) -> KeptAnswer:
    """Return what somebody of the second line answered, for who wants to keep that; else what
    was answered in the conversation they come from.

    Who may not answer in the conversation it is about is given nothing of it.
    """
    number = request.GET.get("question", "")
    found = (
        consultations.find(int(number))
        if number.isdecimal() and len(number) < LONGEST_NUMBER
        else None
    )
    if found is None or not policies.answer(request.actor, found[1]):
        return KeptAnswer(text=_advice(request))
    title = " ".join(found[0].question.split())[:LONGEST_TITLE]
    return KeptAnswer(title=title, text=found[0].answer[: rules.LONGEST_TEXT])


@who_may(keep_answer, on=knowledge.find_kept_answer)
@require_http_methods(["GET", "HEAD", "POST"])
def kept_answer(request: Request, found: KeptAnswer) -> HttpResponse:
    return _page(request, found, called=found.title)


def _page(request: Request, answer: KeptAnswer, *, called: str) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    form = KeptAnswerForm(given, actor=request.actor, answer=answer)
    is_new = answer.pk is None
    by_hand = rules.by_hand(answer.text)
    is_overdue = not is_new and rules.is_overdue(
        answer.review_on, today=timezone.localdate(about_now())
    )
    if form.is_valid():
        try:
            reason = form.cleaned_data[flow.QUOTE_REASON]
            flow.keep_written(request.actor, answer, form.wanted(), quote_reason=reason)
        except flow.NotKept as problem:
            form.add_error(problem.field, problem.told)
        else:
            messages.success(request, _("Saved."))
            return redirect("kept_answers")
    # Only who quotes somebody is asked about it.
    if not form[flow.QUOTE_REASON].errors and not form[flow.QUOTE_REASON].value():
        del form.fields[flow.QUOTE_REASON]
    return show(
        request, "kept_answer.html", "kept_answers",
        form=form, kept=None if is_new else answer, called=called, by_hand=by_hand,
        is_overdue=is_overdue, behind=_behind(forms_of(answer)), variables=VARIABLES,
        status=422 if form.errors else 200,
    )  # fmt: skip


@who_may(keep_answer, on=knowledge.find_kept_answer)
@require_POST
def review_kept_answer(request: Request, found: KeptAnswer) -> HttpResponse:
    """Somebody looked, and it is still true."""
    until = flow.review(request.actor, found)
    messages.success(request, _("Noted. Look again before %(day)s.") % {"day": calendar_day(until)})
    return redirect("kept_answers")


@who_may(keep_answer, on=knowledge.find_kept_answer)
@require_POST
def forget_kept_answer(request: Request, found: KeptAnswer) -> HttpResponse:
    flow.forget(request.actor, found)
    messages.success(request, _("Removed. What was answered with it stays as it is."))
    return redirect("kept_answers")


def _known_about(answer: KeptAnswer, actor: Actor) -> dict[str, Any]:
    if answer.pk is None:
        day = flow.next_review(timezone.localdate(about_now()))
        known = {"title": answer.title, "text": answer.text}
        return known | {"owner": actor.user_id, "review_on": day}
    same = ("title", "shortcut", "text", "link", "misconception", "review_on")
    known = {name: getattr(answer, name) for name in same}
    labels = ", ".join(answer.labels)
    known |= {each.kind: each.text for each in forms_of(answer)}
    return known | {"labels": labels, "team": answer.team_id or NOTHING, "owner": answer.owner_id}


def teams_of(actor: Actor) -> list[tuple[Any, Any]]:
    """Return for whom somebody may keep an answer."""
    teams: list[Team] = [each for each in people.teams() if keep_answer(actor, Place(each.pk))]
    found: list[tuple[Any, Any]] = [(each.pk, each.name) for each in teams]
    if keep_answer(actor, policies.ORGANISATION):
        found.insert(0, (NOTHING, _("Every team")))
    return found


def _owners(answer: KeptAnswer) -> Any:
    """Return who can look after it: who may change it, and who did so far."""
    able = people.with_role(Role.COORDINATOR, Role.ADMINISTRATOR)
    return (able | User.objects.filter(pk=answer.owner_id)).distinct().order_by("name")
