"""Every part of the screens in every state, for who makes screens and for the checks."""

from datetime import UTC, datetime, timedelta

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gehoor.contracts.posts import Visibility
from gehoor.contracts.windows import ReplyWindow
from gehoor.inbox.models import Reply
from gehoor.inbox.queries import ThreadItem
from gehoor.inbox.rules import PROBLEMS
from gehoor.kit.text import N_
from gehoor.people.policies import colleague
from gehoor.screens.access import Request, who_may
from gehoor.screens.conversation.audience import Limit
from gehoor.screens.conversation.shown import Shown
from gehoor.screens.words import HOUR

NOON = datetime(2026, 11, 24, 11, 2, tzinfo=UTC)


class Example(forms.Form):
    """Stands for any form of Django's."""

    name = forms.CharField(label="Name", help_text="As colleagues know it.")
    stage = forms.ChoiceField(choices=[("listen", "Listening"), ("live", "Live")])
    is_closed = forms.BooleanField(label="Closed", required=False)


@require_GET
@who_may(colleague)
def components(request: Request) -> HttpResponse:
    shown = {
        "place": "components",
        "example": Example({"stage": "listen"}),
        "examples": [_message(number, state) for number, state in enumerate(_states())],
        "noon": NOON,
        "limits": _limits(),
        "now": NOON + timedelta(minutes=8),
    }
    return render(request, "components/page.html", shown)


def _limits() -> list[Limit]:
    """Until when one can answer: for a while, nearly over, only with a tag, over."""
    window = ReplyWindow(24 * HOUR, 7 * 24 * HOUR, instead=N_("Wait until they write again."))
    return [
        Limit(
            Visibility.DIRECT,
            True,
            window.stand(NOON - timedelta(hours=each), now=NOON),
            window,
            60,
        )
        for each in (1, 166, 30, 200)
    ]


def _states() -> list[str]:
    return ["", "note", *Reply.State.values, "held"]


def _message(number: int, state: str) -> Shown:
    kind = {"": "in", "note": "note"}.get(state, "out")
    item = ThreadItem(
        pk=number, sequence=number, kind=kind, author="Fatima Bakker" if kind == "in" else "Yusuf",
        handle="fatima@voorbeeld.example" if kind == "in" else "", subject="", has_original=False,
        text="De groene bak staat nog vol." if kind == "in" else "We kijken het na.",
        is_automatic=kind == "in", reply_to="ander@voorbeeld.example" if kind == "in" else "",
        warnings=["A picture was left out: it is too large."] if kind == "in" else [],
        link="https://nieuws.example/a" if kind == "in" else "",
        sent_at=NOON, received_at=NOON, reply_pk=number if kind == "out" else None,
        state=state if kind == "out" else "", problem="The mail server said: no such person.",
        due_at=NOON if state == "queued" else None, settled_at=NOON, to="",
        attachments=[], versions=[], is_mine=True, visibility="", gone_at=None,
    )  # fmt: skip
    return Shown(
        item=item, text=item.text, quoted="> Uw bericht van maandag" if kind == "in" else "",
        new_day="Today" if not number else "", can_undo=state == "queued",
        is_problem=state in PROBLEMS, files=[], original_url="",
        source="nieuws.example" if kind == "in" else "",
    )  # fmt: skip
