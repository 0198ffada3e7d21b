"""Hard words are a bar until somebody clicks them; what is stored stays as it was written."""

import pytest
from django.test import Client

from gehoor.flows import setup
from gehoor.flows.listening import harmless
from gehoor.flows.veiling import veil
from gehoor.inbox.models import Message
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = pytest.mark.django_db

BUTTON = 'class="veil-show" aria-label="verborgen scheldwoord, toon"'


def agent_of(client: Client, channel: object) -> Client:
    client.force_login(make.user(Role.AGENT, teams=(channel.team,)))  # type: ignore[attr-defined]
    return client


@pytest.mark.row("S4-03")
def test_a_hard_word_is_veiled_in_thread_list_and_reading_mode_and_stored_as_it_was(
    client: Client,
) -> None:
    channel = make.channel()
    found = make.received(channel, subject="Jullie zijn klootzakken", text="Stelletje <i>hufters!")
    agent_of(client, channel)

    reading = client.get("/reading/").content.decode()
    page = client.get(f"/conversations/{found.pk}/").content.decode()
    rows = client.get("/inbox/unassigned/").content.decode()

    assert BUTTON in page
    assert '<span class="veil-word" aria-hidden="true">hufters</span>' in page
    assert "Stelletje &lt;i&gt;<span" in page
    assert "<title>Jullie zijn [scheldwoord] -" in page
    assert "klootzakken" not in rows
    assert "hufters" not in rows
    assert '<span class="unseen">verborgen scheldwoord</span>' in rows
    assert BUTTON in reading
    assert Message.objects.get(conversation=found).text == "Stelletje <i>hufters!"


@pytest.mark.row("S4-03")
def test_an_organisation_says_what_is_veiled(client: Client) -> None:
    channel = make.channel()
    found = make.received(channel, subject="Vraag", text="Zakkenvuller, hufter!")
    agent_of(client, channel)
    admin = make.actor(Role.ADMINISTRATOR)

    setup.change_organisation(admin, veiled_words="zakkenvuller", unveiled_words="hufter")
    page = client.get(f"/conversations/{found.pk}/").content.decode()
    setup.change_organisation(admin, veils_hard_words=False)
    open_page = client.get(f"/conversations/{found.pk}/").content.decode()

    assert 'aria-hidden="true">Zakkenvuller</span></span>, hufter!' in page
    assert "Zakkenvuller, hufter!" in open_page


@pytest.mark.row("S4-03")
def test_a_mail_about_a_hit_has_a_gap_in_the_place_of_a_hard_word() -> None:
    assert harmless(veil().unsaid("Die klootzak van Groen")) == "Die […] van Groen"


@pytest.mark.row("S4-03")
def test_an_administrator_tries_a_text_and_is_told_of_a_word_that_is_too_short(
    client: Client,
) -> None:
    client.force_login(make.user(Role.ADMINISTRATOR))

    tried = client.post("/settings/hard-words/try/", {"text": "Wat een kutgemeente"})
    refused = client.post("/settings/hard-words/", {"veiled_words": "ab"})
    kept = client.post(
        "/settings/hard-words/", {"veils_hard_words": "on", "veiled_words": "zakkenvuller"}
    )

    assert BUTTON in tried.content.decode()
    assert refused.status_code == 422
    assert "minstens drie tekens" in refused.content.decode()
    assert kept.status_code == 302
    assert veil().own == ("zakkenvuller",)
