"""An installation with something of everything that belongs in an export."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, ManyToManyField, Model

from gehoor.accounts.models import Account
from gehoor.audit.actions import record
from gehoor.audit.models import Entry
from gehoor.channels import actions as channel_actions
from gehoor.channels.models import Canary, Channel, Delivery
from gehoor.consultations.models import Call
from gehoor.contacts.models import Address, Contact
from gehoor.contracts.connector import IncomingAttachment
from gehoor.flows import bulk, regrouping
from gehoor.flows.bulk import Wanted
from gehoor.flows.portable.left_out import COLUMNS, IN
from gehoor.inbox.models import (
    Approval,
    Attachment,
    BulkAct,
    Conversation,
    Draft,
    DraftFile,
    Macro,
    Message,
    MessageVersion,
    Reply,
    SavedView,
    Tag,
)
from gehoor.kit import files
from gehoor.kit.clock import now
from gehoor.knowledge.models import AgendaItem, KeptAnswer, ProtocolLine, Style, Tip
from gehoor.listening.models import Watch
from gehoor.organisation.models import Acceptance, Conduct, Organisation
from gehoor.people import queries as people
from gehoor.people.models import Absence, RoleHeld, Team, User
from gehoor.people.policies import Actor, Role
from gehoor.planning.models import (
    AwayAnswer,
    Block,
    HolidayChoice,
    Norm,
    OwnDay,
    OwnHours,
    SpecialDay,
)
from gehoor.practice.models import Attempt, GoLive, Point, Review
from gehoor.roster.models import Shift, Skip
from gehoor.routing.models import Rule
from gehoor.second_eyes.models import CaseName, Caution
from gehoor.skills.models import Held, Skill
from gehoor.testing import make, seed
from tests.backups.filling_together import fill_together

PICTURE = b"\x89PNG rest of it"
LATER = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


def fill() -> None:
    agent = seed.fill()
    _people()
    channel = Channel.objects.order_by("pk")[0]
    _channel(channel)
    file = IncomingAttachment("foto.png", "image/png", PICTURE, "<foto>", b"kleiner")
    first = make.received(channel, attachments=(file,), subject="Met foto\\n \"en\" 'tekens' 🚲")
    second = make.received(channel)
    Conversation.objects.filter(pk=first.pk).update(possibly_belongs_to=second.pk)
    MessageVersion.objects.create(message=first.messages.get(), text="Zo stond het er eerst.")
    Attachment.objects.update(description="Een kapotte plank in de brug")
    draft = Draft.objects.create(
        conversation=second, author=agent, kind="reply", text="Nog niet af", answers="post-1"
    )
    DraftFile.objects.create(
        draft=draft, name="gaat-mee.png", media_type="image/png", size=7,
        stored_as=files.store(b"gaat-mee"), preview_as=files.store(b"verkleind"),
        description="Een brug",
    )  # fmt: skip
    for state in ("queued", "sending"):
        reply = make.reply(make.received(channel))
        begun = {"attempt": uuid.uuid4(), "started_at": now()} if state == "sending" else {}
        Reply.objects.filter(pk=reply.pk).update(state=state, **begun)
    actor = people.actor_of(agent)
    _posts(channel)
    _regrouped(actor, channel, agent)
    _many(actor, channel, agent)
    _kept(channel, agent)
    _questions(channel, agent)
    _second_eyes(channel, agent)
    fill_together(channel, agent)
    _unread(channel)
    _organisation()
    _roster(agent)
    Contact.objects.filter(addresses__isnull=False).update(is_not_by_social=True)
    record(Actor(system="export"), "export.begun", "installation", 0, reason="Overstap")


def _people() -> None:
    other = make.user(Role.ADMINISTRATOR, name="Bea Mulder", email="bea@gemeente.example")
    User.objects.filter(pk=other.pk).update(
        theme="dark", letter_keys=False, is_compact=True, is_active=False, language="en"
    )
    RoleHeld.objects.filter(user=other).update(until=LATER)
    Team.objects.update(identity="team", signature="Met vriendelijke groet")


def _channel(channel: Channel) -> None:
    channel_actions.seal_credentials(channel, {"password": "een-bewaard-geheim"})
    Channel.objects.filter(pk=channel.pk).update(
        purpose="Vragen van inwoners", address="post@gemeente.example", cursor={"uid": 7},
        settings={"host": "imap.gemeente.example"}, canary_hours=24,
    )  # fmt: skip
    Canary.objects.create(channel=channel, token="0" * 32, begun_at=LATER)
    make.channel(name="Oude postbus", is_closed=True, private_only="Om te beginnen.")


def _posts(channel: Channel) -> None:
    """What a public platform tells of a post, and a reply that went out in parts."""
    post = make.received(channel, text="Dit is een bericht van ver.")
    Message.objects.filter(conversation=post).update(
        html="<p>Dit</p>", answers="<eerder@voorbeeld.example>", link="https://brug.example/1",
        reply_to="ander@voorbeeld.example", visibility="unlisted", is_to_us=True,
        gone_at=make.NOON, is_automatic=True, warnings=["Niet alles is gelezen."],
    )  # fmt: skip
    Address.objects.update(profile="Woont in het Dorp.")
    reply = make.reply(post)
    Reply.objects.filter(pk=reply.pk).update(
        state="failed", visibility="followers", series=reply.client_uuid, part=2, parts=3, tries=4,
        is_practice=True, referral="other", referral_words="Het is niet van ons.",
        problem="Het lukt niet.", first_tried_at=now(), settled_at=now(), references=["<a@b>"],
        let_out=["text:phone:4-14"],
    )  # fmt: skip
    Conversation.objects.filter(pk=post.pk).update(
        has_problem=True,
        tier=3,
        back_because=Conversation.Back.TIME,
        is_emergency=True,
        emergency_kind="water",
        had_contact="text",
        emergency_words="ligt iemand in het water",
        clock_stops=[{"since": LATER.isoformat(), "until": None}],
    )
    around = make.received(channel, text="Wat anders bedoelt u?")
    Message.objects.filter(conversation=around).update(is_around=True)


def _regrouped(actor: Actor, channel: Channel, agent: User) -> None:
    """Two that were merged, with labels and drafts; one that was split; and one put back."""
    one, two, three = (make.received(channel, subject=f"Samen {n}") for n in range(3))
    two.tags.add(Tag.objects.create(name="los zand"))
    Draft.objects.create(conversation=two, author=agent, kind="note", text="Eerst bellen")
    regrouping.merge(actor, one, two)
    long = make.received(channel, thread="brug", text="De brug is stuk.")
    make.received(channel, thread="brug", text="En de bel doet het niet.")
    regrouping.split(actor, long, sequence=2, subject="De bel")
    regrouping.merge(actor, one, three)
    regrouping.undo(actor, _last_regrouping())


def _last_regrouping() -> Any:
    return apps.get_model("inbox.Regrouping").objects.latest("pk")


def _many(actor: Actor, channel: Channel, agent: User) -> None:
    for act, facts in (
        (BulkAct.Act.TAG, {"tag": "fiets"}),
        (BulkAct.Act.ASSIGN, {"assignee": agent}),
        (BulkAct.Act.SEEN, {"reason": "Reclame"}),
        (BulkAct.Act.SNOOZE, {"until": LATER}),
    ):
        chosen = [make.received(channel).pk for _ in range(2)]
        wanted = Wanted(
            act,
            Message.objects.latest("pk").pk,
            Entry.objects.latest("pk").pk,
            **facts,
        )
        bulk.begin(actor, wanted, chosen)
    thread = make.received(channel, thread="gieren", text="Wat mooi.")
    seen = Wanted(BulkAct.Act.SEEN, 2**40, 2**40, reason="Geen vraag")
    bulk.begin_in_thread(actor, thread, seen, [thread.messages.get().pk])


def _kept(channel: Channel, agent: User) -> None:
    SavedView.objects.create(
        owner=agent, team=channel.team, name="Bruggen", view="open", words="brug",
        channel=channel, tag=Tag.objects.get(name="fiets"), only_unread=True, only_at_risk=True,
        position=3,
    )  # fmt: skip
    Rule.objects.create(
        name="Acties", position=3, is_on=False, when="label", on_tag="actie", channel=channel,
        way="direct", sender="@krant.example", words="korting", to_team=Team.objects.earliest("pk"),
        tag="fiets", is_urgent=True,
    )  # fmt: skip
    Conversation.objects.filter(channel=channel).update(routed_to=Team.objects.earliest("pk"))
    watch = Watch.objects.create(channel=channel, words="brug\nfiets", minutes=60)
    watch.colleagues.add(agent)
    kept = KeptAnswer.objects.create(
        team=channel.team, title="Route en parkeren", shortcut="route", text="Dag {naam}",
        link="https://brug.example/route", misconception="De brug is dicht", labels=["bus"],
        owner=agent, review_on=date(2027, 3, 1), times_used=4, last_used_at=LATER,
    )  # fmt: skip
    kept.forms.create(kind="phone", text="U kunt achter het stadhuis staan.", looks_again=True)
    Macro.objects.create(
        team=channel.team, name="Route", inserts=True, kept_answer=kept, gives="me"
    )
    Macro.objects.create(name="Fiets", tag="fiets", ends="seen")
    line = ProtocolLine.objects.create(
        name="Bruggen", kind="opinion", channel=channel, way="mail", sender="@krant.example",
        verdict="ask", why="Ria", text="Dank u.", link="https://brug.example/klacht",
    )  # fmt: skip
    Conversation.objects.filter(channel=channel).update(outcome_line=line, kind="complaint")
    Style.objects.create(
        channel=channel, address="u", avoid="ivm = vanwege", must="Dank", forbidden="klant",
        most_emoji=1, most_words=20, is_binding=True,
    )  # fmt: skip
    AgendaItem.objects.create(
        title="Markt", starts_at=make.NOON, ends_at=LATER, place="Plein", text="Met muziek",
        link="https://brug.example/markt", is_published=True,
    )  # fmt: skip
    Tip.objects.create(kind="complaint", text="Eerst sorry.")
    _practised(channel, agent)


def _practised(channel: Channel, agent: User) -> None:
    Account.objects.create(
        platform="Mastodon", handle="@brug", name="De brug", kind="project", purpose="Nieuws",
        channel=channel, owner=agent, backup=channel.team, ends_on=date(2026, 11, 1),
        adopted_by=agent, adopted_at=LATER,
    )  # fmt: skip
    skill = Skill.objects.create(name="Rouw", labels=["fiets"])
    Held.objects.create(
        skill=skill, user=agent, granted_by=agent, granted_at=LATER, until=date(2027, 3, 1)
    )
    GoLive.objects.create(channel=channel, day=date(2027, 1, 4), switcher=agent, told_at=LATER)
    Point.objects.create(channel=channel, text="Flyer", ticked_by=agent, ticked_at=LATER)
    Review.objects.create(
        message=Message.objects.earliest("pk"), verdict="better", note="Korter", reviewer=agent,
        reviewed_at=LATER, read_at=LATER,
    )  # fmt: skip
    Attempt.objects.create(
        user=agent, scenario="losse-tegel", text="Wat vervelend.", met=["feeling"], made_at=LATER
    )


def _roster(agent: User) -> None:
    other = User.objects.exclude(pk=agent.pk).earliest("pk")
    Absence.objects.create(person=agent, backup=other, since=make.NOON, until=LATER)
    Absence.objects.create(person=other, since=make.NOON, until=LATER, why_nobody="Iedereen is weg")
    weekly = Shift.objects.create(
        team=Team.objects.earliest("pk"), person=agent, day=date(2026, 11, 24), begins=540,
        ends=1020, is_weekly=True, last_day=date(2027, 3, 2),
    )  # fmt: skip
    AwayAnswer.objects.create(
        channel=Channel.objects.earliest("pk"), is_on=True, text="Morgen zijn wij er weer."
    )
    conduct = Conduct.objects.create(version=2, text="U blijft beleefd.", made_at=LATER)
    Acceptance.objects.create(conduct=conduct, person=agent, accepted_at=LATER)
    Skip.objects.create(shift=weekly, day=date(2026, 12, 1))


def _questions(channel: Channel, agent: User) -> None:
    """Somebody of a department was asked something, was called, and answered."""
    permits = make.expert(
        name="Vergunningen", email="v@gemeente.example", reachable="ma-do", term_hours=4
    )
    kees = make.expert(name="Kees", department=permits, is_listed=False)
    about = make.received(channel)
    make.consultation(
        about,
        expert=kees,
        call_at=LATER,
        added="In het centrum",
        asked_by=agent,
        phone="0123 000 111",
    )
    answered = make.consultation(
        about, expert=permits, way="link", state="answered", answer="Ja, dat mag.",
        answered_at=LATER, answered_how="link",
    )  # fmt: skip
    Call.objects.create(
        consultation=answered, result="voicemail", remark="Belt terug", by=agent, at=LATER
    )


def _second_eyes(channel: Channel, agent: User) -> None:
    """What a team agreed, and an answer that waits after it was given back once."""
    judge = make.user(Role.READER, teams=(channel.team,), name="Mr. Bos")
    caution = Caution.objects.create(
        team=channel.team, in_crisis_since=LATER, words="vergoeding", guards_cases=True,
        case_rule="Zeg niets.", case_forms="TUCHT-2026-001", mails_approvers=False,
    )  # fmt: skip
    caution.trainees.add(agent)
    caution.judges.add(judge)
    CaseName.objects.create(caution=caution, name="Denis van der Meij", until=date(2027, 3, 1))
    conversation = make.received(channel)
    facts: dict[str, Any] = {"conversation": conversation, "author": agent, "kind": "reply"}
    given = {"then_finish": True, "most_parts": 1}
    before = Approval.objects.create(
        **facts, client_uuid=uuid.uuid4(), text="Zo niet.", seen_sequence=1, reasons=["trainee"],
        state="returned", decided_at=LATER, decided_by=judge, note="Noem de dag.", given=given,
    )  # fmt: skip
    asked = Approval.objects.create(
        **facts, client_uuid=uuid.uuid4(), text="Morgen.", seen_sequence=1, visibility="direct",
        meant_for="@fatima", answers="post-1", reasons=["case", "words"], named=[judge.pk],
        follows=before, given=given,
    )  # fmt: skip
    reply = make.reply(make.received(channel))
    Approval.objects.create(
        **facts, client_uuid=uuid.uuid4(), text="Ooit.", approved_text="Vrijdag.",
        seen_sequence=1, reasons=["crisis"], state="approved", decided_at=LATER,
        decided_by=judge, reply=reply, given=given,
    )  # fmt: skip
    DraftFile.objects.create(
        approval=asked, name="wacht.png", media_type="image/png", size=5,
        stored_as=files.store(b"wacht"), preview_as=files.store(b"klein"), description="Een kaart",
    )  # fmt: skip


def _unread(channel: Channel) -> None:
    make.delivery(channel, raw=b"\x00\xff nog niet gelezen ")
    failed = make.delivery(channel, raw=b"onleesbaar ")
    Delivery.objects.filter(pk=failed.pk).update(
        state="failed", tries=5, problem="Dit is geen mail.", is_history=True
    )


def _organisation() -> None:
    Organisation.objects.create(
        pk=1, name="Voorbeeldstad", language="en", identity="team", signature="Groet",
        purpose="Vragen beantwoorden", retention_months=24, roster="Anouk", first_line="Yusuf",
        second_line="Ria", third_line="Bea", style="U", coordination="Wekelijks",
        public_numbers="0123 456789", public_addresses="@voorbeeldstad.example",
        public_names="Ria", case_forms="V-2026-0001", emergency_words="sluisdeur open",
        emergency_text="Bel 112.", answers_emergencies=True, emergency_answer="Bel nu 112.",
        veils_hard_words=False, veiled_words="zakkenvuller", unveiled_words="shit",
        publishes_hours=True, go_live_on=date(2027, 1, 4),
        at_step="hours", steps={"who": "done"}, set_up_at=make.NOON,
    )  # fmt: skip
    HolidayChoice.objects.create(name="good_friday", is_closed=True)
    team, channel = Team.objects.earliest("pk"), Channel.objects.earliest("pk")
    Norm.objects.create(
        channel=channel, way="mail", sender="@krant.example", kind="minutes", number=30
    )
    Block.objects.create(weekday=1, opens=540, closes=1020)
    special = SpecialDay.objects.create(day=date(2026, 12, 24), reason="Kerstavond")
    Block.objects.create(special=special, opens=540, closes=720)
    OwnDay.objects.create(team=team, day=date(2026, 12, 24), blocks=[[540, 600]])
    OwnDay.objects.create(channel=channel, day=date(2026, 12, 24), reason="Verhuizing")
    of_team = OwnHours.objects.create(team=team, keeps_days=False)
    of_channel = OwnHours.objects.create(channel=channel)
    for own in (of_team, of_channel):
        Block.objects.create(own=own, weekday=3, opens=600, closes=900)


Rows = dict[str, list[dict[str, Any]]]


def rows_carried() -> Rows:
    """Return, of every table of the export, the columns that go along, in an order of their own."""
    return {label: _rows(label) for label in IN}


def _rows(label: str) -> list[dict[str, Any]]:
    model = apps.get_model(label)
    fields = [*model._meta.fields, *model._meta.many_to_many]
    carried = [field for field in fields if f"{label}.{field.name}" not in COLUMNS]
    found = model._default_manager.all()
    if label == "channels.Delivery":
        found = found.filter(state__in=["pending", "failed"])
    rows = [{field.name: _value(row, field) for field in carried} for row in found]
    return sorted(rows, key=lambda row: (row.get("id") or 0, repr(row)))


def _value(row: Model, field: "Field[Any, Any] | ManyToManyField[Any, Any]") -> Any:
    """Return the value of a column; of a label its name, because its number is not carried."""
    if isinstance(field, ManyToManyField):
        return sorted(_named(each) for each in getattr(row, field.name).all())
    if isinstance(field, ForeignKey) and field.related_model is Tag:
        tag = getattr(row, field.name)
        return tag and tag.name
    value = field.value_from_object(row)
    return bytes(value) if isinstance(value, memoryview) else value


def _named(row: Model) -> str:
    return row.name if isinstance(row, Tag) else f"{row.pk:09d}"


def is_filled(label: str, column: str, rows: Rows) -> bool:
    """Does a row have something else here than a new row would have by itself?"""
    field = apps.get_model(label)._meta.get_field(column)
    ordinary = field.get_default() if isinstance(field, Field) else None
    if isinstance(field, ManyToManyField):
        ordinary = []
    return any(row[column] != ordinary for row in rows[label])
