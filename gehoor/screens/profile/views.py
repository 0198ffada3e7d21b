"""How a colleague wants to see and steer Gehoor."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from gehoor.flows import staffing
from gehoor.people.policies import colleague
from gehoor.screens.access import Request, who_may


class ProfileForm(forms.Form):
    language = forms.ChoiceField(choices=[("nl", "Nederlands"), ("en", "English")])
    theme = forms.ChoiceField(choices=[("auto", "auto"), ("light", "light"), ("dark", "dark")])
    is_compact = forms.BooleanField(required=False)
    letter_keys = forms.BooleanField(required=False)


@require_http_methods(["GET", "POST"])
@who_may(colleague)
def profile(request: Request) -> HttpResponse:
    """Show and keep the choices; the answer is already in the language just chosen."""
    form = ProfileForm(request.POST or None)
    if form.is_valid():
        staffing.change_preferences(request.user, **form.cleaned_data)
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Kept. Gehoor now looks and speaks as you chose."))
        return redirect("profile")
    return render(request, "profile/page.html", {"place": "profile", "form": form})
