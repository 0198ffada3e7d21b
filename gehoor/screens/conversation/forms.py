"""What colleagues fill in at a conversation."""

from django import forms

from gehoor.contracts.posts import Visibility
from gehoor.inbox.models import Conversation, Draft, Reply
from gehoor.screens.typed import LONGEST as LONGEST
from gehoor.screens.typed import NumberField, TypedField


class ReplyForm(forms.Form):
    text = TypedField(max_length=LONGEST, strip=False, required=False)
    client_uuid = forms.UUIDField()
    seen_sequence = forms.IntegerField(min_value=0)
    answers = NumberField()
    visibility = forms.TypedChoiceField(
        choices=[(each.value, each.value) for each in Visibility],
        coerce=Visibility,
        empty_value=Visibility.UNSAID,
        required=False,
    )
    meant_for = forms.CharField(max_length=320, required=False)


class ReferralForm(forms.Form):
    """Why a reply only sends somebody elsewhere."""

    referral = forms.ChoiceField(choices=Reply.Referral, required=False)
    referral_words = forms.CharField(max_length=300, required=False)


class DecidedForm(forms.Form):
    """What was shown that a reply gives away, and why others may read it."""

    leaks_seen = forms.CharField(max_length=64, required=False)
    leak_reason = forms.CharField(max_length=1000, required=False)


class DespiteForm(forms.Form):
    """What stood in the way of a reply, as it was shown, and why it is sent all the same."""

    answered_up_to = forms.IntegerField(min_value=0, max_value=2_147_483_647, required=False)
    writer = forms.IntegerField(min_value=1, required=False)
    reason = forms.CharField(max_length=1000, required=False)
    by_social = forms.CharField(max_length=1000, required=False)
    by_protocol = forms.CharField(max_length=1000, required=False)
    medical = forms.CharField(max_length=1000, required=False)
    repeats = forms.CharField(max_length=1000, required=False)


class NoteForm(forms.Form):
    text = forms.CharField(max_length=LONGEST, strip=False, required=False)
    client_uuid = forms.UUIDField()


class DraftForm(forms.Form):
    kind = forms.ChoiceField(choices=Draft.Kind)
    text = forms.CharField(max_length=LONGEST, strip=False, required=False)
    answers = NumberField()


class FinishForm(forms.Form):
    outcome = forms.ChoiceField(
        choices=[each for each in Conversation.Outcome.choices if each[0]],
    )
    reason = forms.CharField(max_length=300, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=1000, required=False)
