"""Fills the installation of GEHOOR_HOME with examples; started by tools.throwaway.

Prints, as JSON, the sessions of an agent and of an administrator, and the addresses of the screens.
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

# Models can be imported only once Django is set up, which the line above does.
from gehoor.channels.models import Channel, Delivery  # noqa: E402
from gehoor.contracts.connector import Author  # noqa: E402
from gehoor.contracts.posts import Visibility  # noqa: E402
from gehoor.contracts.reading import Failure  # noqa: E402
from gehoor.flows import incoming, snoozing  # noqa: E402
from gehoor.inbox.models import Conversation  # noqa: E402
from gehoor.kit.clock import now  # noqa: E402
from gehoor.organisation.rules import STEPS  # noqa: E402
from gehoor.people import queries as people  # noqa: E402
from gehoor.people.models import Team, User  # noqa: E402
from gehoor.people.policies import Role  # noqa: E402
from gehoor.testing import make, seed  # noqa: E402
from gehoor.testing.web import session_of  # noqa: E402

SUBJECTS = ("Afval niet opgehaald", "Losse stoeptegels", "Paspoort ophalen", "Boom staat scheef")
TEXT = (
    "Goedemorgen, al drie weken wordt de groene bak bij ons aan de Lindelaan niet geleegd. "
    "Wanneer komt u langs?"
)
UNREADABLE = "This mail is larger than 35 MB; open it in the mailbox itself."


def main(more: int) -> None:
    agent = seed.fill()
    administrator = make.user(Role.ADMINISTRATOR, name="Bea Mulder")
    channel = Channel.objects.filter(team__members=agent).order_by("pk")[0]
    add(channel, more)
    put_off_and_say_elsewhere(agent, channel)
    silent, lent = seed.trouble()
    failed = make.delivery(channel)
    incoming.receive(channel, [failed], [Failure(UNREADABLE)])
    told = {
        "agent": session_of(agent),
        "administrator": session_of(administrator),
        "agent_screens": agent_screens(failed),
        "administrator_screens": administrator_screens(agent, channel)
        | trouble_screens(silent, lent),
    }
    sys.stdout.write(json.dumps(told) + "\n")


def add(channel: Channel, more: int) -> None:
    for number in range(more):
        make.received(
            channel,
            author=Author(f"burger{number}@voorbeeld.example", f"Sanne Bakker {number}"),
            subject=SUBJECTS[number % len(SUBJECTS)],
            text=TEXT,
            thread=f"post-{number}",
        )


def put_off_and_say_elsewhere(agent: User, channel: Channel) -> None:
    """Put two off, and let there be something in every tier."""
    two = Conversation.objects.filter(channel=channel, status="open").order_by("-pk")[:2]
    for conversation, until in zip(two, (now() + timedelta(days=3), None), strict=True):
        snoozing.snooze(people.actor_of(agent), conversation, until=until)
    square = make.channel(team=channel.team, name="Mastodon", stage=Channel.Stage.LISTEN)
    make.received(
        square, thread="onder ons bericht", subject="", is_public=True,
        visibility=Visibility.PUBLIC, author=Author("@kees@x.example", "Kees de Wit"),
        text="En wanneer komt de Lindelaan dan aan de beurt?",
    )  # fmt: skip
    news = make.channel(team=channel.team, name="Nieuws", connector="feed")
    make.received(
        news, thread="item", subject="Storm op komst", is_public=True, is_automatic=True,
        author=Author("rtv.example", "RTV Voorbeeld"), text="Code geel vanaf vanavond.",
    )  # fmt: skip


def agent_screens(failed: Delivery) -> dict[str, str]:
    longest = max(Conversation.objects.all(), key=lambda each: each.messages.count())
    doubtful = Conversation.objects.filter(has_problem=True).order_by("pk")[0]
    practising = Conversation.objects.filter(channel__stage=Channel.Stage.PRACTISE)[0]
    off = Conversation.objects.filter(is_snoozed=True).order_by("pk")[0]
    return {
        "inbox": "/inbox/team/",
        "search": "/inbox/team/?words=bezwaar",
        "conversation": f"/conversations/{longest.pk}/?in=team",
        "in-doubt": f"/conversations/{doubtful.pk}/?in=team",
        "practising": f"/conversations/{practising.pk}/?in=team",
        "log": f"/conversations/{longest.pk}/log/",
        "put-off": f"/conversations/{off.pk}/?in=snoozed",
        "snooze": f"/conversations/{longest.pk}/snooze/",
        "many-put-off": "/inbox/snoozed/",
        "tiers": "/inbox/team/?upto=found",
        "reading": "/reading/",
        "palette": "/palette/?q=post",
        "views": "/inbox/views/?in=team",
        "problems": "/problems/",
        "failures": "/failures/",
        "by-hand": f"/failures/{failed.pk}/by-hand/",
        "profile": "/profile/",
        "security": "/security/",
        "add-app": "/security/app/",
        "add-passkey": "/security/passkey/",
        "keys": "/help/keys/",
        "components": "/components/",
        "not-there": "/conversations/999999/",
    }


def administrator_screens(agent: User, channel: Channel) -> dict[str, str]:
    team = Team.objects.order_by("pk")[0]
    return {
        "settings": "/settings/",
        "people": "/settings/people/",
        "invite": "/settings/people/new/",
        "colleague": f"/settings/people/{agent.pk}/",
        "teams": "/settings/teams/",
        "team": f"/settings/teams/{team.pk}/",
        "channels": "/settings/channels/",
        "choose": "/settings/channels/new/",
        "connect": "/settings/channels/new/email/",
        "channel": f"/settings/channels/{channel.pk}/",
        "stage": f"/settings/channels/{channel.pk}/stage/live/",
        "logging-in": "/settings/logging-in/",
        "provider": "/settings/logging-in/provider/",
        "group": "/settings/logging-in/group/",
        "reset-step": f"/settings/people/{agent.pk}/second-step/",
        "settings-log": "/settings/log/",
        "organisation": "/settings/organisation/",
        "hours": "/settings/hours/",
        "agreements": "/settings/agreements/",
        "privacy": "/settings/privacy/",
        **{f"begin-{step}": f"/settings/begin/{step}/" for step in STEPS},
        "begin-account": "/settings/begin/channel/email/?preset=google",
        "begin-done": "/settings/begin/done/",
        "health": "/health/",
    }


def trouble_screens(silent: Channel, lent: Channel) -> dict[str, str]:
    return {
        "channel-silent": f"/settings/channels/{silent.pk}/",
        "channel-lent": f"/settings/channels/{lent.pk}/",
        "consent": f"/settings/channels/{lent.pk}/consent/",
        "held": "/settings/held/",
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
