"""The phone book of the second line: colleagues and departments that can be asked."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoor.consultations import queries as consultations
from gehoor.consultations.models import Expert
from gehoor.flows import phone_book as flow
from gehoor.flows.refusing import NotPossible
from gehoor.people.policies import keep_phone_book
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.showing import show
from gehoor.screens.typed import NameField


class ExpertForm(forms.Form):
    name = NameField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("A department, such as Permits, or a colleague."),
    )
    department = forms.ModelChoiceField(
        label=gettext_lazy("Of the department"),
        queryset=Expert.objects.none(),
        required=False,
        empty_label=gettext_lazy("None: it is one itself"),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone number"),
        max_length=30,
        required=False,
        validators=[
            RegexValidator(
                r"^\+?[\d\s()./-]*\d[\d\s()./-]*$",
                gettext_lazy("A number has figures, and spaces or dashes between them."),
            )
        ],
        help_text=gettext_lazy("Without one nobody can call; then only a link is left."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only for mailing a link."),
    )
    reachable = forms.CharField(
        label=gettext_lazy("When they can be reached"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("In your own words, such as: Monday to Thursday, mornings."),
    )
    term_hours = forms.IntegerField(
        label=gettext_lazy("Answers within (hours of opening time)"),
        min_value=1,
        max_value=200,
        required=False,
        help_text=gettext_lazy(
            "What you agreed with the department. It is the deadline that is proposed, and what "
            "the figures compare with."
        ),
    )

    def __init__(self, given: Mapping[str, Any] | None, expert: Expert):
        same = ("name", "phone", "email", "reachable", "term_hours")
        known = {name: getattr(expert, name) for name in same}
        super().__init__(given, initial=known | {"department": expert.department_id})
        field: Any = self.fields["department"]
        field.queryset = consultations.departments().exclude(pk=expert.pk)

    def wanted(self) -> dict[str, Any]:
        """Return what the flow asks for."""
        given = dict(self.cleaned_data)
        department = given.pop("department")
        given["name"] = " ".join(given["name"].split())
        return given | {"department_id": department.pk if department else None}


@who_may(keep_phone_book)
@require_safe
def phone_book(request: Request) -> HttpResponse:
    """Show who can be asked."""
    rows = list(consultations.listed())
    without = sum(not each.phone for each in rows)
    return show(request, "phone_book.html", "phone_book", rows=rows, without=without)


@who_may(keep_phone_book)
@require_http_methods(["GET", "HEAD", "POST"])
def new_expert(request: Request) -> HttpResponse:
    return _page(request, Expert(), called=_("Add to the phone book"))


@who_may(keep_phone_book, on=consultations.find_expert)
@require_http_methods(["GET", "HEAD", "POST"])
def expert(request: Request, found: Expert) -> HttpResponse:
    return _page(request, found, called=found.name)


def _page(request: Request, found: Expert, *, called: str) -> HttpResponse:
    form = ExpertForm(request.POST if request.method == "POST" else None, found)
    is_new = found.pk is None
    if form.is_valid():
        try:
            flow.keep(request.actor, found, form.wanted())
        except flow.NameTaken:
            form.add_error("name", _("There is one of this name already. Choose another name."))
        except NotPossible as problem:
            form.add_error("department", str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("phone_book")
    return show(
        request, "expert.html", "phone_book", form=form, expert=None if is_new else found,
        called=called, waiting=0 if is_new else consultations.waiting_at(found),
        status=422 if form.errors else 200,
    )  # fmt: skip


@who_may(keep_phone_book, on=consultations.find_expert)
@require_POST
def forget_expert(request: Request, found: Expert) -> HttpResponse:
    left = flow.take_off(request.actor, found)
    told = _("Taken out of the phone book. What they were asked stays.")
    if left:
        told += " " + ngettext(
            "%(n)s question waits for them still: ask somebody else, or take it back.",
            "%(n)s questions wait for them still: ask somebody else, or take them back.",
            left,
        ) % {"n": left}
    messages.success(request, told)
    return redirect("phone_book")
