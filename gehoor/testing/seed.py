"""Fills a database with the example conversations, so that screens can be looked at and tried."""

import uuid
from datetime import datetime, timedelta

from gehoor.channels import actions as channels
from gehoor.channels.models import Channel, Circuit
from gehoor.contracts.connector import Author
from gehoor.flows import handling, replies
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.kit.clock import now
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.examples import EXAMPLES, Example

SQUARE = "Stadsplein"
PROBLEMS = {
    "refused": "The mail server refused the address of the recipient.",
    "unknown": "The mail server had the whole mail but did not say what became of it.",
}
SILENT = "The mail server did not answer."


def fill() -> User:
    """Make a team with three colleagues, three channels and every example; return who looks."""
    team = make.team(name="Webcare Voorbeeldstad")
    me = make.user(Role.AGENT, Role.COORDINATOR, teams=(team,), name="Yusuf de Vries")
    anouk = make.user(Role.AGENT, teams=(team,), name="Anouk Smit")
    make.user(Role.READER, teams=(team,), name="Ria van Dam")
    post = make.channel(team=team, name="Postbus gemeente")
    square = make.channel(team=team, name=SQUARE, stage=Channel.Stage.PRACTISE)
    staff = {"me": me, anouk.name: anouk}
    for number, example in enumerate(EXAMPLES):
        _tell(square if number % 5 == 4 else post, example, staff)
    return me


def trouble() -> tuple[Channel, Channel]:
    """Add what is seldom seen, and return its two channels.

    One gets no answer and holds a reply back after a restore; the access of the other ends soon.
    """
    team = make.team(name="Burgerzaken")
    silent = make.channel(team=team, name="Postbus burgerzaken")
    reply = make.reply(make.received(silent), text="Beste mevrouw Bakker, uw paspoort ligt klaar.")
    Reply.objects.filter(pk=reply.pk).update(held_at=now())
    for door in Circuit.Door:
        channels.open_circuit(
            silent,
            door,
            problem=SILENT,
            now=now() + timedelta(minutes=9),
            jitter=lambda low, _: low,
        )
    return silent, _lent(team)


def _lent(team: Team) -> Channel:
    lent = make.channel(
        team=team,
        name="Postbus vergunningen",
        connector="email",
        address="vergunningen@gemeente.example",
        settings={
            "login": "microsoft",
            "address": "vergunningen@gemeente.example",
            "client_id": "2f1c0a8e-7a54-4b6e-9a53-2f4a1d1f8c11",
            "tenant": "gemeente.example",
            "client_secret_until": str((now() + timedelta(days=9)).date()),
        },
    )
    channels.seal_credentials(lent, {"refresh_token": "made up", "client_secret": "made up"})
    return lent


def _tell(channel: Channel, example: Example, staff: dict[str, User]) -> None:
    start = now() - timedelta(minutes=example.minutes_ago + 15 * (len(example.texts) - 1))
    handle = f"{example.name.split()[0].lower()}@voorbeeld.example"
    author = Author(handle=handle, name=example.name)
    speaker = staff.get(example.assignee) or staff["me"]
    conversation = make.received(
        channel,
        author=author,
        subject=example.subject,
        text=example.texts[0],
        thread=example.subject,
        sent_at=start,
        is_public=channel.name == SQUARE,
    )
    actor = people.actor_of(speaker)
    for text in example.texts[1:]:
        _add(actor, conversation, author, example, text)
    _date(conversation, start)
    if example.assignee:
        handling.assign(actor, conversation, speaker)
    for name in example.tags:
        handling.add_tag(actor, conversation, name)
    _end(actor, conversation, example)


def _add(
    actor: Actor, conversation: Conversation, author: Author, example: Example, text: str
) -> None:
    if text.startswith("# "):
        handling.write_note(actor, conversation, text=text[2:], client_uuid=uuid.uuid4())
    elif text.startswith("> "):
        reply = replies.send_reply(
            actor, conversation, text=text[2:], client_uuid=uuid.uuid4(), seen_sequence=9999
        )
        Reply.objects.filter(pk=reply.pk).update(
            state=example.state,
            due_at=None,
            settled_at=now(),
            problem=PROBLEMS.get(example.state, ""),
        )
        Conversation.objects.filter(pk=conversation.pk).update(
            has_problem=example.state in PROBLEMS
        )
    else:
        make.received(
            conversation.channel,
            author=author,
            subject=example.subject,
            text=text,
            thread=example.subject,
            is_public=conversation.is_public,
        )


def _date(conversation: Conversation, start: datetime) -> None:
    """Move everything to when it was meant to happen."""
    for message in conversation.messages.order_by("sequence"):
        moment = start + timedelta(minutes=15 * (message.sequence - 1))
        Message.objects.filter(pk=message.pk).update(sent_at=moment, received_at=moment)
        Reply.objects.filter(message=message).update(settled_at=moment)
    newest = conversation.messages.order_by("sequence").last()
    moment = start + timedelta(minutes=15 * ((newest.sequence if newest else 1) - 1))
    facts = {"last_message_at": moment, "sort_at": moment}
    if Conversation.objects.get(pk=conversation.pk).waiting_since:
        facts["waiting_since"] = moment
    Conversation.objects.filter(pk=conversation.pk).update(**facts)


def _end(actor: Actor, conversation: Conversation, example: Example) -> None:
    if example.done:
        outcome = Conversation.Outcome(example.done)
        handling.finish(actor, Conversation.objects.get(pk=conversation.pk), outcome=outcome)
    if example.is_read:
        Conversation.objects.filter(pk=conversation.pk).update(is_unread=False)
