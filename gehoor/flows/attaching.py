"""Files that a colleague adds to a reply: looked at, cleaned, kept with the draft, sent with it.

Nothing is trusted that came with a file: what it is, its content says; how large a picture is, its
header. What a camera or a program wrote into a picture is left out before it is stored.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gehoor.channels import queries as channels
from gehoor.contracts.posts import MediaLimits, OutgoingFile, Visibility
from gehoor.flows import audience
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import draft_files
from gehoor.inbox.actions.arrivals import StoredFile
from gehoor.inbox.models import Conversation, Draft, DraftFile, Message
from gehoor.kit import files, pictures
from gehoor.kit.clock import now
from gehoor.kit.images import PICTURES, media_type_of
from gehoor.kit.redrawing import redrawn
from gehoor.kit.text import file_name, plain
from gehoor.people.policies import Actor

log = logging.getLogger(__name__)

MOST_BYTES: Final = 30_000_000
"""of one file, whatever its channel takes"""
MOST_PIXELS: Final = 40_000_000
"""of one picture, whatever its channel takes: more is not drawn, so nobody could look at it here"""
KEPT_FOR: Final = timedelta(hours=1)
"""how long a file that goes along with nothing stays: somebody may be storing the same one"""
MADE_SMALLER: Final = frozenset({"image/jpeg", "image/png"})
"""what is sent as we drew it when it is too large for its channel; the others may move"""
ZIP: Final = "application/zip"
# Office documents are zips; these are the kinds whose name tells a mail program what opens them.
INSIDE_ZIP: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}


@dataclass(frozen=True)
class Given:
    """A file as it was handed to us."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Ready:
    """A file that may go along, as it will be stored."""

    name: str
    media_type: str
    content: bytes
    preview: bytes = b""


def limits_of(conversation: Conversation, *, readers: str = "") -> MediaLimits:
    """Return what may go along with an answer here that `readers` may read. Raises NotAllowed
    without a connector."""
    return channels.capabilities_for(conversation.channel, readers).media


def _limits_for(conversation: Conversation, readers: Visibility) -> MediaLimits:
    """Return the same. Raises NotPossible where only what more people read can have files."""
    limits = limits_of(conversation, readers=readers)
    if limits.most == 0 < limits_of(conversation).most:
        raise NotPossible(_("No files can go along with a private message on this platform."))
    return limits


def add(
    actor: Actor,
    conversation: Conversation,
    given: Sequence[Given],
    *,
    kind: Draft.Kind = Draft.Kind.REPLY,
) -> list[str]:
    """Keep each file with the answer one writes; return in words which were not kept, and why.

    One that is refused stops no other. Not an act, so not in the log: nothing was sent.
    """
    problems = []
    for each in given:
        try:
            _add(actor, conversation, each, kind)
        except NotPossible as problem:
            problems.append(str(problem))
    return problems


def _add(actor: Actor, conversation: Conversation, given: Given, kind: Draft.Kind) -> None:
    limits = _limits_for(conversation, audience.readers_of(conversation, kind))
    shown = file_name(given.name) or _("File without a name")
    mine = inbox.draft_files_of(conversation, actor.user_id, kind=kind)
    _refuse_too_many(limits, mine, more=len(given.content))
    ready = _looked_at(limits, shown, given.content)
    row = _stored(ready)
    with transaction.atomic():
        author_id = actor.user_id or 0
        draft = draft_files.draft_of(conversation, author_id=author_id, kind=kind, now=now())
        # Somebody may have added one in another window meanwhile.
        mine = inbox.draft_files_of(conversation, actor.user_id, kind=kind)
        _refuse_too_many(limits, mine, more=row.size)
        draft_files.keep(row, draft=draft)


def _refuse_too_many(limits: MediaLimits, mine: Sequence[DraftFile], *, more: int) -> None:
    if limits.most == 0:
        raise NotPossible(_("No files can be sent in this channel."))
    if len(mine) >= limits.most:
        raise NotPossible(
            ngettext(
                "At most %(most)s file goes along with one reply here.",
                "At most %(most)s files go along with one reply here.",
                limits.most,
            )
            % {"most": limits.most}
        )
    total = sum(file.size for file in mine) + more
    if 0 < limits.max_total < total:
        raise NotPossible(
            _("All files together are larger than %(most)s MB, which is too much for one reply.")
            % {"most": megabytes(limits.max_total)}
        )


def _looked_at(limits: MediaLimits, name: str, content: bytes) -> Ready:
    """Return the file as it may go along. Raises NotPossible, in words about this file."""
    if not content:
        raise NotPossible(_("“%(name)s” is empty.") % {"name": name})
    media_type = media_type_of(content)
    if media_type not in limits.types:
        raise NotPossible(_told_type(limits, name))
    if media_type not in PICTURES:
        _refuse_too_large(limits, name, len(content))
        return Ready(name, _type_inside(media_type, name), content)
    return _looked_at_picture(limits, name, media_type, content)


def _looked_at_picture(limits: MediaLimits, name: str, media_type: str, content: bytes) -> Ready:
    if len(content) > MOST_BYTES:
        raise NotPossible(_told_size(MOST_BYTES, name))
    try:
        picture = pictures.read(content)
    except pictures.Broken as error:
        raise NotPossible(_told_broken(name)) from error
    if picture.pixels > MOST_PIXELS:
        raise NotPossible(
            _("“%(name)s” is %(width)s by %(height)s pixels. At most %(most)s million pixels go "
              "along here: make it smaller first.")
            % {"name": name, "width": picture.width, "height": picture.height,
               "most": MOST_PIXELS // 1_000_000}
        )  # fmt: skip
    preview = redrawn(picture.content)
    if not preview:
        raise NotPossible(_told_broken(name))
    is_small = picture.pixels <= (limits.max_pixels or MOST_PIXELS)
    if is_small and len(picture.content) <= most_bytes(limits):
        return Ready(name, media_type, picture.content, preview)
    if media_type not in MADE_SMALLER:
        raise NotPossible(_told_size(most_bytes(limits), name))
    _refuse_too_large(limits, name, len(preview))
    return Ready(name, media_type, preview, preview)


def _refuse_too_large(limits: MediaLimits, name: str, size: int) -> None:
    if size > most_bytes(limits):
        raise NotPossible(_told_size(most_bytes(limits), name))


def most_bytes(limits: MediaLimits) -> int:
    """Return how large one file may be here."""
    return min(limits.max_bytes or MOST_BYTES, MOST_BYTES)


def _told_size(most: int, name: str) -> str:
    told = _("“%(name)s” is too large: at most %(most)s MB goes along here.")
    return told % {"name": name, "most": megabytes(most)}


def _told_broken(name: str) -> str:
    told = _("“%(name)s” is damaged, or did not come over whole. Add it once more.")
    return told % {"name": name}


def _told_type(limits: MediaLimits, name: str) -> str:
    told = _("“%(name)s” is not of a kind that goes along here: %(kinds)s.")
    return told % {"name": name, "kinds": kinds_of(limits)}


def kinds_of(limits: MediaLimits) -> str:
    """Return what may go along, as people call it."""
    named = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/webp": "WebP",
             "application/pdf": "PDF", ZIP: _("Word, Excel, OpenDocument and zip"),
             "text/plain": _("text")}  # fmt: skip
    return ", ".join(words for kind, words in named.items() if kind in limits.types)


def megabytes(size: int) -> str:
    """Return a size in MB, with a decimal only where it matters."""
    rounded = size / 1_000_000
    return f"{rounded:.0f}" if rounded >= 10 or rounded == int(rounded) else f"{rounded:.1f}"


def _type_inside(media_type: str, name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    return INSIDE_ZIP.get(ending, media_type) if media_type == ZIP else media_type


def _stored(ready: Ready) -> DraftFile:
    """Put a file on disk, safely, after the row that names it. Raises NotPossible."""
    if not files.room_left().for_files:
        raise NotPossible(_told_full(ready.name))
    row = draft_files.expect(
        StoredFile(
            name=ready.name[:200],
            media_type=ready.media_type,
            size=len(ready.content),
            stored_as=sha256(ready.content).hexdigest(),
            preview_as=sha256(ready.preview).hexdigest() if ready.preview else "",
        )
    )
    try:
        for content in filter(None, (ready.content, ready.preview)):
            files.store(content)
    except files.NoRoom as error:
        log.warning("There was no room for a file that a colleague added.")
        raise NotPossible(_told_full(ready.name)) from error
    return row


def _told_full(name: str) -> str:
    told = _("There is no room to keep “%(name)s” just now. Your text and other files are kept.")
    return told % {"name": name}


@transaction.atomic
def describe(actor: Actor, conversation: Conversation, told: Mapping[int, str]) -> None:
    """Keep what is to be seen in one's own pictures, also while it is not complete."""
    if actor.user_id and told:
        longest = limits_of(conversation).max_description
        kept = {pk: " ".join(plain(text, limit=longest).split()) for pk, text in told.items()}
        draft_files.describe(conversation, author_id=actor.user_id, told=kept)


@transaction.atomic
def take_away(actor: Actor, conversation: Conversation, pk: int) -> None:
    """Leave a file of one's own out. One that is gone already is out."""
    if actor.user_id:
        draft_files.take_away(conversation, author_id=actor.user_id, pk=pk)


@transaction.atomic
def take_along(actor: Actor, conversation: Conversation, chosen: Sequence[int]) -> None:
    """Let files of what one writes for all readers go along with what is for one person, too.

    They stay with the first: each of both keeps its own. Once more is once. Raises NotPossible.
    """
    open_ones = inbox.draft_files_of(conversation, actor.user_id, kind=Draft.Kind.REPLY)
    wanted = [file for file in open_ones if file.pk in set(chosen)]
    if not wanted or not actor.user_id:
        return
    limits = _limits_for(conversation, Visibility.DIRECT)
    apart = Draft.Kind.PRIVATE
    draft = draft_files.draft_of(conversation, author_id=actor.user_id, kind=apart, now=now())
    there = list(inbox.draft_files_of(conversation, actor.user_id, kind=apart))
    known = {(file.stored_as, file.name) for file in there}
    fresh = [file for file in wanted if (file.stored_as, file.name) not in known]
    for file in fresh:
        _refuse_too_many(limits, there, more=file.size)
        there.append(file)
    draft_files.copy(fresh, to=draft)


@transaction.atomic
def drop(actor: Actor, conversation: Conversation, *, kind: Draft.Kind = Draft.Kind.REPLY) -> None:
    """Throw away the files of what one was answering; not those for other readers."""
    if actor.user_id:
        draft_files.drop(conversation, author_id=actor.user_id, kind=kind)


def to_send(
    actor: Actor, conversation: Conversation, chosen: Sequence[int], *, readers: Visibility
) -> Sequence[DraftFile]:
    """Return the files that go along: exactly those the writer had on screen. Raises NotPossible.

    One that was added for a single person never goes to more; one that was for all may go to one,
    who chose that where no script parts them. Needs the conversation locked.
    """
    if not chosen:
        return []
    mine = inbox.draft_files_of(conversation, actor.user_id)
    wanted = [file for file in mine if file.pk in set(chosen)]
    if len(wanted) != len(set(chosen)):
        raise NotPossible(
            _("A file was taken out in another window. Nothing was sent; your text is kept. Look "
              "at the files once more.")
        )  # fmt: skip
    limits = _limits_for(conversation, readers)
    _refuse_too_many(limits, wanted[1:], more=wanted[0].size)
    is_apart = audience.draft_kind(readers) == Draft.Kind.PRIVATE
    for file in wanted:
        _refuse_undescribed(limits, file)
        if file.draft and file.draft.kind == Draft.Kind.PRIVATE and not is_apart:
            raise NotPossible(
                _("“%(name)s” was added for one person only. Nothing was sent: take it out, and "
                  "add it again if more people may see it.") % {"name": file.name}
            )  # fmt: skip
    return wanted


def _refuse_undescribed(limits: MediaLimits, file: DraftFile) -> None:
    """EN 301 549, 11.8: who writes is asked for it; it cannot be forgotten."""
    is_asked = limits.max_description > 0 and file.media_type in PICTURES
    if is_asked and not file.description.strip():
        raise NotPossible(
            _("Describe “%(name)s” first, for who cannot see it. Nothing was sent; your text and "
              "files are kept.") % {"name": file.name}
        )  # fmt: skip


def outgoing_files(message: Message) -> tuple[OutgoingFile, ...]:
    """Return the files of a reply with their content. Raises files.NotStored."""
    return tuple(
        OutgoingFile(file.name, file.media_type, _content(file.stored_as), file.description)
        for file in message.attachments.order_by("pk")
    )


def _content(stored_as: str) -> bytes:
    with files.open_stored(stored_as) as file:
        return file.read()


def clean_up() -> None:
    """Remove the files that go along with nothing any more; the timer calls this once an hour."""
    before = now() - KEPT_FOR * settings.TIME_SCALE
    dropped = inbox.dropped_files(before=before)
    stored = {name for row in dropped for name in (row.stored_as, row.preview_as) if name}
    kept = inbox.named_files(stored)
    young = {name for name in stored - kept if not files.forget(name, before=before)}
    for row in dropped:
        if not {row.stored_as, row.preview_as} & young:
            draft_files.forget(row)
