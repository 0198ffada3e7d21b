"""What may stand in a public answer because it is our own; and a place to try what is found."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.flows import leaking, setup
from gehoor.organisation import queries as organisation
from gehoor.people.policies import administer
from gehoor.screens.access import Request, who_may
from gehoor.screens.marks import pieces_of
from gehoor.screens.settings.public_forms import MayBePublicForm, TryForm
from gehoor.screens.settings.showing import show


@who_may(administer)
@require_http_methods(["GET", "HEAD", "POST"])
def may_be_public(request: Request) -> HttpResponse:
    """Our own numbers, addresses, names and the forms of our case numbers."""
    form = _form(request) if request.method != "POST" else MayBePublicForm(request.POST)
    if form.is_bound and form.is_valid():
        setup.change_organisation(request.actor, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("may_be_public")
    return _show(request, form, TryForm())


@who_may(administer)
@require_POST
def try_text(request: Request) -> HttpResponse:
    """Show what would be found in a text. It is kept nowhere, and is in no address."""
    trying = TryForm(request.POST)
    return _show(request, _form(request), trying)


def _form(request: Request) -> MayBePublicForm:
    ours = organisation.ours()
    kept = {name: getattr(ours, name) for name in MayBePublicForm.base_fields}
    return MayBePublicForm(initial=kept)


def _show(request: Request, form: MayBePublicForm, trying: TryForm) -> HttpResponse:
    found = None
    if trying.is_bound and trying.is_valid():
        found = leaking.look(trying.cleaned_data["text"].strip(), leaking.what_is_ours())
    return show(
        request,
        "may_be_public.html",
        "may_be_public",
        form=form,
        trying=trying,
        pieces=pieces_of(found, whole=True) if found else [],
        kinds=leaking.in_words(leaking.kinds_in([found])) if found else "",
        status=422 if form.errors or trying.errors else 200,
    )
