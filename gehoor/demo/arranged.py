"""What Voorbeeldstad arranged besides its answers: skills, an agenda, whose accounts there are, and
one answer that waits for a second person.

Rows go in many at a time, without the flows that would log each: nobody waits for them.
"""

import uuid
from datetime import datetime, timedelta
from typing import Final

from gehoor.accounts.models import Account
from gehoor.channels.models import Channel
from gehoor.demo.telling import our_channels
from gehoor.flows import approving
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation
from gehoor.knowledge.models import AgendaItem
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Role
from gehoor.skills.models import Held, Skill

SITE: Final = "https://www.voorbeeldstad.example"
WAITS_ON: Final = "Lantaarn bij het zebrapad van De Regenboog"
WAITING: Final = (
    "Dag meneer El Idrissi, dat is gevaarlijk, zeker voor de kinderen. De monteur komt vandaag nog "
    "langs. Is er iets kapotgegaan doordat het donker was? Dan kunt u schadevergoeding vragen."
)
"""with a word a second person looks at"""


def arrange(*, coordinator: User, agent: User, team: Team, start: datetime) -> None:
    """Put skills, the agenda and the register of accounts in; `start` is when the demo begins."""
    made = Skill.objects.bulk_create(
        [Skill(name="Overlijden en rouw", labels=["overlijden"]), Skill(name="Woo-verzoeken")]
    )
    Held.objects.create(skill=made[0], user=coordinator, granted_by=coordinator)
    AgendaItem.objects.bulk_create(_agenda(start))
    Account.objects.bulk_create(
        [
            Account(
                platform="Mastodon", handle="@voorbeeldstad@sociaal.example", owner=agent,
                name="Gemeente Voorbeeldstad", channel=our_channels()["mastodon"], backup=team,
            ),
            Account(
                platform="Instagram", handle="@golfbreker.voorbeeldstad", owner=coordinator,
                name="Zwembad De Golfbreker", kind=Account.Kind.PROJECT, backup=team,
                ends_on=(start - timedelta(days=4)).date(),
            ),
        ]
    )  # fmt: skip


def _agenda(start: datetime) -> list[AgendaItem]:
    evening = start.replace(hour=18, minute=30, second=0, microsecond=0)
    return [
        AgendaItem(
            title="Inloopavond nieuwbouw Oosterpark", place="Wijkcentrum De Schakel",
            starts_at=evening + timedelta(days=5), ends_at=evening + timedelta(days=5, hours=2),
            text="U bent welkom; aanmelden hoeft niet.", link=f"{SITE}/oosterpark",
            is_published=True,
        ),
        AgendaItem(title="Kerstmarkt", place="Marktplaats", starts_at=evening + timedelta(days=12)),
    ]  # fmt: skip


def let_one_wait(channel: Channel) -> None:
    """Let the agent answer a question with a word that a coordinator looks at first."""
    found = Conversation.objects.filter(channel=channel, subject=WAITS_ON).first()
    if found:
        found.channel = channel
        newest = inbox.newest_incoming(found)
        approving.send_or_ask(
            people.actor_of(people.with_role(Role.AGENT)[0]), found, text=WAITING,
            client_uuid=uuid.uuid4(), seen_sequence=newest.sequence if newest else 0,
        )  # fmt: skip
