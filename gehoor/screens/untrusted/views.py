"""The pages of the second origin: a message as its sender laid it out, and what hung on it."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from gehoor.flows import seeing
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Attachment, DraftFile, Message
from gehoor.inbox.queries.approvals import find_waiting_file
from gehoor.kit.files import NotStored, open_stored, safe_name
from gehoor.kit.html import clean
from gehoor.people.policies import Actor, answer, anyone, see_names
from gehoor.screens.untrusted.door import framed_policy, opened_by_signature
from gehoor.screens.untrusted.links import (
    DOWNLOAD,
    DRAFT,
    ORIGINAL,
    PREVIEW,
    WAITING,
    WAITING_PREVIEW,
    attachment_url,
)
from gehoor.screens.untrusted.original import framed

STYLE = (Path(__file__).parent / "original.css").read_bytes()
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


# A mail as it was written names its writer, so an analyst, who sees no names, gets none of it.
@opened_by_signature(see_names, kinds={ORIGINAL: inbox.find_message})
def original(request: HttpRequest, message: Message, *, kind: str, actor: Actor) -> HttpResponse:
    """Show the HTML of a message, cleaned once more: rules grow stricter after mail came in."""
    if not message.html:
        raise Http404
    if request.method == "GET":
        seeing.original(actor, message)
    pictures = {
        name: attachment_url(picture.pk, actor, preview=True)
        for name, picture in inbox.pictures_in(message).items()
    }
    body = framed(clean(message.html), pictures)
    page = render(request, "untrusted/original.html", {"body": body, "text": message.text})
    page["Content-Security-Policy"] = framed_policy()
    return page


@opened_by_signature(
    see_names, kinds={DOWNLOAD: inbox.find_attachment, PREVIEW: inbox.find_attachment}
)
def attachment(
    request: HttpRequest, attachment: Attachment, *, kind: str, actor: Actor
) -> HttpResponse:
    """Hand over a file: our own picture of it to show, anything else only to keep."""
    if kind == PREVIEW:
        answer = _picture(_content(attachment.preview_as))
        if request.method == "GET":
            seeing.picture(actor, attachment)
        return answer
    answer = _to_keep(attachment.name, attachment.stored_as)
    if request.method == "GET":
        seeing.file(actor, attachment)
    return answer


def _to_keep(name: str, stored: str) -> HttpResponse:
    """Hand over a file only to keep: what a browser makes of it is not for here."""
    shown = safe_name(name) or _("attachment")
    return HttpResponse(
        _content(stored),
        "application/octet-stream",
        headers={"Content-Disposition": content_disposition_header(True, shown) or "attachment"},
    )


@opened_by_signature(answer, kinds={DRAFT: inbox.find_draft_file})
def draft_file(request: HttpRequest, file: DraftFile, *, kind: str, actor: Actor) -> HttpResponse:
    """Show a picture to who adds it to a reply, and to nobody else. It is no reading."""
    if file.draft is None or file.draft.author_id != actor.user_id:
        raise Http404
    return _picture(_content(file.preview_as))


@opened_by_signature(
    see_names, kinds={WAITING: find_waiting_file, WAITING_PREVIEW: find_waiting_file}
)
def waiting_file(request: HttpRequest, file: DraftFile, *, kind: str, actor: Actor) -> HttpResponse:
    """Hand a file of an answer that waits to the second person, who lets it leave."""
    if kind == WAITING_PREVIEW:
        return _picture(_content(file.preview_as))
    return _to_keep(file.name, file.stored_as)


def stylesheet(request: HttpRequest) -> HttpResponse:
    return HttpResponse(STYLE, "text/css; charset=utf-8", headers={"Cache-Control": "max-age=600"})


# The same for everybody, and nothing of anybody.
stylesheet.__dict__["policy"] = anyone


def _picture(content: bytes) -> HttpResponse:
    """Show a picture that we drew ourselves; what it is, its own first bytes say."""
    for start, media_type in PICTURES.items():
        if content.startswith(start):
            return HttpResponse(content, media_type, headers={"Content-Disposition": "inline"})
    raise Http404


def _content(stored: str) -> bytes:
    try:
        with open_stored(stored) as file:
            return file.read()
    except NotStored as error:
        raise Http404 from error
