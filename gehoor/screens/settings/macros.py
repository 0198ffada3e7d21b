"""Macros: what several acts are called together, and the page of one."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoor.flows import macros as flow
from gehoor.flows.handling import LONGEST_TAG, usable_label
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Macro
from gehoor.knowledge import queries as knowledge
from gehoor.people.policies import Actor, Place, keep_answer, keep_answers
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.kept_answers import NOTHING, number_of, teams_of
from gehoor.screens.settings.showing import show
from gehoor.screens.typed import NameField


def _chosen(choices: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Return choices of which one is always made: what is empty when kept has a name here."""
    return ((value or NOTHING, words) for value, words in choices)


def _as_kept(choice: str) -> str:
    return "" if choice == NOTHING else choice


class MacroForm(forms.Form):
    name = NameField(
        label=gettext_lazy("Name"),
        max_length=60,
    )
    team = forms.TypedChoiceField(label=gettext_lazy("For whom"), coerce=number_of)
    kept_answer = forms.TypedChoiceField(
        label=gettext_lazy("Put in the reply"),
        coerce=number_of,
        help_text=gettext_lazy("A kept answer. Who answers looks at it and sends it."),
    )
    tag = forms.CharField(
        label=gettext_lazy("Add the label"), required=False, max_length=LONGEST_TAG
    )
    gives = forms.TypedChoiceField(
        label=gettext_lazy("Assign"), choices=[*_chosen(Macro.Gives.choices)], coerce=_as_kept
    )
    ends = forms.TypedChoiceField(
        label=gettext_lazy("And then"), choices=[*_chosen(Macro.Ends.choices)], coerce=_as_kept
    )

    def __init__(self, given: Mapping[str, Any] | None, *, actor: Actor, macro: Macro):
        same = ("name", "tag", "gives", "ends")
        known = {name: getattr(macro, name) for name in same}
        known |= {"team": macro.team_id, "kept_answer": macro.kept_answer_id}
        known |= {name: known[name] or NOTHING for name in ("team", "kept_answer", "gives", "ends")}
        super().__init__(given, initial=known)
        self.fields["team"].choices = teams_of(actor)  # type: ignore[attr-defined]
        self.fields["kept_answer"].choices = [  # type: ignore[attr-defined]
            (NOTHING, _("Nothing")),
            *((each.pk, each.title) for each in knowledge.kept_answers() if _sees(actor, each)),
        ]

    def clean_tag(self) -> str:
        tag = str(self.cleaned_data["tag"])
        try:
            return usable_label(tag) if tag else ""
        except NotPossible as problem:
            raise forms.ValidationError(str(problem)) from problem

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        answer = given.get("kept_answer")
        if not (answer or given.get("tag") or given.get("gives") or given.get("ends")):
            raise forms.ValidationError(_("Choose at least one thing it does."))
        if answer and given.get("ends"):
            self.add_error(
                "ends",
                _("A text must be sent first, so leave the conversation open here. Who sends it "
                  "can choose “Send and finish”."),
            )  # fmt: skip
        found = knowledge.find_kept_answer(answer) if answer else None
        if found and found[0].team_id not in (None, given.get("team")):
            self.add_error("kept_answer", _("This answer is of another team."))
        return given

    def wanted(self) -> dict[str, Any]:
        """Return what the flow asks for."""
        given = self.cleaned_data
        same = {name: given[name] for name in ("name", "tag", "gives", "ends")}
        answer = given["kept_answer"]
        return same | {
            "team_id": given["team"], "kept_answer_id": answer, "inserts": answer is not None,
        }  # fmt: skip


def _sees(actor: Actor, answer: Any) -> bool:
    return answer.team_id is None or keep_answer(actor, Place(answer.team_id))


@who_may(keep_answers)
@require_safe
def macro_list(request: Request) -> HttpResponse:
    """Show what there is, and what cannot be done any more."""
    rows = [
        {
            "macro": each,
            "steps": flow.preview(each),
            "missing": flow.missing(each),
            "may_change": keep_answer(request.actor, Place(each.team_id)),
        }
        for each in inbox.macros()
        if each.team_id is None or keep_answer(request.actor, Place(each.team_id))
    ]
    return show(request, "macros.html", "macros", rows=rows)


@who_may(keep_answers)
@require_http_methods(["GET", "HEAD", "POST"])
def new_macro(request: Request) -> HttpResponse:
    return _page(request, Macro(), called=_("Make a macro"))


@who_may(keep_answer, on=inbox.find_macro)
@require_http_methods(["GET", "HEAD", "POST"])
def macro(request: Request, found: Macro) -> HttpResponse:
    return _page(request, found, called=found.name)


def _page(request: Request, found: Macro, *, called: str) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    form = MacroForm(given, actor=request.actor, macro=found)
    is_new, problem = found.pk is None, flow.missing(found)
    if form.is_valid():
        try:
            flow.keep(request.actor, found, form.wanted())
        except flow.NameTaken:
            form.add_error("name", _("There is one of this name already. Choose another name."))
        else:
            messages.success(request, _("Saved."))
            return redirect("macros")
    return show(
        request, "macro.html", "macros", form=form, macro=None if is_new else found,
        called=called, problem=problem, status=422 if form.errors else 200,
    )  # fmt: skip


@who_may(keep_answer, on=inbox.find_macro)
@require_POST
def forget_macro(request: Request, found: Macro) -> HttpResponse:
    flow.forget(request.actor, found)
    messages.success(request, _("Removed. What it did stays as it is."))
    return redirect("macros")
