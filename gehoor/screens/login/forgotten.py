"""Asking for a new password by mail. Everybody gets the same answer."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gehoor.flows import forgotten as flow
from gehoor.people.policies import anyone
from gehoor.screens.access import Request, who_may


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@who_may(anyone)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def forgotten(request: Request) -> HttpResponse:
    """Take an address; whether anybody is known by it is told to nobody."""
    if not flow.is_possible():
        raise Http404
    form = ForgottenForm(request.POST or None)
    if form.is_valid():
        try:
            flow.ask(form.cleaned_data["email"], visitor=request.META.get("REMOTE_ADDR", ""))
        except flow.TooManyTries:
            return render(request, "login/locked.html", status=429)
        return render(request, "login/asked.html")
    status = 422 if form.errors else 200
    return render(request, "login/forgotten.html", {"form": form}, status=status)
