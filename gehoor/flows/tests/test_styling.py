"""House style and tips: kept by coordinators, told to who writes, and obeyed where binding."""

import uuid
from typing import Any

import pytest

from gehoor.channels.models import Channel
from gehoor.flows import protocol, replies, styling
from gehoor.flows.refusing import NotPossible
from gehoor.knowledge.models import Style, Tip
from gehoor.knowledge.rules.kinds import Kind
from gehoor.people.policies import Actor, Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WANTED = {"channel_id": None, "address": "u", "avoid": "", "must": "", "forbidden": "",
          "most_emoji": None, "most_words": None, "is_binding": False}  # fmt: skip


@pytest.fixture
def channel() -> Channel:
    return make.channel(team=make.team())


@pytest.fixture
def agent(channel: Channel) -> Actor:
    return make.actor(Role.AGENT, teams=(channel.team,))


@pytest.mark.row("S2-21")
def test_the_style_of_a_channel_goes_before_that_of_all(agent: Actor, channel: Channel) -> None:
    styling.keep_style(agent, Style(), WANTED)
    styling.keep_style(agent, Style(), WANTED | {"channel_id": channel.pk, "address": "je"})
    here, there = make.received(channel), make.received()

    told = [
        [each.words for each in styling.remarks(where, "Kunt u je pas tonen?", applying)]
        for where in (here, there)
        for applying in [protocol.applying_to(where)]
    ]

    assert told == [["u"], ["je"]]
    with pytest.raises(styling.NotKept):
        styling.keep_style(agent, Style(), WANTED)


@pytest.mark.row("S2-21")
@pytest.mark.parametrize("is_binding", [True, False])
def test_only_a_binding_style_stops_an_answer(
    agent: Actor, channel: Channel, is_binding: bool
) -> None:
    styling.keep_style(agent, Style(), WANTED | {"is_binding": is_binding})
    asked = make.received(channel)
    facts: Any = {"text": "Kun je komen?", "client_uuid": uuid.uuid4(), "seen_sequence": 1}

    if is_binding:
        with pytest.raises(NotPossible, match="here we say “u”"):
            replies.send_reply(agent, asked, **facts)
    else:
        assert replies.send_reply(agent, asked, **facts)


@pytest.mark.row("S2-38")
@pytest.mark.row("S2-39")
def test_tips_go_by_kind_and_tone_and_tell_when_a_joke_hurts(
    agent: Actor, channel: Channel
) -> None:
    loose = make.received(channel, subject="", text="hoi, wanneer komen jullie ff langs? 😂")
    hurt = make.received(channel, subject="", text="hoi, schande dat jullie weer niet kwamen!!")

    of_loose, of_hurt = (styling.tips_for(protocol.applying_to(each)) for each in (loose, hurt))

    assert of_loose.lines[0] == "Answer in the first sentence."
    assert "loosely" in of_loose.tone
    assert "wink" in of_loose.humour
    assert of_hurt.humour.startswith("No jokes")


@pytest.mark.row("S2-38")
def test_tips_of_ones_own_take_the_place_of_those_of_gehoor(agent: Actor, channel: Channel) -> None:
    asked = make.received(channel, subject="", text="Wanneer komt u?")
    usual = styling.all_tips()[Kind.THANKS]

    styling.keep_tips(agent, {"question": "Altijd met een link.", "thanks": usual})

    assert styling.tips_for(protocol.applying_to(asked)).lines == ["Altijd met een link."]
    assert list(Tip.objects.values_list("kind", flat=True)) == ["question"]
    styling.keep_tips(agent, {"question": ""})
    assert not Tip.objects.exists()
