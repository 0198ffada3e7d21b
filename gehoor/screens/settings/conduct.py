"""Writing the code of conduct, and who of those who answer accepted the version that holds."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gehoor.flows import conduct
from gehoor.organisation import queries as organisation
from gehoor.organisation.rules import LONGEST_CONDUCT
from gehoor.people import queries as people
from gehoor.people.policies import ANSWERING, administer
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.showing import show


class ConductForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Code of conduct"),
        required=False,
        max_length=LONGEST_CONDUCT,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy(
            "Also what nobody is personally answerable for. Empty: nothing is asked any more."
        ),
    )


@who_may(administer)
@require_http_methods(["GET", "HEAD", "POST"])
def conduct_settings(request: Request) -> HttpResponse:
    """Write a new version; everybody who answers is asked to accept it."""
    current = organisation.conduct()
    form = ConductForm(request.POST or None, initial={"text": current.text if current else ""})
    if request.method == "POST" and form.is_valid():
        made = conduct.publish(request.actor, form.cleaned_data["text"])
        if made is None:
            messages.info(request, _("That is what holds already. Nothing has changed."))
        else:
            messages.success(request, _("Saved as version %(n)s.") % {"n": made.version})
        return redirect("conduct_settings")
    accepted = organisation.acceptances_of(current) if current else {}
    answering = list(people.with_role(*ANSWERING))
    return show(
        request,
        "conduct.html",
        "conduct_settings",
        form=form,
        conduct=current,
        people=[(each.name, accepted.get(each.pk)) for each in answering],
        accepted=sum(each.pk in accepted for each in answering),
        status=422 if form.errors else 200,
    )
