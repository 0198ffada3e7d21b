"""An answer that a second person looks at: asked, approved as it is or changed, or given back.

Until somebody approves it there is no reply, so nothing can leave. Approving sends it by the same
road as any answer: every guard judges again what stands there then.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.contracts.posts import Visibility
from gehoor.flows import answering, audience, preferring, presence, replies, second_eyes
from gehoor.flows.collisions import NOTHING, Despite
from gehoor.flows.leaking import UNDECIDED, Decided
from gehoor.flows.referring import NOT_ASKED, Said
from gehoor.flows.refusing import NotPossible
from gehoor.flows.second_eyes import NeedsSecond
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import approvals, handling
from gehoor.inbox.models import Approval, Conversation, Message, Reply
from gehoor.inbox.queries import approvals as asked_for
from gehoor.kit.clock import now
from gehoor.kit.live import announce
from gehoor.people import queries as people
from gehoor.people.policies import Actor, answer

State = Approval.State


class AlreadyDecided(NotPossible):
    """Somebody was first: this answer waits no longer."""


def send_or_ask(actor: Actor, conversation: Conversation, **given: Any) -> Reply | Approval:
    """Send an answer as `replies.send_reply` does; where a rule asks a second person, keep it for
    them instead. Raises what that raises."""
    try:
        return replies.send_reply(actor, conversation, **given)
    except NeedsSecond as needed:
        return ask(actor, conversation, needed, **given)


@transaction.atomic
def ask(
    actor: Actor,
    conversation: Conversation,
    needed: NeedsSecond,
    *,
    text: str,
    client_uuid: uuid.UUID,
    seen_sequence: int,
    answers: int | None = None,
    visibility: Visibility = Visibility.UNSAID,
    meant_for: str = "",
    files: Iterable[int] = (),
    **more: Any,
) -> Approval:
    """Keep an answer until a second person has looked. Raises NotPossible where there is none."""
    presence.lock_to_write(conversation)
    if earlier := asked_for.asked_before(client_uuid):
        return earlier
    author = actor.user_id or 0
    _refuse_without_second(conversation, needed, author=author)
    kind = audience.kind_wanted(conversation, wanted=visibility, answers=answers)
    follows = asked_for.last_returned(conversation, author=author, kind=kind)
    approval, _is_new = approvals.ask(
        conversation, author_id=author, client_uuid=client_uuid, kind=kind, text=text,
        visibility=visibility, meant_for=meant_for, seen_sequence=seen_sequence,
        answers=answering.name_of(conversation, chosen=answers), given=_kept(more),
        reasons=[str(why) for why in needed.reasons], named=sorted(needed.named), follows=follows,
        files=list(files), asked_at=now(),
    )  # fmt: skip
    handling.forget_answer(conversation, author_id=author, kind=kind, text=text)
    presence.end_all_writing(conversation)
    reason = more.get("despite", NOTHING).reason
    _log(actor, "approval.asked", approval, reason=reason, reasons=approval.reasons)
    _tell(approval)
    return approval


def _refuse_without_second(conversation: Conversation, needed: NeedsSecond, *, author: int) -> None:
    if second_eyes.approvers_of(conversation, named=needed.named, author=author):
        return
    if needed.named:
        told = _("Nobody who may approve an answer about a running case is here. A coordinator can "
                 "name somebody in the set-up.")  # fmt: skip
    else:
        told = _("There is no other coordinator in this team to approve it. An administrator can "
                 "add one.")  # fmt: skip
    raise NotPossible(f"{needed} {told} " + _("Nothing was sent; your text is kept."))


def _kept(more: Mapping[str, Any]) -> dict[str, Any]:
    """Return what else its writer chose, as it can be kept."""
    despite: Despite = more.get("despite", NOTHING)
    return {
        "then_finish": bool(more.get("then_finish", False)),
        "most_parts": int(more.get("most_parts", 1)),
        "by_social": despite.by_social,
        "by_protocol": despite.by_protocol,
        "medical": despite.medical,
        "repeats": despite.repeats,
        "referral": asdict(more.get("referral", NOT_ASKED)),
        "decided": {name: getattr(more.get("decided", UNDECIDED), name)
                    for name in ("token", "reason")},
    }  # fmt: skip


@transaction.atomic
def approve(
    actor: Actor,
    approval: Approval,
    *,
    text: str,
    seen_sequence: int,
    despite: Despite = NOTHING,
    referral: Said = NOT_ASKED,
    others_back: bool = False,
) -> Reply:
    """Let an answer leave as the second person, as it is or with another `text`.

    `seen_sequence` is the last message they had on screen, `despite` what they saw in its way.
    `others_back`: give the other answers that wait here back. Raises AlreadyDecided, NotPossible,
    and of that what asks something.
    """
    conversation = approval.conversation
    presence.lock_to_write(conversation)
    current = _still_waiting(approval)
    _refuse_moved_on(conversation, seen_sequence=seen_sequence)
    others = _others_of(current)
    changed = text.strip() != current.text.strip()
    chosen = _chosen(current, despite, referral, changed=changed)
    chosen["then_finish"] &= others_back or not others
    reply = replies.send_reply(
        _author_of(current), conversation, text=text, seen_sequence=seen_sequence, second=actor,
        **chosen,
    )  # fmt: skip
    approvals.decide(
        current, State.APPROVED, by=actor.user_id or 0, now=now(), reply=reply,
        approved_text=text if changed else "",
    )  # fmt: skip
    approvals.drop_empty_draft(current)
    ended = second_eyes.first_statement_made(conversation, current.reasons)
    _log(actor, "approval.approved", current, author=current.author_id, changed=changed,
         reasons=current.reasons, crisis_over=ended)  # fmt: skip
    for other in others if others_back else ():
        note = _("Another answer to this was approved: this one is not needed.")
        _give_back(actor, other, note=note)
    _tell(current)
    return reply


def _chosen(
    approval: Approval, despite: Despite, referral: Said, *, changed: bool
) -> dict[str, Any]:
    """Return what its writer chose, as sending takes it, with what the second person adds. Its
    files go along with the draft of its writer again. Raises NotPossible when what it answers is
    gone.

    The writer's reasons for what stands in a text are not for another text.
    """
    given = approval.given
    of_text = {} if changed else given
    return {
        "client_uuid": approval.client_uuid,
        "answers": _answered(approval),
        "then_finish": given["then_finish"],
        "despite": replace(
            despite,
            by_social=despite.by_social or given["by_social"],
            by_protocol=despite.by_protocol or given.get("by_protocol", ""),
            medical=despite.medical or of_text.get("medical", ""),
            repeats=despite.repeats or of_text.get("repeats", ""),
        ),
        "visibility": Visibility(approval.visibility),
        "meant_for": approval.meant_for,
        "most_parts": given["most_parts"],
        "referral": referral if referral.reason else Said(**given["referral"]),
        "decided": Decided(**given["decided"], seen_in=approval.text),
        "files": approvals.take_files(approval, to=approval.author_id, now=now()),
    }


def standing_in_the_way(approval: Approval, answered: Message | None) -> list[str]:
    """Say what changed since it was written that keeps it from leaving as it is."""
    conversation = approval.conversation
    channel = conversation.channel
    is_open = audience.reaches_more(conversation, Visibility(approval.visibility))
    facts = {
        _("What it answers was taken away at its source."): bool(answered and answered.gone_at),
        _("This channel answers in private only now, and this answer is for all to read."):
            bool(channel.private_only) and is_open,
        _("This channel is closed, or only listens now."):
            channel.is_closed or channel.stage == channel.Stage.LISTEN,
        _("Who is answered does not want to be helped by social media."):
            preferring.is_unwanted(conversation) and not approval.given["by_social"],
        _("Its writer cannot answer here any more."):
            not answer(people.actor_of(approval.author), inbox.place_of(conversation)),
        _("This conversation was finished."): conversation.status == conversation.Status.DONE,
    }  # fmt: skip
    return [words for words, holds in facts.items() if holds]


def _answered(approval: Approval) -> int | None:
    """Return the number of the public message it answers. Raises NotPossible when that is gone."""
    if not approval.answers:
        return None
    if found := inbox.answerable(approval.conversation, external_id=approval.answers):
        return found.pk
    raise NotPossible(
        _("What this answers is not there any more, or not public any more. Nothing was sent. Give "
          "it back, and say so.")
    )  # fmt: skip


def _refuse_moved_on(conversation: Conversation, *, seen_sequence: int) -> None:
    """Nobody approves an answer to what they did not read."""
    if asked_for.came_after(conversation, sequence=seen_sequence):
        raise NotPossible(
            _("Something was written in this conversation just now. Nothing was sent. Read it "
              "below, and decide again.")
        )  # fmt: skip


def _author_of(approval: Approval) -> Actor:
    """Return who wrote it, as they may act now. Raises NotPossible when they may not answer."""
    author = people.actor_of(approval.author)
    if answer(author, inbox.place_of(approval.conversation)):
        return author
    raise NotPossible(
        _("%(name)s cannot answer here any more, so it cannot leave in their name. Nothing was "
          "sent. Give it back: its text becomes a draft of yours.") % {"name": approval.author.name}
    )  # fmt: skip


def _others_of(approval: Approval) -> list[Approval]:
    """Return what else waits in the same conversation, locked."""
    found = approval.conversation.approvals.filter(state=State.WAITING).exclude(pk=approval.pk)
    return [approvals.lock(pk) for pk in found.order_by("pk").values_list("pk", flat=True)]


@transaction.atomic
def give_back(actor: Actor, approval: Approval, *, note: str) -> None:
    """Let its writer go on with it, with what should be other. Raises NotPossible."""
    presence.lock(approval.conversation)
    current = _still_waiting(approval)
    if not note.strip():
        raise NotPossible(_("Say what should be different. The answer still waits."))
    _give_back(actor, current, note=note)


def _give_back(actor: Actor, approval: Approval, *, note: str) -> None:
    """Its text is a draft again: of its writer, or of who gives it back when they are gone."""
    author = people.actor_of(approval.author)
    is_here = answer(author, inbox.place_of(approval.conversation))
    to = approval.author_id if is_here else actor.user_id or approval.author_id
    moment = now()
    approvals.decide(
        approval, State.RETURNED, by=actor.user_id or 0, now=moment, note=note.strip()[:2000]
    )
    approvals.text_back(approval, to=to, now=moment)
    _log(actor, "approval.returned", approval, author=approval.author_id)
    _tell(approval)


@transaction.atomic
def take_back(actor: Actor, approval: Approval) -> None:
    """Its writer goes on with it themselves. Raises NotPossible for anybody else."""
    presence.lock(approval.conversation)
    current = _still_waiting(approval)
    if current.author_id != actor.user_id:
        raise NotPossible(_("Only who wrote it takes it back. It still waits."))
    moment = now()
    approvals.decide(current, State.WITHDRAWN, by=current.author_id, now=moment)
    approvals.text_back(current, to=current.author_id, now=moment)
    _log(actor, "approval.withdrawn", current)
    _tell(current)


def _still_waiting(approval: Approval) -> Approval:
    """Return it as it is now, locked. Raises AlreadyDecided when somebody was first."""
    current = approvals.lock(approval.pk)
    if current.state == State.WAITING:
        current.conversation = approval.conversation
        return current
    who = current.decided_by.name if current.decided_by else "?"
    told = {
        State.APPROVED: _("%(name)s was first and approved this answer: it leaves once. You did "
                          "nothing."),
        State.RETURNED: _("%(name)s was first and gave this answer back. Nothing was sent."),
        State.WITHDRAWN: _("%(name)s took this answer back to change it. Nothing was sent."),
    }  # fmt: skip
    raise AlreadyDecided(told[State(current.state)] % {"name": who})


def _log(actor: Actor, act: str, approval: Approval, *, reason: str = "", **details: Any) -> None:
    """Write in the log who did what, and never a word of the answer or of a name."""
    conversation = approval.conversation
    record(
        actor, act, "approval", approval.pk, conversation_id=conversation.pk,
        team_id=conversation.channel.team_id, reason=reason, **details,
    )  # fmt: skip


def _tell(approval: Approval) -> None:
    for team in inbox.teams_of(approval.conversation):
        announce(f"team-{team}", "conversation", approval.conversation_id)
