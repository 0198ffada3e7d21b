"""What a screen knows of the files that go along with a reply, and what a form says of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from gehoor.contracts.connector import NotAllowed
from gehoor.contracts.posts import NO_MEDIA, MediaLimits, Visibility
from gehoor.flows import attaching, audience, handling
from gehoor.flows.attaching import Given
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Draft
from gehoor.kit.images import PICTURES
from gehoor.people.policies import Actor
from gehoor.screens.access import Request
from gehoor.screens.conversation.answering import number_in as message_in
from gehoor.screens.conversation.forms import DraftForm
from gehoor.screens.untrusted.links import draft_file_url

DESCRIBES = "description-"


def files_for(
    actor: Actor,
    conversation: Conversation,
    files: Sequence[Mapping[str, Any]],
    *,
    readers: str = "",
    kind: str = Draft.Kind.REPLY,
) -> dict[str, Any]:
    """Return what the composer shows of the files of one's own reply; no query of its own.
    `readers` is who read what it answers, `kind` which draft is shown."""
    limits = _limits(conversation, readers)
    shown = [_shown(file, limits, actor) for file in files]
    return {
        "media": limits,
        "media_words": _in_words(limits),
        "file_problems": [],
        "draft_files": [file for file in shown if file["kind"] == kind],
        "other_files": [file for file in shown if file["kind"] != kind],
        "may_take_along": _limits(conversation, Visibility.DIRECT).most > 0,
    }


def _limits(conversation: Conversation, readers: str) -> MediaLimits:
    try:
        return attaching.limits_of(conversation, readers=readers)
    except NotAllowed:
        return NO_MEDIA


def _in_words(limits: MediaLimits) -> str:
    given = {
        "most": limits.most,
        "kinds": attaching.kinds_of(limits),
        "size": attaching.megabytes(attaching.most_bytes(limits)),
    }
    return _("At most %(most)s, each up to %(size)s MB: %(kinds)s.") % given


def _shown(file: Mapping[str, Any], limits: MediaLimits, actor: Actor) -> dict[str, Any]:
    is_asked = limits.max_description > 0 and file["media_type"] in PICTURES
    preview = draft_file_url(file["pk"], actor) if file["has_preview"] else ""
    return {**file, "asks": is_asked, "preview": preview}


def files_along(request: Request, conversation: Conversation) -> list[int]:
    """Keep what a form says of files, and return those that were on screen or came with it.

    Raises NotPossible when one that came with it was not kept: nothing is sent without it.
    """
    before = {file.pk for file in inbox.draft_files_of(conversation, request.actor.user_id)}
    keep_described(request, conversation)
    if problems := keep_given(request, conversation):
        keep_text(request, conversation)
        raise NotPossible(" ".join(problems))
    mine = inbox.draft_files_of(conversation, request.actor.user_id) if request.FILES else ()
    return [*files_on_screen(request), *(f.pk for f in mine if f.pk not in before)]


def files_on_screen(request: Request) -> list[int]:
    return _numbers(request.POST.getlist("file"))


def keep_text(request: Request, conversation: Conversation) -> None:
    """Keep what was typed beside the files, as a draft."""
    kind = kind_of(request, conversation)
    given = {name: request.POST.get(name, "") for name in ("text", "answers")}
    form = DraftForm({"kind": kind, **given})
    if form.is_valid():
        handling.save_draft(request.actor, conversation, **form.cleaned_data)


def keep_given(request: Request, conversation: Conversation) -> list[str]:
    """Keep the files that came with a form; return in words which were not kept."""
    given = request.FILES.getlist("files")
    if not given:
        return []
    if request.POST.get("whole") != "yes":
        return [_("Adding the files broke off halfway, so none of them was kept. Add them again.")]
    return attaching.add(
        request.actor,
        conversation,
        [Given(str(file.name), file.read(attaching.MOST_BYTES + 1)) for file in given],
        kind=kind_of(request, conversation),
    )


def kind_of(request: Request, conversation: Conversation) -> Draft.Kind:
    """Return under which kind is kept what a form holds: by who may read it as its readers are
    chosen now. What its page showed as for one person only stays so."""
    return Draft.Kind.PRIVATE if is_written_for_one(request) else _kind_asked(request, conversation)


def _kind_asked(request: Request, conversation: Conversation) -> Draft.Kind:
    return audience.kind_wanted(
        conversation,
        wanted=request.POST.get("visibility", ""),
        answers=message_in(request.POST.get("answers", "")),
    )


def is_written_for_one(request: Request) -> bool:
    """Did the page show the text and files of this form as for one person only?"""
    return request.POST.get("written_for", "") == Draft.Kind.PRIVATE


def refuse_wider(request: Request, conversation: Conversation) -> None:
    """Raise NotPossible when what was written for one person only would be read by more.

    A script shows each choice its own text; without one the choice alone changes.
    """
    is_for_more = _kind_asked(request, conversation) != Draft.Kind.PRIVATE
    if is_written_for_one(request) and is_for_more:
        raise NotPossible(
            _("What stands here was written for one person only, so it is not sent to more. Your "
              "text is kept. Go on with what is for all readers, and write it there.")
        )  # fmt: skip


def keep_described(request: Request, conversation: Conversation) -> None:
    told = {
        number: str(text)
        for name, text in request.POST.items()
        if name.startswith(DESCRIBES)
        for number in _numbers([name.removeprefix(DESCRIBES)])
    }
    attaching.describe(request.actor, conversation, told)


def number_in(written: str) -> int:
    """Return the number of a file as a form names it; 0 is nobody's."""
    return next(iter(_numbers([written])), 0)


def _numbers(written: Sequence[object]) -> list[int]:
    words = [str(each) for each in written]
    return [int(each) for each in words if each.isdecimal() and len(each) < 18]
