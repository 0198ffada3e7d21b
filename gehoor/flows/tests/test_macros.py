"""Macros: whole or not at all, and undone as one while nobody went on."""

from typing import Any

import pytest

from gehoor.audit.models import Entry
from gehoor.flows import handling, macros, replies, snoozing
from gehoor.inbox.models import Conversation, Draft, Macro, Tag
from gehoor.people.models import User
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def here() -> Conversation:
    return make.received(make.channel(team=make.team(name="Webcare")), text="Mijn bak is vol")


@pytest.fixture
def agent(here: Conversation) -> Actor:
    return make.actor(Role.AGENT, teams=(here.channel.team,), name="Yusuf")


def kept(**given: Any) -> Macro:
    if given.get("tag"):
        Tag.objects.get_or_create(name=given["tag"])
    return Macro.objects.create(**{"name": "Doe het"} | given)


def standing(here: Conversation) -> tuple[Any, ...]:
    """Everything a macro may change."""
    now = Conversation.objects.get(pk=here.pk)
    tags, drafts = (
        now.tags.values_list("name", flat=True),
        now.drafts.values_list("text", flat=True),
    )
    return (
        now.status, now.outcome, now.assignee_id, now.is_snoozed, now.snoozed_until,
        now.waiting_since, sorted(tags), list(drafts),
    )  # fmt: skip


ALL = [
    {"tag": "afval", "gives": "me", "ends": "handled"},
    {"tag": "afval", "ends": "seen"},
    {"gives": "nobody", "ends": "answer"},
    {"ends": "tomorrow"},
    {"inserts": True, "tag": "afval", "gives": "me"},
]


@pytest.mark.parametrize("facts", ALL)
def test_all_of_it_is_done_and_undone_as_one(
    facts: dict[str, Any], here: Conversation, agent: Actor
) -> None:
    other = make.actor(Role.AGENT, teams=(here.channel.team,))
    handling.assign(agent, here, User.objects.get(pk=other.user_id or 0))
    handling.save_draft(agent, here, kind=Draft.Kind.REPLY, text="Dag Fatima,")
    answer = make.kept_answer(text="Wij komen langs.") if facts.get("inserts") else None
    macro = kept(kept_answer=answer, **facts)
    before = standing(here)

    done = macros.run(agent, here, macro)
    after = standing(here)
    macros.undo(agent, Conversation.objects.get(pk=here.pk), done)

    assert after != before
    assert ("afval" in after[6]) == ("tag" in facts)
    assert after[2] == {"me": agent.user_id, "nobody": None}.get(
        facts.get("gives", ""), other.user_id
    )
    if answer:
        assert after[7] == ["Dag Fatima,\n\nWij komen langs."]
    assert standing(here) == before


def test_what_was_put_off_before_is_put_off_again_by_undoing(
    here: Conversation, agent: Actor
) -> None:
    snoozing.snooze(agent, here, until=None)
    here.refresh_from_db()
    before = standing(here)

    done = macros.run(agent, here, kept(ends="handled"))
    macros.undo(agent, Conversation.objects.get(pk=here.pk), done)

    assert standing(here) == before


def test_a_macro_of_a_label_that_is_gone_says_so_and_does_nothing(
    here: Conversation, agent: Actor
) -> None:
    macro = kept(tag="afval", gives="me", ends="handled")
    Tag.objects.filter(name="afval").delete()
    before = standing(here)

    with pytest.raises(replies.NotPossible, match="afval"):
        macros.run(agent, here, macro)

    assert standing(here) == before
    assert not Tag.objects.exists()
    assert not Entry.objects.filter(act="macro.run").exists()


def test_a_macro_of_an_answer_that_was_removed_says_so_and_does_nothing(
    here: Conversation, agent: Actor
) -> None:
    answer = make.kept_answer()
    macro = kept(inserts=True, kept_answer=answer, gives="me")
    answer.delete()
    before = standing(here)

    with pytest.raises(replies.NotPossible):
        macros.run(agent, here, Macro.objects.get(pk=macro.pk))

    assert standing(here) == before


def test_what_cannot_be_done_in_part_is_not_done_at_all(here: Conversation, agent: Actor) -> None:
    Conversation.objects.filter(pk=here.pk).update(has_problem=True)
    before = standing(here)

    with pytest.raises(replies.NotPossible):
        macros.run(agent, here, kept(tag="afval", gives="me", ends="handled"))

    assert standing(here) == before


def test_a_text_that_would_be_too_long_is_not_put_in(here: Conversation, agent: Actor) -> None:
    handling.save_draft(agent, here, kind=Draft.Kind.REPLY, text="x" * 99_990)
    macro = kept(inserts=True, kept_answer=make.kept_answer(text="Wij komen langs."), gives="me")
    before = standing(here)

    with pytest.raises(replies.NotPossible):
        macros.run(agent, here, macro)

    assert standing(here) == before


def test_once_something_was_done_since_it_is_not_undone(here: Conversation, agent: Actor) -> None:
    done = macros.run(agent, here, kept(tag="afval", ends="seen"))
    fresh = Conversation.objects.get(pk=here.pk)
    handling.reopen(agent, fresh)
    before = standing(here)

    with pytest.raises(replies.NotPossible):
        macros.undo(agent, fresh, done)

    assert standing(here) == before


def test_reading_stands_in_the_way_of_no_undo_and_twice_is_once(
    here: Conversation, agent: Actor
) -> None:
    done = macros.run(agent, here, kept(ends="seen"))
    fresh = Conversation.objects.get(pk=here.pk)
    handling.show(agent, fresh)

    macros.undo(agent, fresh, done)
    with pytest.raises(replies.NotPossible):
        macros.undo(agent, Conversation.objects.get(pk=here.pk), done)

    assert Conversation.objects.get(pk=here.pk).status == "open"


def test_a_text_that_was_changed_since_stays(here: Conversation, agent: Actor) -> None:
    macro = kept(inserts=True, kept_answer=make.kept_answer(text="Wij komen langs."))
    done = macros.run(agent, here, macro)
    handling.save_draft(agent, here, kind=Draft.Kind.REPLY, text="Wij komen langs. Tot dan!")

    macros.undo(agent, Conversation.objects.get(pk=here.pk), done)

    assert Draft.objects.get().text == "Wij komen langs. Tot dan!"
