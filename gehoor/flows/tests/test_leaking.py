"""What an answer would give away: stopped where others read along, asked once in private."""

import uuid
from contextlib import nullcontext
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from gehoor.audit.models import Entry
from gehoor.contracts.connector import Author, Unknown
from gehoor.contracts.posts import WIDEST_FIRST, Visibility
from gehoor.flows import leaking, replies, setup
from gehoor.flows.leaking import Decided, GivesAway
from gehoor.flows.refusing import NotPossible
from gehoor.flows.second_eyes import NeedsSecond
from gehoor.inbox.models import Conversation, DraftFile, Message, Reply
from gehoor.people.policies import Actor, Role
from gehoor.testing import make
from gehoor.testing.outbox import advance, agent_of, run_sender, state_of
from gehoor.testing.scripted import Scripted

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.row("S2-13")]

BSN = "123456782"
GIVES = f"Uw aanvraag met nummer {BSN} is klaar."
REASON = "De bewoner vroeg dit zelf, en het staat op het bord."


def asked(
    scripted: Scripted, visibility: Visibility = Visibility.PUBLIC, **given: Any
) -> Conversation:
    scripted.more = {"visibilities": WIDEST_FIRST}
    channel = make.channel(connector=scripted.key, stage=given.pop("stage", "live"))
    facts = {"visibility": visibility, "is_public": visibility.is_open, "is_to_us": True}
    return make.received(channel, thread="1", **facts | given)


def answer(
    conversation: Conversation, text: str = GIVES, by: Actor | None = None, **given: Any
) -> Reply:
    facts: dict[str, Any] = {"client_uuid": uuid.uuid4(), "seen_sequence": 99}
    return replies.send_reply(
        by or agent_of(conversation), conversation, text=text, **facts | given
    )


def coordinator(conversation: Conversation) -> Actor:
    return make.actor(Role.COORDINATOR, teams=(conversation.channel.team,), name="Ria van Dam")


def stopped(conversation: Conversation, *given: Any, **more: Any) -> GivesAway:
    with pytest.raises(GivesAway) as found:
        answer(conversation, *given, **more)
    return found.value


def seen(conversation: Conversation, *given: Any, reason: str = "", **more: Any) -> Decided:
    """What somebody decides who saw what stands there now."""
    return Decided(stopped(conversation, *given, **more).token, reason)


def found_in(stop: GivesAway) -> list[tuple[str, str]]:
    return [(str(s.kind), each.text[s.start : s.end]) for each in stop.found for s in each.spans]


@pytest.mark.parametrize("stage", ["live", "practise"])
@pytest.mark.parametrize("readers", [Visibility.PUBLIC, Visibility.UNLISTED, Visibility.FOLLOWERS])
def test_what_others_read_too_is_stopped_and_the_kind_is_named(
    scripted: Scripted, readers: Visibility, stage: str
) -> None:
    conversation = asked(scripted, readers, stage=stage)

    stop = stopped(conversation, then_finish=True)

    assert found_in(stop) == [("bsn", BSN)]
    assert stop.is_for_more
    assert "citizen service number" in str(stop)
    assert BSN not in f"{stop} {stop!r}"
    assert not Reply.objects.exists()
    assert not Entry.objects.filter(act__startswith="reply").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Wat naar dat u borstkanker heeft.", "u borstkanker heeft"),
        ("Als u diabetes heeft, is de prik gratis.", ""),
        ("Fijn dat uw behandeling goed ging.", ""),
        ("Bij griep blijft u thuis.", ""),
        ("Over diabetes is er dinsdag een avond in de aula.", ""),
        ("Wij lezen dat u behandeld bent voor borstkanker.", "u behandeld bent voor borstkanker"),
        ("Vervelend dat uw depressie terug is.", "uw depressie"),
        ("Zij heeft sinds mei een burn-out.", "Zij heeft sinds mei een burn-out"),
        ("De diagnose luidt longontsteking.", "diagnose luidt longontsteking"),
        ("Your diabetes is known to us.", "Your diabetes"),
    ],
)
def test_which_illness_somebody_has_is_not_for_others_to_read(
    scripted: Scripted, text: str, words: str
) -> None:
    conversation = asked(scripted)

    if words:
        assert found_in(stopped(conversation, text)) == [("diagnosis", words)]
    else:
        answer(conversation, text)


def test_a_platform_that_says_nothing_of_readers_is_judged_by_its_conversation(
    scripted: Scripted,
) -> None:
    open_one = asked(scripted, Visibility.UNSAID, is_public=True)
    closed_one = asked(scripted, Visibility.UNSAID, is_public=False, external_id="other")

    assert stopped(open_one).is_for_more
    assert not stopped(closed_one).is_for_more


def test_in_private_it_is_asked_once_and_what_was_seen_may_go(scripted: Scripted) -> None:
    conversation = asked(scripted)
    agent = agent_of(conversation)

    stop = stopped(conversation, by=agent, visibility=Visibility.DIRECT)
    answer(conversation, by=agent, visibility=Visibility.DIRECT, decided=Decided(stop.token))

    assert not stop.is_for_more
    entry = Entry.objects.get(act="reply.personal_confirmed")
    assert entry.details == {"kinds": ["bsn"]}
    assert Reply.objects.get().let_out == []


def test_who_saw_one_number_is_asked_again_about_another(scripted: Scripted) -> None:
    conversation = asked(scripted)
    direct: dict[str, Any] = {"visibility": Visibility.DIRECT}
    decided = seen(conversation, **direct)

    again = stopped(conversation, GIVES.replace(BSN, "111222333"), decided=decided, **direct)

    assert found_in(again) == [("bsn", "111222333")]


def test_what_a_citizen_wrote_in_private_is_still_stopped_in_public(scripted: Scripted) -> None:
    conversation = asked(scripted)
    make.received(
        conversation.channel, thread="1", text=f"Mijn BSN is {BSN}.", external_id="private",
        visibility=Visibility.DIRECT, is_to_us=True,
    )  # fmt: skip
    first = conversation.messages.earliest("sequence")

    assert stopped(conversation, answers=first.pk).is_for_more


@pytest.mark.parametrize(
    "text",
    [
        "Beste Fatima, mevrouw Bakker, wij komen langs. Groet, Anouk",
        "Mijn collega Bram de Groot belt u.",
        "Bel ons op 088 123 45 67 of mail jeugd@gemeente.example.",
        "Dit is bekend onder V-2026-0544.",
        "Vraag het team Groen van Noord.",
    ],
)
def test_who_writes_here_colleagues_and_what_is_our_own_may_be_named(
    scripted: Scripted, text: str
) -> None:
    conversation = asked(scripted, author=Author("@fatima", "Fatima Bakker"))
    make.user(Role.AGENT, name="Bram de Groot (fictief)")
    setup.change_organisation(
        Actor(system="setup"), public_numbers="088-1234567", public_addresses="@gemeente.example",
        case_forms="V-2026-0001",
    )  # fmt: skip

    answer(conversation, f"{text} De bak is vanmorgen geleegd.")

    assert Reply.objects.exists()


def test_of_two_who_may_be_named_a_third_name_is_not_made(scripted: Scripted) -> None:
    conversation = asked(scripted, author=Author("@fatima", "Fatima Bakker"))
    make.user(Role.AGENT, name="Kees de Groot")

    stop = stopped(conversation, "Uw buurman, de heer Kees Bakker, belde ons.")

    assert [kind for kind, _ in found_in(stop)] == ["person_name"]


def test_the_closing_line_of_a_team_gives_what_may_be_read(scripted: Scripted) -> None:
    conversation = asked(scripted)
    team = conversation.channel.team
    team.signature = "Team Groen, Marktplein 4, 1234 AB Voorbeeldstad, tel. 0123-456789"
    team.save()

    where = "Bel 0123 456789 of kom naar Marktplein 4, 1234 AB Voorbeeldstad."
    answer(conversation, f"De bak is vanmorgen geleegd. {where}")

    assert Reply.objects.exists()


def test_a_name_they_wrote_to_us_may_go_back_to_them_and_not_to_others(scripted: Scripted) -> None:
    conversation = asked(scripted, text="Mijn buurman Kees de Wit heeft er ook last van.")
    text = "Wij hebben de heer Kees de Wit gebeld."

    assert stopped(conversation, text).is_for_more
    answer(conversation, text, visibility=Visibility.DIRECT)

    assert Reply.objects.get().visibility == "direct"


def test_the_description_of_a_file_is_looked_at_too(scripted: Scripted) -> None:
    conversation = asked(scripted)

    with pytest.raises(GivesAway) as found:
        leaking.settle(
            conversation,
            leaking.Leaving(
                "Zie de foto.", [DraftFile(name="brief.png", description=f"Brief aan {BSN}")],
                Visibility.PUBLIC, "@fatima",
            ),
            leaking.UNDECIDED,
        )  # fmt: skip

    [each] = found.value.found
    assert (each.file, each.text[each.spans[0].start :]) == ("brief.png", BSN)


@pytest.mark.parametrize(
    ("name", "leaks"),
    [
        ("jansen_123456782.pdf", ["bsn"]),
        ("brief-aan-jan.jansen@post.example.pdf", ["email"]),
        ("NL91ABNA0417164300.pdf", ["iban"]),
        ("IMG_20261124_123456.jpg", []),
        ("PXL_20261124_123456782.jpg", []),
        ("Schermafbeelding 2026-11-24 om 12.34.56.png", []),
        ("Afvalkalender_2026_Centrum.pdf", []),
    ],
)
def test_the_name_of_a_file_is_looked_at_as_words(
    scripted: Scripted, name: str, leaks: list[str]
) -> None:
    leaving = leaking.Leaving("Zie de bijlage.", [DraftFile(name=name)], Visibility.PUBLIC, "@f")
    conversation = asked(scripted)

    with pytest.raises(GivesAway) if leaks else nullcontext() as stop:
        leaking.settle(conversation, leaving, leaking.UNDECIDED)

    found = stop.value.found if stop else []
    assert [(each.text, each.is_name) for each in found] == ([(name, True)] if leaks else [])
    assert [str(span.kind) for each in found for span in each.spans] == leaks


def test_two_let_it_out_with_a_reason_and_the_log_holds_the_kind_alone(scripted: Scripted) -> None:
    conversation = asked(scripted)
    agent, ria = agent_of(conversation), coordinator(conversation)
    decided = seen(conversation, by=agent, reason=REASON)
    with pytest.raises(NeedsSecond) as needed:
        answer(conversation, by=agent, decided=decided)

    reply = answer(conversation, by=agent, decided=decided, second=ria)
    run_sender(conversation)

    assert list(needed.value.reasons) == ["leak"]
    assert state_of(reply) == "sent"
    entry = Entry.objects.get(act="reply.let_out")
    assert (entry.actor_id, entry.reason, entry.details) == (
        ria.user_id,
        REASON,
        {"kinds": ["bsn"]},
    )
    assert reply.let_out == ["text:bsn:23-32"]
    assert BSN not in str(list(Entry.objects.values()))


@pytest.mark.parametrize("role", [Role.AGENT, Role.COORDINATOR])
@pytest.mark.parametrize("reason", [" ", f"Het nummer {BSN} is van mijzelf."])
def test_nobody_lets_it_out_without_a_fit_reason(
    scripted: Scripted, role: Role, reason: str
) -> None:
    conversation = asked(scripted)
    actor = make.actor(role, teams=(conversation.channel.team,))
    decided = seen(conversation, by=actor, reason=reason)

    stopped(conversation, by=actor, decided=decided, second=coordinator(conversation))

    assert not Reply.objects.exists()


def test_a_text_in_parts_is_looked_at_whole_before_and_at_sending(scripted: Scripted) -> None:
    conversation = asked(scripted)
    scripted.max_length = 80
    ria = coordinator(conversation)
    text = f"  Wij hebben goed nieuws over uw vraag van gisteren. {GIVES} Tot ziens bij ons."
    given: dict[str, Any] = {"by": agent_of(conversation), "most_parts": 9, "second": ria}
    decided = seen(conversation, text, reason=REASON, **given)

    first = answer(conversation, text, decided=decided, **given)
    for _ in range(first.parts):
        run_sender(conversation)

    assert first.parts > 1
    assert {each.state for each in Reply.objects.all()} == {"sent"}


def change_text(reply: Reply, text: str = GIVES) -> None:
    """Let the text be another than the one that was looked at."""
    Message.objects.filter(pk=reply.message_id).update(text=text)


@pytest.mark.parametrize("readers", [Visibility.PUBLIC, Visibility.FOLLOWERS])
def test_a_text_that_changed_after_the_look_is_stopped_before_it_leaves(
    scripted: Scripted, readers: Visibility
) -> None:
    conversation = asked(scripted, readers)
    reply = answer(conversation, "Dank u.")
    change_text(reply)

    run_sender(conversation)

    assert state_of(reply) == "failed"
    assert scripted.sent == []
    reply.refresh_from_db()
    assert reply.problem == leaking.STOPPED
    with pytest.raises(NotPossible, match="gives away"):
        replies.send_again(agent_of(conversation), reply, reason="Toch maar.")


def test_one_in_doubt_whose_text_changed_stays_in_doubt_and_is_not_sent_again(
    scripted: Scripted,
) -> None:
    conversation = asked(scripted)
    reply = answer(conversation, "Dank u.")
    scripted.answers = [Unknown("No answer.")]
    run_sender(conversation)
    change_text(reply)

    advance(600)
    run_sender(conversation)

    assert state_of(reply) == "unknown"
    assert len(scripted.sent) == 1


def test_what_was_let_out_covers_nothing_that_was_added(scripted: Scripted) -> None:
    conversation = asked(scripted)
    ria = coordinator(conversation)
    agent = agent_of(conversation)
    decided = seen(conversation, by=agent, reason=REASON)
    reply = answer(conversation, by=agent, decided=decided, second=ria)
    change_text(reply, f"{GIVES} Bel 06 12345678.")

    run_sender(conversation)

    assert state_of(reply) == "failed"


def test_what_was_taken_back_is_asked_again_when_it_is_resent(scripted: Scripted) -> None:
    conversation = asked(scripted)
    agent = agent_of(conversation)
    direct: dict[str, Any] = {"by": agent, "visibility": Visibility.DIRECT}
    reply = answer(conversation, decided=seen(conversation, **direct), **direct)
    replies.withdraw(agent, reply)

    stopped(conversation, **direct)


def test_what_holds_nothing_asks_nobodys_name_and_what_does_asks_little(
    scripted: Scripted, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    conversation = asked(scripted)

    def settle(text: str) -> None:
        leaving = leaking.Leaving(text, [], Visibility.PUBLIC, "@fatima")
        leaking.settle(conversation, leaving, leaking.UNDECIDED)

    with django_assert_num_queries(0):
        settle("Dank u. De bak wordt morgen geleegd.")
    with django_assert_num_queries(4), pytest.raises(GivesAway):
        settle(GIVES)
