"""Every page of the program against what people with bad intentions type, not only a few by hand.

Pages and fields are found, not listed: a new one is tried without anybody thinking of it.
"""

import ast
import json
import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django import forms
from django.apps import apps
from django.db import Error, connection, models, transaction
from django.http import HttpResponse
from django.urls import reverse
from pytest_django import Settings

from gehoor.inbox.models import Attachment, Draft, DraftFile, Message, SavedView
from gehoor.logins.models import GroupRight, Provider
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.passkeys import Passkey
from gehoor.testing.web import session_of
from tests.faults.chance import SEED
from tests.policies import table
from tests.policies.table_of_practice import OF_THE_ORGANISATION
from tests.policies.world import Side, World

pytestmark = [pytest.mark.django_db, pytest.mark.long]
ROOT = Path(__file__).resolve().parents[2] / "gehoor"


@pytest.fixture
def world() -> World:
    return World()


def role_for(name: str) -> str:
    """Return a role that may open this page on something of its own team."""
    right = table.RIGHTS[table.ADDRESSES[name][0]]
    order = ("coordinator", "agent", "administrator", *table.ROLES)
    return next(role for role in order if right.allows(role, "own"))


def address_of(world: World, name: str, side: Side) -> str:
    return reverse(name, kwargs=world.names(table.ADDRESSES[name][1], side))


# What a person or a platform may name, and which is text to us and nothing else.
NOT_FREE = {
    "connector",
    "kind",
    "key",
    "language",
    "time_zone",
    "role",
    "stored_as",
    "preview_as",
    "password",
}


def text_fields() -> Iterator[tuple[type[models.Model], "models.Field[Any, Any]"]]:
    for model in apps.get_models():
        if not model.__module__.startswith("gehoor.") or model._meta.app_label == "audit":
            continue
        for field in model._meta.fields:
            is_text = isinstance(field, models.CharField | models.TextField)
            if is_text and not field.choices and field.name not in NOT_FREE:
                yield model, field


def make_hostile() -> dict[str, str]:
    """Put an attack in each text of each row; return which field is known by which mark."""
    marks = {}
    for number, (model, field) in enumerate(text_fields()):
        mark = f"x-kwaad{number}"
        attack = f"'\"><{mark}>"
        if field.max_length is None or field.max_length > 80:
            attack = f"</title></textarea></script>{attack}<b kwaad=1> 35% %s"
        for row in model._default_manager.all():
            if not getattr(row, field.attname):
                continue
            setattr(row, field.attname, f"{attack}{row.pk}" if field.unique else attack)
            try:
                with transaction.atomic():
                    row.save(update_fields=[field.name])
            except Error:
                continue
            marks[mark] = f"{model.__name__}.{field.name}"
    return marks


ATTACK = "'\"><x-kwaad><b kwaad=1> 35% %s"


def page_for(world: World, name: str) -> tuple[str, str]:
    """Return its address and somebody who may open it."""
    if name in table.PUBLIC:
        return reverse(name), "anonymous"
    role = "agent" if name in ("security", "conversation") else role_for(name)
    return address_of(world, name, world.own), role


class Broken(HTMLParser):
    """Finds what became markup, and what is on the page as text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [tag, *(name for name, _ in attrs)]
        self.found += [name for name in names if "kwaad" in name]


def test_no_text_of_anybody_becomes_part_of_any_page(world: World) -> None:
    conversation = world.own.conversation
    author = User.objects.get(pk=make.actor(Role.AGENT, teams=(world.own.team,)).user_id or 0)
    SavedView.objects.create(owner=author, team=world.own.team, name="x", view="team", words="x")
    Message.objects.create(
        conversation=conversation,
        channel=world.own.channel,
        kind="note",
        text="x",
        sequence=900,
        sent_at=make.NOON,
    )
    Attachment.objects.create(message=conversation.messages.all()[0], name="x", size=1)
    Provider.objects.create(
        name="x", issuer="https://x.example", client_id="x", vault_id=uuid4(), is_on=True
    )
    GroupRight.objects.create(group="x", roles=["agent"])
    marks = make_hostile()
    Message.objects.update(warnings=[ATTACK])
    WebAuthn.add(world.own.user, ATTACK, Passkey(world.own.user).made_for("AAAA"))
    world.sessions["agent"] = session_of(User.objects.get(pk=world.own.user.pk))
    broken, shown = [], set()
    for name in [*table.ADDRESSES, "account_login", "left"]:
        page = world.ask(*page_for(world, name), "GET")
        text = page.content.decode(errors="replace")
        if page.status_code >= 500:
            broken.append(f"{name}: {page.status_code}")
        if "html" not in page.headers.get("Content-Type", ""):
            continue
        parser = Broken()
        parser.feed(text)
        broken += [f"{name}: {marks.get(each, each)}" for each in parser.found]
        shown |= {field for mark, field in marks.items() if f"&lt;{mark}" in text}

    assert broken == []
    # What strangers and colleagues type was really on the pages that were looked at.
    assert {"Message.text", "Conversation.subject", "Contact.name", "Channel.name"} <= shown
    assert {"Provider.name", "GroupRight.group"} <= shown
    assert {"Team.name", "User.name", "SavedView.name", "Attachment.name"} <= shown


@cache
def names_asked() -> tuple[str, ...]:
    """Return every name by which a page looks for something in what is sent."""
    found = {name for form in _forms() for name in form.base_fields}
    for path in (ROOT / "screens").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="get" | "getlist", value=ast.Attribute(attr=sent)),
                    args=[ast.Constant(value=str(name)), *_],
                ) if sent in ("GET", "POST"):
                    found.add(name)
    return tuple(sorted(found))


def _forms(base: type[forms.BaseForm] = forms.Form) -> Iterator[Any]:
    for form in base.__subclasses__():
        if form.__module__.startswith("gehoor."):
            yield form
        yield from _forms(form)


ODD = (
    "", " ", "\x00", "-1", "0", "1e309", "NaN", "9" * 30, "2147483648", "' OR 1=1 --", "\\", "%",
    "[]", "{}", "null", "2026-02-30", "0001-01-01", "9999-12-31T23:59", "\u0663", "\U0001f4a5",
    "../../etc/passwd", "//kwaad.example", "x" * 5000,
)  # fmt: skip
TURNS = 3


@pytest.mark.parametrize("turn", range(TURNS))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whatever_is_asked_no_page_breaks(world: World, turn: int, method: str) -> None:
    """Each field is given other nonsense in each turn, and its neighbours yet other."""
    odd = [ODD[(place * 5 + turn * 7) % len(ODD)] for place in range(len(names_asked()))]
    given = dict(zip(names_asked(), odd, strict=True))
    broken = []
    for name in table.ADDRESSES:
        address = address_of(world, name, world.own)
        answer = world.ask(address, role_for(name), method, given)
        if answer.status_code >= 500:
            broken.append(f"{method} {name}")

    assert broken == []


@pytest.mark.parametrize("sign", ["%", "\x00", "\u0663"])
def test_no_page_breaks_where_every_field_is_one_sign(world: World, sign: str) -> None:
    given = dict.fromkeys(names_asked(), sign)
    broken = [
        name
        for name in table.ADDRESSES
        if world.ask(address_of(world, name, world.own), role_for(name), "POST", given).status_code
        >= 500
    ]

    assert broken == []


@contextmanager
def watched() -> Iterator[list[int]]:
    """Give the length of every text that is written to a table."""
    lengths: list[int] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE")):
            values = params.values() if isinstance(params, dict) else params or ()
            lengths.extend(len(each) for each in values if isinstance(each, str | bytes))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield lengths


LONGEST = 100_000


def test_what_is_too_long_is_kept_in_no_field(world: World, settings: Settings) -> None:
    """Each field has an end of its own: that a request has one as a whole is not looked at here."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = None
    given = dict.fromkeys(names_asked(), "x" * (LONGEST + 1))
    broken, kept = [], []
    for name in table.ADDRESSES:
        with watched() as lengths:
            answer = world.ask(address_of(world, name, world.own), role_for(name), "POST", given)
        if answer.status_code >= 500:
            broken.append(name)
        if max(lengths, default=0) > LONGEST:
            kept.append(name)

    assert broken == []
    assert kept == []


def rows_of(side: Side) -> str:
    """Return everything that is kept of a side, to compare."""
    of_channel = {"channel": side.channel}
    of_conversation = {"conversation": side.conversation}
    found: list[Any] = []
    for model, own in (
        ("channels.Channel", {"pk": side.channel.pk}),
        ("channels.Delivery", of_channel),
        ("health.Alarm", of_channel),
        ("inbox.Conversation", {"pk": side.conversation.pk}),
        ("inbox.Message", of_conversation),
        ("inbox.Draft", of_conversation),
        ("inbox.DraftFile", {"draft__conversation": side.conversation}),
        ("inbox.Reply", of_channel),
        ("inbox.SavedView", {"owner": side.user}),
        ("logins.Session", {"user": side.user}),
        ("mfa.Authenticator", {"user": side.user}),
        ("people.User", {"pk": side.user.pk}),
        ("people.RoleHeld", {"user": side.user}),
    ):
        found += apps.get_model(model)._default_manager.filter(**own).order_by("pk").values()
    return json.dumps(found, default=repr)


NUMBERS_A_PAGE = 3


def numbers_of(side: Side) -> set[str]:
    """Return every number by which something of a side could be named."""
    found = [side.channel.pk, side.conversation.pk, side.reply.pk, side.delivery.pk, side.alarm.pk]
    found += [side.user.pk, side.team.pk]
    for rows in (
        Message.objects.filter(conversation=side.conversation),
        DraftFile.objects.filter(draft__conversation=side.conversation),
        SavedView.objects.filter(owner=side.user),
        Authenticator.objects.filter(user=side.user),
    ):
        found += rows.values_list("pk", flat=True)
    sessions = side.user.sessions.values_list("number", flat=True)
    return {str(each) for each in [*found, *sessions]}


def test_no_number_of_another_team_does_or_shows_anything(world: World) -> None:
    """Whatever a form names by number is looked for among what one may, also what is inside it.

    Each run tries some of the numbers on each page, other ones each time.
    """
    luck = random.Random(SEED)
    other = world.foreign
    key = Passkey(other.user).register()
    draft = Draft.objects.create(
        conversation=other.conversation, author=other.user, kind="reply", text="Verborgen"
    )
    DraftFile.objects.create(draft=draft, name="Verborgen", size=1, stored_as="0" * 64)
    SavedView.objects.create(owner=other.user, name="Verborgen", view="team")
    session_of(key.owner)
    assert world.sessions  # made before anything is undone
    before, numbers = rows_of(other), sorted(numbers_of(other))
    wrong = []
    for name, (right, _) in table.ADDRESSES.items():
        roles = ("agent", "coordinator", "reader", "analyst")
        role = next((each for each in roles if table.RIGHTS[right].allows(each, "own")), None)
        for number in luck.sample(numbers, NUMBERS_A_PAGE) if role else ():
            answer, after = asked(world, name, role or "", dict.fromkeys(names_asked(), number))
            page = answer.content
            if name in table.NAMES_EVERY_TEAM:
                page = page.replace(other.team.name.encode(), b"")
            shows = b"erborgen" in page and right not in OF_THE_ORGANISATION
            if after != before or shows:
                wrong.append(f"{name} as {role} with {number}, seed {SEED}")

    assert wrong == []


def asked(world: World, name: str, role: str, given: Any) -> tuple[HttpResponse, str]:
    """Post as this role; return the answer and what was then kept of the other team."""
    address = address_of(world, name, world.own)
    with transaction.atomic():
        answer = world.ask_in_earnest(address, role, "POST", given)
        after = rows_of(world.foreign)
        transaction.set_rollback(True)
    return answer, after


RIGHTS = {
    "role": "administrator", "roles": "administrator", "roles_held": "administrator",
    "is_active": "on", "is_staff": "on", "is_superuser": "on", "groups": "1", "id": "1", "pk": "1",
    "user": "1", "email": "kwaad@x.example", "permissions": "1", "administrator": "on",
}  # fmt: skip


def test_own_choices_give_nobody_a_right(world: World) -> None:
    """Where a reader may post, nothing that is sent along makes them more than a reader."""
    reader = User.objects.get(pk=make.actor(Role.READER, teams=(world.own.team,)).user_id or 0)
    world.sessions["reader"] = session_of(reader)
    before = rights_of(reader)
    given = dict.fromkeys(names_asked(), "administrator") | RIGHTS
    given |= {"teams": str(world.foreign.team.pk), "language": "nl", "theme": "auto"}
    for name in sorted(table.OF_ONESELF):
        with transaction.atomic():
            address = address_of(world, name, world.own)
            world.ask_in_earnest(address, "reader", "POST", given)
            assert rights_of(reader) == before, name
            transaction.set_rollback(True)


def rights_of(user: User) -> tuple[Any, ...]:
    user.refresh_from_db()
    return (
        user.email,
        user.is_active,
        sorted(user.roles_held.values_list("role", "until")),
        sorted(user.teams.values_list("pk", flat=True)),
    )
