"""Two teams that know nothing of each other, a colleague per role, and one request at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from gehoor.accounts.models import Account
from gehoor.channels.models import Channel, Delivery
from gehoor.consultations.models import Consultation, Expert
from gehoor.contracts.connector import Author
from gehoor.flows import inspecting
from gehoor.health.models import Alarm
from gehoor.inbox.models import Approval, Conversation, Macro, Matter, Message, Reply
from gehoor.knowledge.models import AgendaItem, KeptAnswer, ProtocolLine, Style
from gehoor.people import queries as people
from gehoor.people.models import Absence, Team, User
from gehoor.people.policies import Actor, Role
from gehoor.planning.models import Norm, OwnDay, SpecialDay
from gehoor.practice.models import Point
from gehoor.project.declarations import views_in
from gehoor.roster.models import Shift, Swap
from gehoor.routing.models import Rule
from gehoor.second_eyes.models import CaseName, Caution
from gehoor.skills.models import Held, Skill
from gehoor.testing import make
from gehoor.testing.web import session_of
from tests.policies import of_second_eyes
from tests.policies.table import ADDRESSES, PUBLIC, RIGHTS, ROLES, SEEN_BY

OF_SHIFT = date(2031, 1, 1)
of_second_eyes.join()
NO_SUCH_NUMBER = 999_999_999
OF_THE_ORGANISATION = {"", "view", "connector", "step", "key"}
"""what belongs to no team: there is no such thing of another one"""
NAMED: dict[str, dict[str, Any]] = {
    "view": {"view": "team"},
    "connector": {"key": "email"},
    "key": {"key": "losse-tegel"},
    "step": {"step": "hours"},
}
"""what an address names that is no row"""
GIVEN = {
    "then_finish": False,
    "most_parts": 1,
    "by_social": "",
    "referral": {"reason": "", "words": ""},
    "decided": {"token": "", "reason": ""},
}
"""what a writer chose beside their text: nothing"""
WRITER = "zonneveld"
"""the name and the address of who writes, and of nothing else"""


@dataclass(frozen=True)
class Side:
    """One team with something of each kind; `mark` is in every text of it."""

    mark: str
    team: Team
    user: User
    channel: Channel
    conversation: Conversation
    reply: Reply
    delivery: Delivery
    alarm: Alarm
    norm: Norm
    own_day: OwnDay
    kept_answer: KeptAnswer
    macro: Macro
    rule: Rule
    shift: Shift
    swap: Swap
    absence: Absence
    matter: Matter
    line: ProtocolLine
    style: Style
    consultation: Consultation
    point: Point
    practised: Message
    account: Account
    skill: Skill
    held: Held
    approval: Approval
    case_name: CaseName

    @property
    def expert(self) -> Expert:
        return self.consultation.expert


def make_side(mark: str) -> Side:
    team = make.team(name=f"Team {mark}")
    channel = make.channel(team=team, name=f"Kanaal {mark}")
    agent = make.actor(Role.AGENT, teams=(team,), name=f"Agent {mark}")
    author = Author(handle=f"{WRITER}@{mark}.example", name=WRITER.title())
    conversation = make.received(
        channel, subject=f"Onderwerp {mark}", text=f"Tekst {mark}", author=author
    )
    reply = make.reply(conversation, by=agent)
    Reply.objects.filter(pk=reply.pk).update(state=Reply.State.UNKNOWN, problem="Geen antwoord.")
    Conversation.objects.filter(pk=conversation.pk).update(has_problem=True)
    delivery = make.delivery(channel)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.FAILED, problem=f"Onleesbaar {mark}"
    )
    user = User.objects.get(pk=agent.user_id or 0)
    alarm = Alarm.objects.create(subject=f"channel-{channel.pk}", channel=channel, since=make.NOON)
    norm = Norm.objects.create(channel=channel, kind="same_day")
    day = OwnDay.objects.create(channel=channel, day=make.NOON.date())
    kept = make.kept_answer(team=team, owner=user, title=f"Route {mark}")
    macro = Macro.objects.create(team=team, name=f"Macro {mark}", gives="me")
    rule = Rule.objects.create(
        name=f"Regel {mark}", position=1, when="arrival", channel=channel, tag=mark
    )
    rostered = make_rostered(team, user, mark)
    asked = make.consultation(conversation, question=f"Vraag {mark}")
    matter = Matter.objects.create(
        team=team, name=f"Hoofdzaak {mark}", made_by=user, made_at=make.NOON
    )
    line = ProtocolLine.objects.create(name=f"Lijn {mark}", channel=channel, verdict="answer")
    point = Point.objects.create(channel=channel, text=f"Punt {mark}")
    account = Account.objects.create(platform="Plein", handle=mark, name=f"Account {mark}")
    skill = Skill.objects.create(name=f"Kunde {mark}")
    approval = Approval.objects.create(
        conversation=conversation, author=user, client_uuid=uuid4(), kind="reply", given=GIVEN,
        text=f"Wacht {mark}", seen_sequence=9, reasons=["trainee"],
    )  # fmt: skip
    caution = Caution.objects.create(team=team)
    name = CaseName.objects.create(caution=caution, name=f"Naam {mark}", until=date(2099, 1, 1))
    return Side(
        mark, team, user, channel, conversation, reply, delivery, alarm, norm, day, kept, macro,
        rule, *rostered, matter, line, Style.objects.create(channel=channel), asked, point,
        practised_in(conversation, agent), account, skill,
        Held.objects.create(skill=skill, user=user), approval, name,
    )  # fmt: skip


def make_rostered(team: Team, user: User, mark: str) -> tuple[Shift, Swap, Absence]:
    """Somebody who works, asked a colleague to take it over, and is away later."""
    other = make.user(Role.AGENT, teams=(team,), name=f"Collega {mark}")
    shift = Shift.objects.create(team=team, person=user, day=OF_SHIFT, begins=540, ends=720)
    swap = Swap.objects.create(shift=shift, day=OF_SHIFT, asker=user, to=other, asked_at=make.NOON)
    later = make.NOON + timedelta(days=2000)
    absence = Absence.objects.create(
        person=user, backup=other, since=later, until=later + timedelta(days=1)
    )
    return shift, swap, absence


def practised_in(conversation: Conversation, agent: Actor) -> Message:
    """An answer that would have been sent."""
    reply = make.reply(conversation, by=agent, text="Geoefend.")
    Reply.objects.filter(pk=reply.pk).update(
        state=Reply.State.PRACTISED, is_practice=True, due_at=None, settled_at=make.NOON
    )
    return reply.message


@dataclass
class World:
    """Everything the matrix asks about."""

    own: Side = field(default_factory=lambda: make_side("vertrouwd"))
    foreign: Side = field(default_factory=lambda: make_side("verborgen"))

    @cached_property
    def client(self) -> Client:
        return Client(raise_request_exception=False)

    @cached_property
    def sessions(self) -> dict[str, str]:
        """A session for each role, and one of somebody who held them all and was deactivated."""
        made = {
            role: session_of(make.user(Role(role), teams=(self.own.team,), name=f"Rol {role}"))
            for role in ROLES
        }
        gone = make.user(*Role, teams=(self.own.team, self.foreign.team))
        made["deactivated"] = session_of(gone)
        User.objects.filter(pk=gone.pk).update(is_active=False)
        return made

    def names(self, kind: str, side: Side) -> dict[str, Any]:
        """Return what stands in an address that names such a thing."""
        if kind in NAMED:
            return NAMED[kind]
        if kind == "special_day":
            return {"pk": self.special_day.pk}
        if kind in ("inspection", "inspected"):
            of_one = {"pk": side.conversation.pk} if kind == "inspected" else {}
            return {"inspection": self.inspections[side.mark]} | of_one
        if kind == "shift":
            return {"pk": side.shift.pk, "day": side.shift.day.isoformat()}
        if kind == "agenda_item":
            return {"pk": self.agenda_item.pk}
        if kind == "stage":
            return {"pk": side.channel.pk, "stage": "practise"}
        return {"pk": getattr(side, kind).pk} if kind else {}

    @cached_property
    def inspections(self) -> dict[str, int]:
        """Of each side one conversation is inspected: by the administrator who asks, and not."""
        asks = User.objects.filter(name="Rol administrator").first() if self.sessions else None
        other = make.user(Role.ADMINISTRATOR)
        pairs = ((self.own, asks or other), (self.foreign, other))
        return {
            side.mark: inspecting.begin(
                people.actor_of(user), inspecting.Scope.CONVERSATION, side.conversation.pk,
                reason="Klacht 12 over dit gesprek",
            )
            for side, user in pairs
        }  # fmt: skip

    @cached_property
    def agenda_item(self) -> AgendaItem:
        return AgendaItem.objects.create(title="Markt", starts_at=make.NOON)

    @cached_property
    def special_day(self) -> SpecialDay:
        return SpecialDay.objects.create(day=make.NOON.date())

    def ask(self, address: str, who: str, method: str, given: Any = None) -> HttpResponse:
        """Send one request as `who`, and undo whatever it did."""
        self._come_as(who)
        with transaction.atomic():
            answer = self._send(address, method, given)
            transaction.set_rollback(True)
        return answer

    def ask_in_earnest(
        self, address: str, who: str, method: str, given: Any = None
    ) -> HttpResponse:
        """Send one request as `who`; what it does stays."""
        self._come_as(who)
        return self._send(address, method, given)

    def _come_as(self, who: str) -> None:
        """Before anything is undone: the first time, it logs everybody in."""
        self.client.cookies.clear()
        if who in self.sessions:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]

    def _send(self, address: str, method: str, given: Any) -> HttpResponse:
        answer: HttpResponse = getattr(self.client, method.lower())(address, given or {})
        return answer


@dataclass(frozen=True)
class Cell:
    """One question of the matrix and the answers that are right."""

    name: str
    who: str
    place: str
    method: str
    expected: str

    def __str__(self) -> str:
        return f"{self.method} {self.name} as {self.who} on something {self.place}"


def cells() -> Iterator[Cell]:
    for name in names_of_addresses():
        yield from cells_of(name)


def cells_of(name: str) -> Iterator[Cell]:
    if name in PUBLIC:
        return
    right, kind = ADDRESSES[name]
    places = ("own", "foreign") if kind not in OF_THE_ORGANISATION else ("own",)
    for place in places:
        for method in ("GET", "POST"):
            for who in ("anonymous", "deactivated"):
                yield Cell(name, who, place, method, "log in")
            for role in ROLES:
                yield Cell(name, role, place, method, expected(right, kind, role, place))


def expected(right: str, kind: str, role: str, place: str) -> str:
    if RIGHTS[right].allows(role, place):
        return "allowed"
    if kind in OF_THE_ORGANISATION:
        return "refused"
    return "refused" if RIGHTS[seen_by(right, kind)].allows(role, place) else "absent"


def seen_by(right: str, kind: str) -> str:
    """Return the right to see the thing; deliveries show themselves to who may mend them only."""
    if right == "administer" and kind == "reply":
        return right
    if right == "administer":
        return "see a channel" if kind == "channel" else "see the set-up"
    return right if kind == "delivery" else SEEN_BY.get(right, right)


def answered(response: HttpResponse) -> str:
    """Return in one word what the answer amounts to."""
    if response.status_code in (302, 303) and response["Location"].startswith("/login/"):
        return "log in"
    words = {403: "refused", 404: "absent", 405: "no such method"}
    if response.status_code >= 500:
        return "broken"
    return words.get(response.status_code, "allowed")


def wrong(world: World, cell: Cell) -> str:
    """Return what is wrong with one cell; empty when the answer is right.

    A method that a page does not know may be refused before anybody is asked who they are.
    """
    side = world.own if cell.place == "own" else world.foreign
    address = reverse(cell.name, kwargs=world.names(ADDRESSES[cell.name][1], side))
    answer = answered(world.ask(address, cell.who, cell.method))
    if answer in (cell.expected, "no such method"):
        return ""
    return f"{cell}: expected {cell.expected}, was {answer}"


def names_of_addresses() -> list[str]:
    return [pattern.name or address for address, pattern in views_in(get_resolver().url_patterns)]
