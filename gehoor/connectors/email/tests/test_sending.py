"""Writing and sending one mail: what it looks like, and that no header can be smuggled in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.connectors.email import PLUGIN
from gehoor.connectors.email.composing import compose, is_sendable
from gehoor.connectors.email.sending import NotSent, size_told
from gehoor.connectors.email.tests.peer import MailPeer, peer, text_of
from gehoor.contracts.connector import NotAllowed, Refused, Sent, Unreachable
from gehoor.contracts.posts import OutgoingFile
from gehoor.testing.mailservers import ADDRESS
from gehoor.testing.peers import outgoing, with_secrets, with_settings
from gehoor.testing.pictures import drawn

NASTY = st.text(st.characters(), max_size=60)


@pytest.fixture(scope="module")
def post() -> Iterator[MailPeer]:
    with peer() as running:
        yield running


@pytest.mark.row("S2-20")
def test_a_reply_names_its_sender_and_what_it_answers() -> None:
    reply = outgoing(answers="<vraag@v.example>", references=("<eerder@v.example>",))

    mail = message_from_bytes(compose(reply, ADDRESS).content, policy=default)

    assert str(mail["From"]) == f"Anna van Gemeente Voorbeeld <{ADDRESS}>"
    assert mail["Message-ID"] == f"<{reply.key}@gemeente.example>"
    assert mail["In-Reply-To"] == "<vraag@v.example>"
    assert mail["References"] == "<eerder@v.example> <vraag@v.example>"
    assert mail.get_content_type() == "text/plain"


def test_every_try_carries_the_same_message_id() -> None:
    assert compose(outgoing(), ADDRESS).message_id == compose(outgoing(), ADDRESS).message_id


def test_a_long_message_id_is_not_written_as_a_riddle() -> None:
    long = f"<{'A' * 120}@{'b' * 60}.outlook.example>"

    content = compose(outgoing(answers=long, references=(long,) * 3), ADDRESS).content

    assert f"In-Reply-To: {long}\r\n".encode() in content
    assert f"References: {long}\r\n".encode() in content


@given(NASTY, NASTY, NASTY, NASTY)
def test_no_text_becomes_a_header_or_ends_the_mail(
    name: str, subject: str, answers: str, text: str
) -> None:
    reply = outgoing(
        signed_as=f"Anna\r\nBcc: x@y.example\r\n{name}",
        subject=f"Re\nBcc: x@y.example\n\n{subject}",
        answers=f"<a@b>\r\nBcc: x@y.example\r\n{answers}",
        text=f"{text}\r\n.\r\nMAIL FROM:<x@y.example>\r\n",
    )

    mail = compose(reply, ADDRESS)

    assert "Bcc" not in message_from_bytes(mail.content)
    assert b"\r\n.\r\n" not in mail.stuffed
    assert b"\n" not in mail.stuffed.replace(b"\r\n", b"")
    assert b"\r" not in mail.stuffed.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "geen adres",
        "a@b.example, c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "<a@b>",
        "a@",
    ],
)
def test_only_one_plain_address_can_be_sent_to(address: str) -> None:
    assert not is_sendable(address)


def test_what_is_written_is_what_arrives(post: MailPeer) -> None:
    text = "Beste Fatima,\n\n.\n..twee punten\nFrom here on: café € 😀\n" + "lang " * 300
    sender = PLUGIN.sender(post.accounts[0])

    assert isinstance(sender.send(outgoing(text=text)), Sent)

    [received] = [mail for mail in post.outbox.received if b"Beste" in mail.content]
    assert text_of(received.content) == text.strip()
    assert received.sender == ADDRESS
    assert received.recipient == "fatima@voorbeeld.example"


def test_an_address_that_is_none_is_refused_without_a_connection(post: MailPeer) -> None:
    outcome = PLUGIN.sender(post.unreachable).send(outgoing(to="geen adres"))

    assert isinstance(outcome, Refused)


def test_a_local_relay_needs_no_password(post: MailPeer) -> None:
    account = with_secrets(with_settings(post.accounts[0], smtp_login="no"), password="verkeerd")

    assert isinstance(PLUGIN.sender(account).send(outgoing(key="relay" * 6)), Sent)


def test_a_password_is_not_sent_in_the_open(post: MailPeer) -> None:
    account = with_settings(post.accounts[0], smtp_host="mail.example")

    with pytest.raises(NotAllowed, match="without encryption"):
        PLUGIN.sender(account).send(outgoing())


def test_a_copy_is_kept_where_sent_mail_belongs(post: MailPeer) -> None:
    account = with_settings(post.accounts[0], sent_folder="INBOX")
    before = post.box.files()

    PLUGIN.sender(account).keep_copy(outgoing(text="Bewaar mij"))

    assert len(post.box.files()) == len(before) + 1


def test_a_server_without_a_sent_folder_keeps_no_copy(post: MailPeer) -> None:
    before = post.box.files()

    PLUGIN.sender(post.accounts[0]).keep_copy(outgoing())

    assert post.box.files() == before


def test_keeping_a_copy_may_fail_in_one_known_way(post: MailPeer) -> None:
    with pytest.raises(Unreachable):
        PLUGIN.sender(post.unreachable).keep_copy(outgoing())


def test_nobody_can_look_whether_a_mail_arrived(post: MailPeer) -> None:
    with pytest.raises(Unreachable):
        PLUGIN.sender(post.accounts[0]).find_sent(replace(outgoing(), key="x" * 32))


def test_trying_the_sending_door_logs_in_and_sends_nothing(post: MailPeer) -> None:
    before = len(post.outbox.received)

    PLUGIN.try_sending(post.accounts[0])

    assert len(post.outbox.received) == before


@pytest.mark.parametrize(
    ("account", "problem", "words"),
    [
        ("locked_out", NotAllowed, "user name and password"),
        ("unreachable", Unreachable, "did not answer"),
    ],
)
def test_trying_the_sending_door_tells_what_is_wrong(
    post: MailPeer, account: str, problem: type[Exception], words: str
) -> None:
    with pytest.raises(problem, match=words):
        PLUGIN.try_sending(getattr(post, account))


def test_files_arrive_as_they_were_with_their_names(post: MailPeer) -> None:
    picture = OutgoingFile("brücke “1”.png", "image/png", drawn("PNG"))
    paper = OutgoingFile("plan.txt", "text/plain", "Één\r\n.\r\nFrom x\n".encode())
    reply = outgoing(key="bijlagen" * 4, text="Zie de bijlagen.", files=(picture, paper))

    assert isinstance(PLUGIN.sender(post.accounts[0]).send(reply), Sent)

    [received] = [mail for mail in post.outbox.received if b"bijlagen" in mail.content]
    mail = message_from_bytes(received.content, policy=default)
    words, *files = mail.walk() if mail.is_multipart() else [mail]
    assert words.get_content_type() == "multipart/mixed"
    assert mail.get_body().get_content().strip() == "Zie de bijlagen."  # type: ignore[union-attr]
    kept = [each for each in files if each.get_content_disposition() == "attachment"]
    assert [each.get_filename() for each in kept] == ["brücke “1”.png", "plan.txt"]
    assert [each.get_payload(decode=True) for each in kept] == [picture.content, paper.content]
    assert [each.get_content_type() for each in kept] == ["image/png", "text/plain"]


def test_every_try_is_the_same_mail_with_files_too() -> None:
    moment = datetime(2026, 11, 25, tzinfo=UTC)
    files = (OutgoingFile("a.png", "image/png", drawn("PNG")),)
    reply = outgoing(files=files, first_tried_at=moment)

    assert compose(reply, ADDRESS) == compose(reply, ADDRESS)


@given(NASTY, st.binary(max_size=200))
def test_no_name_or_content_of_a_file_becomes_a_header_or_ends_the_mail(
    name: str, content: bytes
) -> None:
    file = OutgoingFile(f'a"\r\nBcc: x@y.example\r\n{name}', "application/pdf", content)

    mail = compose(outgoing(files=(file,)), ADDRESS)

    read = message_from_bytes(mail.content)
    assert "Bcc" not in read
    assert all("Bcc" not in part for part in read.walk())
    assert [part.get_payload(decode=True) for part in read.walk()][-1] == content
    assert b"\r\n.\r\n" not in mail.stuffed
    assert b"\n" not in mail.stuffed.replace(b"\r\n", b"")


def test_a_server_that_takes_no_mail_this_large_is_not_sent_it() -> None:
    assert size_told("0", 5000) == "SIZE=5000"
    assert size_told("", 5000) == "SIZE=5000"
    with pytest.raises(NotSent) as told:
        size_told("4999", 5000)

    assert isinstance(told.value.outcome, Refused)
