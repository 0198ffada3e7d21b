"""What a second person fills in."""

from django import forms

from gehoor.flows.collisions import Despite
from gehoor.inbox.models import Reply
from gehoor.screens.typed import LONGEST, NumberField, TypedField


class ApproveForm(forms.Form):
    text = TypedField(max_length=LONGEST, strip=False, required=False)
    seen_sequence = forms.IntegerField(min_value=0, max_value=2_147_483_647)
    writer = NumberField()
    by_social = forms.CharField(max_length=1000, required=False)
    by_protocol = forms.CharField(max_length=1000, required=False)
    medical = forms.CharField(max_length=1000, required=False)
    repeats = forms.CharField(max_length=1000, required=False)
    referral = forms.ChoiceField(choices=Reply.Referral, required=False)
    referral_words = forms.CharField(max_length=300, required=False)
    others_back = forms.BooleanField(required=False)

    def despite(self) -> Despite:
        """Return what the second person saw in its way, and why it leaves all the same."""
        given = self.cleaned_data
        reasons = {name: given[name] for name in ("by_social", "by_protocol", "medical", "repeats")}
        return Despite(writer=given["writer"], **reasons)


class GiveBackForm(forms.Form):
    note = forms.CharField(max_length=2000, required=False)
