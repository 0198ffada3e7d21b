"""The list of where one was named, and the number in the bar."""

import re
import uuid

import pytest
from django.test import Client

from gehoor.flows import handling
from gehoor.inbox.models import Conversation
from gehoor.people.models import User
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.web import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation() -> Conversation:
    return make.received(make.channel(connector="email"), external_id="<a>", subject="Volle put")


@pytest.fixture
def yusuf(conversation: Conversation, client: Client) -> User:
    team = conversation.channel.team
    user = make.user(Role.READER, teams=(team,), name="Yusuf de Vries", language="en")
    client.force_login(user, backend=BACKEND)
    return user


def name_him(conversation: Conversation, text: str) -> None:
    anouk = make.actor(Role.AGENT, teams=(conversation.channel.team,), name="Anouk Smit")
    handling.write_note(anouk, conversation, text=text, client_uuid=uuid.uuid4())


def in_bar(client: Client, page: str) -> str:
    found = re.search(r'data-count="named">(.*?)</span></a>', client.get(page).content.decode())
    assert found
    return re.sub(r"<[^>]+>", "", found[1]).strip()


def test_the_bar_of_every_page_counts_what_was_not_read_and_the_list_leads_there(
    client: Client, yusuf: User, conversation: Conversation
) -> None:
    assert "Nobody has named you yet." in client.get("/named/").content.decode()
    name_him(conversation, "@Yusuf, <b>kan</b> de pomp aan?")

    assert [in_bar(client, page)[:1] for page in ("/named/", "/inbox/team/", "/profile/")] == [
        "1", "1", "1",
    ]  # fmt: skip
    page = client.get("/named/").content.decode()
    assert "@Yusuf, &lt;b&gt;kan&lt;/b&gt; de pomp aan?" in page
    assert "Anouk Smit" in page
    assert "Volle put" in page
    link = re.search(r'href="(/conversations/[^"#]+)#message-(\d+)"', page)
    assert link
    opened = client.get(link[1].replace("&amp;", "&")).content.decode()

    assert f'id="message-{link[2]}"' in opened
    assert in_bar(client, "/inbox/team/") == ""
    assert 'class="is-new"' not in client.get("/named/").content.decode()


def test_what_a_script_fetches_ahead_is_not_read_yet(
    client: Client, yusuf: User, conversation: Conversation
) -> None:
    name_him(conversation, "@Yusuf, kijk eens.")

    client.get(f"/conversations/{conversation.pk}/", headers={"X-Fragment": "1"})
    assert in_bar(client, "/inbox/team/")
    client.post(f"/conversations/{conversation.pk}/shown/")

    assert in_bar(client, "/inbox/team/") == ""


def test_the_log_says_whom_the_note_named(
    client: Client, yusuf: User, conversation: Conversation
) -> None:
    name_him(conversation, "@Yusuf, kijk eens.")

    log = client.get(f"/conversations/{conversation.pk}/log/").content.decode()

    assert "wrote an internal note, and named Yusuf de Vries" in log
