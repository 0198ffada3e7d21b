"""What colleagues do together, as an export has it: a matter, something to tell, and a block."""

import uuid
from datetime import UTC, datetime
from typing import Any

from gehoor.channels.models import Channel
from gehoor.consultations.models import Consultation, Earlier
from gehoor.contacts.models import Block, Consent
from gehoor.inbox.models import EndedWait, FollowUp, Matter, MatterGo, MatterLink, MatterTurn
from gehoor.people.models import User
from gehoor.testing import make

LATER = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def fill_together(channel: Channel, agent: User) -> None:
    """A matter in which one text was sent to two, something to tell as solved, and a block."""
    answered, left = make.received(channel), make.received(channel)
    reply = make.reply(answered)
    matter = Matter.objects.create(
        team=channel.team, name="Storm", made_by=agent, made_at=LATER, ended_at=LATER
    )
    for each in (answered, left):
        MatterLink.objects.create(matter=matter, conversation=each, by=agent, at=LATER)
    go = MatterGo.objects.create(
        matter=matter, by=agent, text="Blijf binnen.", click=uuid.uuid4(), at=LATER, ended_at=LATER
    )
    turns: dict[str, Any] = {"go": go, "seen_sequence": 2}
    MatterTurn.objects.create(
        **turns, conversation=answered, click=uuid.uuid4(), state="given", reply=reply
    )
    MatterTurn.objects.create(
        **turns, conversation=left, click=uuid.uuid4(), state="left", told="Al gesloten."
    )
    FollowUp.objects.create(
        conversation=answered, state="done", due_at=LATER, made_by=agent, made_at=LATER,
        ended_by=agent, ended_at=LATER, reply=reply,
    )  # fmt: skip
    EndedWait.objects.create(
        message=left.messages.get(), team=channel.team, due_at=make.NOON, ended_at=LATER
    )
    Consent.objects.create(
        contact=answered.contact, purpose="publicity", with_name=True, given_on=LATER.date(),
        message=answered.messages.earliest("pk").pk, by=agent, at=make.NOON, withdrawn_by=agent,
        withdrawn_at=LATER,
    )  # fmt: skip
    Block.objects.create(
        contact=answered.contact, reason="Dreigt", by=agent, since=make.NOON, until=LATER,
        lifted_by=agent, lifted_at=make.NOON,
    )  # fmt: skip
    Earlier.objects.create(
        consultation=Consultation.objects.latest("pk"), question="Mag dat?", added="Snel",
        phone="0123", due_at=LATER,
        by=agent, at=LATER,
    )  # fmt: skip
