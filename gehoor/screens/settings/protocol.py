"""The protocol: the table of what is answered, made and changed by coordinators."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import URLValidator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoor.channels import queries as channels
from gehoor.contacts.rules import fold
from gehoor.flows import protocol as flow
from gehoor.flows import protocol_ready
from gehoor.inbox import queries as inbox
from gehoor.knowledge.models import ProtocolLine
from gehoor.knowledge.queries.protocol import find_line
from gehoor.knowledge.rules.kinds import NAMES, Kind
from gehoor.knowledge.rules.protocol import LONGEST_TEXT, MUST_BE_ANSWERED
from gehoor.people.policies import ORGANISATION, Actor, Place, keep_answer, keep_answers
from gehoor.planning.rules.norms import Way
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.norms import WAYS
from gehoor.screens.settings.showing import show
from gehoor.screens.typed import NameField


class LineForm(forms.Form):
    name = NameField(
        label=gettext_lazy("Name"),
        max_length=60,
        help_text=gettext_lazy(
            "It stands beside what is left by it, so say what it is about: opinions, for example."
        ),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What it is"), required=False)
    channel = forms.TypedChoiceField(
        label=gettext_lazy("Channel"), required=False, coerce=int, empty_value=None
    )
    way = forms.ChoiceField(label=gettext_lazy("How they turn to us"), required=False)
    sender = forms.CharField(
        label=gettext_lazy("Sender"),
        required=False,
        max_length=320,
        help_text=gettext_lazy(
            "Only for messages of this address, or of a whole organisation: @krant.example."
        ),
    )
    verdict = forms.ChoiceField(
        label=gettext_lazy("What we do"),
        choices=ProtocolLine.Verdict.choices,
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=gettext_lazy("Why, or whom to ask first"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Colleagues read this beside the message."),
    )
    text = forms.CharField(
        label=gettext_lazy("Text for the answer"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("One press puts it in the answer; variables work as in a kept one."),
    )
    link = forms.CharField(
        label=gettext_lazy("Link"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Where it goes on, such as your complaint form."),
    )

    def __init__(self, given: Mapping[str, Any] | None, *, actor: Actor, line: ProtocolLine):
        super().__init__(given, initial=_known_about(line))
        fields: dict[str, Any] = dict(self.fields)
        fields["kind"].choices = [
            ("", _("Every kind")),
            *((str(kind), _(words)) for kind, words in NAMES.items()),
        ]
        fields["channel"].choices = channels_of(actor)
        fields["channel"].required = not keep_answer(actor, ORGANISATION)
        fields["way"].choices = [("", _("Every way")), *((str(k), v) for k, v in WAYS.items())]

    def clean_sender(self) -> str:
        return fold(self.cleaned_data["sender"])

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()

    def clean_link(self) -> str:
        link = str(self.cleaned_data["link"]).strip()
        if link:
            told = _("A link begins with https:// and names a page.")
            URLValidator(schemes=["http", "https"], message=told)(link)
        return link

    def wanted(self) -> dict[str, Any]:
        """Return what the flow asks for."""
        given = dict(self.cleaned_data)
        return given | {"channel_id": given.pop("channel")}


@who_may(keep_answers)
@require_safe
def protocol_table(request: Request) -> HttpResponse:
    """Show the table, with how often each line left something in the last 30 days."""
    left = inbox.left_by_lines()
    rows = [
        {
            "line": line,
            "about": _about(line),
            "left": left.get(line.pk, 0),
            "may_change": keep_answer(request.actor, find_place(line)),
            "lacks_link": line.kind in MUST_BE_ANSWERED and not line.link,
        }
        for line in flow.table()
        if line.channel is None or keep_answer(request.actor, find_place(line))
    ]
    may_all = keep_answer(request.actor, ORGANISATION)
    return show(request, "protocol.html", "protocol", rows=rows, may_all=may_all)


@who_may(keep_answer)
@require_POST
def take_ready_made(request: Request) -> HttpResponse:
    """Put the lines Gehoor comes with in the table, as far as they are not there."""
    taken = protocol_ready.take(request.actor)
    told = ngettext("%(n)s line was added.", "%(n)s lines were added.", taken) % {"n": taken}
    messages.success(request, told if taken else _("They were there already."))
    return redirect("protocol")


@who_may(keep_answers)
@require_http_methods(["GET", "HEAD", "POST"])
def new_line(request: Request) -> HttpResponse:
    return _page(request, ProtocolLine())


@who_may(keep_answer, on=find_line)
@require_http_methods(["GET", "HEAD", "POST"])
def protocol_line(request: Request, line: ProtocolLine) -> HttpResponse:
    return _page(request, line)


@who_may(keep_answer, on=find_line)
@require_POST
def forget_line(request: Request, line: ProtocolLine) -> HttpResponse:
    flow.forget_line(request.actor, line)
    messages.success(request, _("Removed. What was left by it keeps its name as the reason."))
    return redirect("protocol")


def _page(request: Request, line: ProtocolLine) -> HttpResponse:
    called = line.name or _("New line")
    is_new = line.pk is None
    given = request.POST if request.method == "POST" else None
    form = LineForm(given, actor=request.actor, line=line)
    if form.is_valid():
        try:
            flow.keep_line(request.actor, line, form.wanted())
        except flow.NotKept as problem:
            form.add_error(problem.field, problem.told)
        else:
            messages.success(request, _("Saved."))
            return redirect("protocol")
    status = 422 if form.errors else 200
    return show(request, "protocol_line.html", "protocol", form=form, called=called,
                line=None if is_new else line, status=status)  # fmt: skip


def find_place(line: ProtocolLine) -> Place:
    return Place(team=line.channel.team_id if line.channel else None)


def _about(line: ProtocolLine) -> str:
    """Return for what a line holds, in words."""
    parts = [
        flow.name_of(line.kind),
        line.channel.name if line.channel else "",
        str(WAYS[Way(line.way)]) if line.way else "",
        line.sender,
    ]
    return ", ".join(part for part in parts if part)


def channels_of(actor: Actor) -> list[tuple[Any, Any]]:
    """Return the channels somebody may agree about, and all of them for who may."""
    of_all = keep_answer(actor, ORGANISATION)
    found = [
        (each.pk, each.name)
        for each in channels.all_channels()
        if keep_answer(actor, Place(each.team_id))
    ]
    return [("", _("All channels")), *found] if of_all else found


def _known_about(line: ProtocolLine) -> dict[str, Any]:
    if line.pk is None:
        return {"kind": str(Kind.QUESTION)}
    same = ("name", "kind", "way", "sender", "verdict", "why", "text", "link")
    return {name: getattr(line, name) for name in same} | {"channel": line.channel_id or ""}
