"""What a screen shows of one conversation, gathered in as few queries as it can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from gehoor.channels import queries as channels
from gehoor.contacts.models import Consent
from gehoor.contracts.posts import Visibility
from gehoor.flows import emergencies
from gehoor.flows.at_hand import at_hand
from gehoor.flows.protocol import applying
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Reply
from gehoor.inbox.rules import PROBLEMS, first_words
from gehoor.inbox.rules.dangers import NAMES, Danger
from gehoor.kit.clock import about_now
from gehoor.kit.quotes import split_quote
from gehoor.knowledge.queries.protocol import Agreed
from gehoor.knowledge.rules.kinds import praises
from gehoor.people import queries as people
from gehoor.people.policies import Actor, answer, coordinate, see_names, tag
from gehoor.routing.queries import rule_of
from gehoor.screens.conversation.agreed import NO_REMARKS, agreed_for, remarks_on
from gehoor.screens.conversation.answering import Answered, answering_for
from gehoor.screens.conversation.approving import NO_APPROVALS, approvals_for, told_ahead
from gehoor.screens.conversation.audience import audience_for
from gehoor.screens.conversation.composing import composer_for
from gehoor.screens.conversation.files import files_for
from gehoor.screens.untrusted.links import attachment_url, original_url
from gehoor.screens.words import apart, day

NO_LIMIT = 2_147_483_647
LONGEST_TITLE = 80
"""of what was written, when it has no subject: all of it stands below"""


@dataclass(frozen=True, slots=True)
class Shown:
    """One message with what the template needs beside it."""

    item: inbox.ThreadItem
    text: str
    quoted: str
    new_day: str
    """the heading above the first message of a day, else empty"""
    can_undo: bool
    is_problem: bool
    files: list[tuple[dict[str, Any], str, str]]
    """each attachment with the addresses of its preview (or empty) and of its download"""
    original_url: str
    source: str = ""
    """the site on which it can be read, when it has a link there"""
    is_news: bool = False
    """from a channel that is only read: that nobody waits for an answer goes without saying"""
    is_answerable: bool = False
    """everybody can read it, and it is still there: one can choose to answer it"""
    referral: str = ""
    """why it only sends somebody elsewhere, in words"""


def conversation_for(
    actor: Actor,
    conversation: Conversation,
    *,
    before: int = 0,
    readers: str = "",
    answers: str = "",
) -> dict[str, Any]:
    """Return everything on screen about one conversation: three queries.

    `readers` is for whom an answer is being written, as `contracts.posts.Visibility` names them;
    `answers` to which message, as `answering.asked_in` gives it.
    """
    place = inbox.place_of(conversation)
    thread = inbox.thread_of(conversation, actor, before=before or NO_LIMIT)
    context = inbox.context_of(conversation, actor, teams=inbox.visible_teams(actor))
    names = see_names(actor, place)
    can_answer = channels.can_answer(conversation.channel)
    kept = _kept_answer(context, readers)
    answering = answering_for(actor, conversation, thread, asked=answers, kept=kept)
    answered = answering.message
    audience = audience_for(conversation, answered, drafts=context.drafts, chosen=readers)
    choices, taken = audience["choices"], audience["taken"]
    return {
        "conversation": conversation,
        "channel": conversation.channel,
        "called": _called(conversation, thread),
        "who": _who(conversation, context, names=names),
        "names": names,
        "messages_shown": _with_days(thread, actor, is_news=not can_answer),
        "has_older": len(thread) == inbox.NEWEST,
        "first_sequence": thread[0].sequence if thread else 0,
        "last_sequence": thread[-1].sequence if thread else 0,
        "context": context,
        "around": _around(actor, conversation),
        "earlier": [_with_moment(each) for each in context.earlier],
        "may_answer": answer(actor, place),
        "can_answer": can_answer,
        "may_reply": channels.may_reply(conversation.channel),
        "may_tag": tag(actor, place),
        "now": about_now(),
        **(presence_of(actor, context.there, context.colleagues) if answer(actor, place) else {}),
        "answering": answering,
        "may_choose": _may_choose(actor, conversation, thread),
        **composer_for(actor, conversation, answered, choices=choices, taken=taken),
        "may_name": any(item.handle.startswith("@") for item in thread if item.kind == "in"),
        **audience | _files(actor, conversation, context, audience),
        **_why_it_stands_here(actor, conversation, context, thread),
        **_told(actor, conversation, context, answered, audience),
    }


def _agreed(
    actor: Actor,
    conversation: Conversation,
    context: inbox.Context,
    agreed: Agreed,
    audience: dict[str, Any],
) -> dict[str, Any]:
    """Return what was agreed about answering it, for who may, while it is open; and what in the
    text that was begun goes against it."""
    is_open = conversation.status == Conversation.Status.OPEN
    can_answer = is_open and channels.can_answer(conversation.channel)
    if not (can_answer and answer(actor, inbox.place_of(conversation))):
        return {"agreed": None, "tips": None} | NO_REMARKS
    here = applying(conversation, context.newest, agreed)
    remarks = remarks_on(conversation, audience["taken"], audience["kept_text"], here)
    return agreed_for(actor, conversation, here) | remarks


def _told(
    actor: Actor,
    conversation: Conversation,
    context: inbox.Context,
    answered: Answered | None,
    audience: dict[str, Any],
) -> dict[str, Any]:
    """Return what was agreed, whom one waits for, and what waits for a second person or will."""
    shown = approvals_for(actor, conversation) if context.has_approvals else NO_APPROVALS
    may = answer(actor, inbox.place_of(conversation)) and channels.may_reply(conversation.channel)
    asks = may and context.may_ask_second
    told = told_ahead(actor, conversation, answered, readers=audience["taken"]) if asks else {}
    agreed, questions = at_hand(conversation)
    return {
        **_agreed(actor, conversation, context, agreed, audience),
        **shown,
        "told_ahead": told,
        "purposes": dict(Consent.Purpose.choices),
        "questions": questions,
    }


def _why_it_stands_here(
    actor: Actor,
    conversation: Conversation,
    context: inbox.Context,
    thread: Sequence[inbox.ThreadItem],
) -> dict[str, Any]:
    """Return what is told of an emergency and of what was passed on: nothing asked for others."""
    return {
        "is_compliment": bool(thread) and thread[-1].kind == "in" and praises(thread[-1].text),
        "is_followed": bool(context.followers),
        "purposes": dict(Consent.Purpose.choices),
        "may_coordinate": coordinate(actor, inbox.place_of(conversation)),
        **(_emergency(conversation) if conversation.is_emergency else {}),
        "routed": _routed(conversation) if conversation.routed_to_id else None,
    }


def _routed(conversation: Conversation) -> dict[str, str]:
    """Return which rule passed it on, and to whom: two queries more."""
    team = conversation.routed_to.name if conversation.routed_to else ""
    return {"rule": rule_of(conversation.pk), "team": team}


def _emergency(conversation: Conversation) -> dict[str, str]:
    """Return the 112 text, and what the danger is in words: one query more."""
    kind = conversation.emergency_kind
    return {
        "emergency_text": emergencies.text_for(conversation),
        "danger": _(NAMES[Danger(kind)]) if kind else "",
    }


def _files(
    actor: Actor, conversation: Conversation, context: inbox.Context, audience: dict[str, Any]
) -> dict[str, Any]:
    came_in, kind = audience["came_in"], audience["reply_kind"]
    return files_for(actor, conversation, context.draft_files, readers=came_in, kind=kind)


def _kept_answer(context: inbox.Context, readers: str) -> str:
    """Return what the text that is shown answers; of one nothing was kept of, as the other does."""
    is_apart = readers == Visibility.DIRECT or (not readers and "reply" not in context.drafts)
    answers, kind = context.draft_answers, "private" if is_apart else "reply"
    return answers.get(kind, "") if kind in context.drafts else next(iter(answers.values()), "")


def presence_of(
    actor: Actor, there: Sequence[inbox.Beside], colleagues: Sequence[people.Colleague]
) -> dict[str, Any]:
    """Return who is at a conversation, as its page shows it, and who can be given it."""
    writer = next((each for each in there if each.writes), None)
    return {
        "writer": writer,
        "is_mine": writer is not None and writer.user_id == actor.user_id,
        "looking": [each for each in there if each != writer and each.user_id != actor.user_id],
        "colleagues": colleagues,
    }


def _may_choose(
    actor: Actor, conversation: Conversation, thread: Sequence[inbox.ThreadItem]
) -> bool:
    """Is there more than one message, of which somebody could choose one to answer?"""
    is_one_of_more = sum(_is_answerable(item) for item in thread) > 1
    place = inbox.place_of(conversation)
    return is_one_of_more and answer(actor, place) and channels.may_reply(conversation.channel)


def _around(actor: Actor, conversation: Conversation) -> inbox.Surroundings | None:
    """What stands around it, where it is a thread that everybody can read: one query more."""
    is_thread = conversation.is_public and conversation.thread
    return inbox.surroundings_of(conversation, actor) if is_thread else None


def _called(conversation: Conversation, thread: Sequence[inbox.ThreadItem]) -> str:
    """Return its subject, or how it began: never what we answered, when they wrote something."""
    theirs = next((item.text for item in thread if item.kind == "in"), "")
    began = theirs or conversation.opening
    return conversation.subject or first_words(began, length=LONGEST_TITLE)


def _who(conversation: Conversation, context: inbox.Context, *, names: bool) -> str:
    if not names:
        return _("Name not shown")
    named = conversation.contact.name or (context.addresses[0] if context.addresses else "")
    return apart(named) or _("Unknown")


def _with_days(thread: Sequence[inbox.ThreadItem], actor: Actor, *, is_news: bool) -> list[Shown]:
    shown, last, now = [], None, about_now()
    for item in thread:
        text, quoted = split_quote(item.text) if item.kind == "in" else (item.text, "")
        here = timezone.localdate(item.sent_at)
        shown.append(
            Shown(
                item=item,
                text=text,
                quoted=quoted,
                new_day=day(item.sent_at) if here != last else "",
                can_undo=item.state == "queued" and bool(item.due_at and item.due_at > now),
                is_problem=item.state in PROBLEMS,
                files=[_with_addresses(file, actor) for file in item.attachments],
                original_url=original_url(item.pk, actor) if item.has_original else "",
                source=(urlsplit(item.link).hostname or "").removeprefix("www."),
                is_news=is_news,
                is_answerable=_is_answerable(item),
                referral=_referral_of(item),
            )
        )
        last = here
    return shown


def _is_answerable(item: inbox.ThreadItem) -> bool:
    is_open = Visibility(item.visibility).is_open
    return item.kind == "in" and is_open and item.gone_at is None


def _referral_of(item: inbox.ThreadItem) -> str:
    if item.referral in {"", Reply.Referral.NONE}:
        return ""
    reason = str(Reply.Referral(item.referral).label)
    if item.referral == Reply.Referral.OTHER:
        return item.referral_words
    return f"{reason} ({item.referral_words})" if item.referral_words else reason


def _with_addresses(file: dict[str, Any], actor: Actor) -> tuple[dict[str, Any], str, str]:
    preview = attachment_url(file["pk"], actor, preview=True) if file["has_preview"] else ""
    return file, preview, attachment_url(file["pk"], actor) if file["is_kept"] else ""


def _with_moment(earlier: dict[str, Any]) -> dict[str, Any]:
    return earlier | {"last_message_at": datetime.fromisoformat(earlier["last_message_at"])}
