"""The keys there are: the page, and the part that the ? dialog shows."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from gehoor.people.policies import colleague
from gehoor.screens.access import Request, who_may
from gehoor.screens.fragments import is_fragment

KEYS = [
    (
        _("In the list"),
        [
            (["j"], _("Next conversation, and open it")),
            (["k"], _("Previous conversation, and open it")),
            (["Enter"], _("To the conversation")),
            (["Escape"], _("Out of a field, then back to the list")),
        ],
    ),
    (
        _("With the conversation"),
        [
            (["e"], _("Finish, and on to the next")),
            (["g"], _("Seen, no action, and on to the next")),
            (["i"], _("Take it")),
            (["a"], _("Assign")),
            (["l"], _("Add a label")),
            (["u"], _("Mark as unread")),
            (["z"], _("Undo the last act")),
        ],
    ),
    (
        _("Writing"),
        [
            (["r"], _("Write a reply")),
            (["n"], _("Write an internal note")),
            (["Ctrl", "Enter"], _("Send, or save the note")),
            (["Ctrl", "Shift", "Enter"], _("Send and finish")),
        ],
    ),
    (_("Everywhere"), [(["?"], _("Show these keys"))]),
]


@require_GET
@who_may(colleague)
def keys(request: Request) -> HttpResponse:
    name = "help/_dialog.html" if is_fragment(request) else "help/keys.html"
    return render(request, name, {"place": "keys", "groups": KEYS})
