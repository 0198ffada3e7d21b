"""Until when certificates of mail servers are good: read over TLS and STARTTLS, saying nothing."""

import datetime as dt
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gehoor.connectors.email.connector import PLUGIN
from gehoor.contracts.certificates import certificate_reader_of
from gehoor.contracts.connector import Account
from gehoor.kit.certificates import shown_at

pytestmark = pytest.mark.usefixtures("socket_enabled")
ENDED = dt.datetime(2020, 3, 1, 12, tzinfo=dt.UTC)
ANSWERS = {
    "CAPABILITY": "* CAPABILITY IMAP4rev1 STARTTLS\r\n{tag} OK done\r\n",
    "STARTTLS": "{tag} OK go on\r\n",
    "EHLO": "250-here\r\n250 STARTTLS\r\n",
}


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A server that shows a certificate nobody trusts, which ended years ago."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(ENDED - dt.timedelta(days=9)).not_valid_after(ENDED)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = Path(tmp_path_factory.mktemp("certificate")) / "server.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@contextmanager
def server(
    context: ssl.SSLContext, greeting: str, *, at_once: bool, heard: list[str]
) -> Iterator[int]:
    """A mail server that greets, offers STARTTLS, and keeps what it hears."""

    class Talk(socketserver.BaseRequestHandler):
        def setup(self) -> None:
            self.request.settimeout(20)
            try:
                if at_once:
                    self.request = context.wrap_socket(self.request, server_side=True)
                self.request.sendall(greeting.encode())
                while line := self.request.recv(4096).decode():
                    heard.append(line)
                    self.answer(line.split())
            except OSError:
                return
            finally:
                self.request.close()

        def answer(self, words: list[str]) -> None:
            word = words[0] if words[0] in ANSWERS or len(words) == 1 else words[1]
            told = ANSWERS.get(word.upper(), ANSWERS["EHLO"])
            if word == "STARTTLS" and len(words) == 1:
                told = "220 go on\r\n"
            self.request.sendall(told.format(tag=words[0]).encode())
            if word == "STARTTLS":
                self.request = context.wrap_socket(self.request, server_side=True)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as made:
        made.daemon_threads = True
        thread = threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield made.server_address[1]
        finally:
            made.shutdown()
            thread.join()


def account(imap: int, smtp: int, security: str) -> Account:
    return Account(
        channel_id=1,
        settings={
            "address": "post@gemeente.example",
            "imap_host": "localhost", "imap_port": str(imap), "imap_security": security,
            "smtp_host": "127.0.0.1", "smtp_port": str(smtp), "smtp_security": security,
        },
        secrets={"password": "geheim-van-de-postbus"},
    )  # fmt: skip


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_both_servers_of_a_mailbox_tell_and_hear_no_secret(
    trust: ssl.SSLContext, security: str
) -> None:
    heard: list[str] = []
    at_once = security == "tls"
    with ExitStack() as stack:
        imap = stack.enter_context(server(trust, "* OK hi\r\n", at_once=at_once, heard=heard))
        smtp = stack.enter_context(server(trust, "220 hi\r\n", at_once=at_once, heard=heard))
        ask = certificate_reader_of(PLUGIN)
        assert ask is not None

        found = ask(account(imap, smtp, security))

    assert [(each.host, each.ends_at) for each in found] == [
        ("localhost", ENDED),
        ("127.0.0.1", ENDED),
    ]
    assert "geheim" not in "".join(heard)
    assert "LOGIN" not in "".join(heard).upper()


def test_a_silent_server_and_one_without_encryption_tell_nothing(trust: ssl.SSLContext) -> None:
    ask = certificate_reader_of(PLUGIN)
    assert ask is not None

    assert ask(account(1, 1, "tls")) == []
    assert ask(account(1, 1, "none")) == []


def test_our_own_address_tells_too(trust: ssl.SSLContext) -> None:
    with server(trust, "", at_once=True, heard=[]) as port:
        shown = shown_at(f"https://localhost:{port}/")

    assert shown is not None
    assert shown.ends_at == ENDED
