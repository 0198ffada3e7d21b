"""What an administrator does about how a colleague logs in."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.flows import second_steps, sessions
from gehoor.people import queries
from gehoor.people.models import User
from gehoor.people.policies import administer, see_settings
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.showing import show


class ResetForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why, and how you know it is them"),
        help_text=gettext_lazy("Stands in the log, such as: lost the phone, came by in person."),
        max_length=300,
    )


@who_may(administer, see=see_settings, on=queries.find_user)
@require_http_methods(["GET", "HEAD", "POST"])
def reset_step(request: Request, user: User) -> HttpResponse:
    """Take away a colleague's second step, with a reason for the log."""
    form = ResetForm(request.POST or None)
    if form.is_valid():
        second_steps.reset(request.actor, user, reason=form.cleaned_data["reason"])
        told = _("%(name)s has no second step now and is logged out everywhere.")
        messages.success(request, told % {"name": user.name})
        return redirect("colleague", pk=user.pk)
    status = 422 if form.errors else 200
    return show(request, "reset_step.html", "people", form=form, colleague=user, status=status)


@who_may(administer, see=see_settings, on=queries.find_user)
@require_POST
def end_sessions(request: Request, user: User) -> HttpResponse:
    """Log a colleague out everywhere."""
    ended = sessions.end_of_colleague(request.actor, user)
    told = ngettext("%(n)s session was ended.", "%(n)s sessions were ended.", ended)
    messages.success(request, told % {"n": ended})
    return redirect("colleague", pk=user.pk)
