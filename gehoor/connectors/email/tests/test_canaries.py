"""Trial mail is known again, whatever a server on its way writes anew."""

from typing import Final
from uuid import uuid4

from gehoor.connectors.email.canaries import MailCanaries
from gehoor.connectors.email.composing import compose
from gehoor.connectors.email.parse import parse

ADDRESS: Final = "info@gemeente.example"
TOKEN: Final = uuid4().hex


def test_as_mail_it_is_known_also_where_a_server_writes_the_message_id_or_subject_anew() -> None:
    ours = MailCanaries()
    made = ours.made(ADDRESS, token=TOKEN, subject="Proefbericht van Gehoor", text="Niets.")
    raw = compose(made, ADDRESS).content

    assert ours.token_in(parse(raw), address=ADDRESS) == TOKEN
    other_id = raw.replace(b"Message-ID: <gehoor-canary-", b"Message-ID: <x")
    assert ours.token_in(parse(other_id), address=ADDRESS) == TOKEN
    other_subject = raw.replace(b"Subject: ", b"X-Was: ")
    assert ours.token_in(parse(other_subject), address=ADDRESS) == TOKEN
    assert parse(raw).is_automatic
