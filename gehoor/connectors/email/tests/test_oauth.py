"""Logging in with tokens: renewed in time, once, and never sent where they do not belong."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from time import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from gehoor.connectors.email import PLUGIN, oauth
from gehoor.connectors.email.oauth import MICROSOFT, provider_of
from gehoor.contracts.connector import (
    Account,
    Change,
    Later,
    NoConsent,
    NotAllowed,
    Secrets,
    Sent,
    Unreachable,
)
from gehoor.testing.authorization import ADDRESS, CLIENT_SECRET, MAIL, Provider, provider
from gehoor.testing.peers import outgoing, with_settings
from gehoor.testing.websource import Page, web_source

BACK = "http://localhost:8000/settings/consent/"


@dataclass
class Vault:
    """Keeps the secrets of one account, as channels do."""

    secrets: Secrets
    renewals: int = 0

    def renew(self, change: Change) -> Secrets:
        renewed = change(self.secrets)
        self.renewals += renewed != self.secrets
        self.secrets = renewed
        return renewed


@dataclass
class Mailbox:
    """An account at the stand-in with the place its secrets are kept."""

    at: Provider
    vault: Vault
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def account(self) -> Account:
        return Account(
            1,
            {**self.at.settings, **self.settings},
            self.vault.secrets,
            self.vault.renew,
            self.at.pairs,
        )

    def read(self) -> list[bytes]:
        with closing(PLUGIN.reader(self.account)) as reader:
            cursor = {"INBOX": {"uidvalidity": 7, "uid": 0, "after": 0, "since": "2026-11-20"}}
            return [arrived.raw for arrived in reader.fetch(cursor, limit=10).arrived]


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with provider() as made:
        yield made


@pytest.fixture
def at(running: Provider) -> Provider:
    running.revoke()
    running.trouble, running.refusal, running.rotates, running.extra = None, "", True, {}
    running.asked.clear()
    running.logins.clear()
    running.outbox.received.clear()
    return running


def mailbox(at: Provider, **given: Any) -> Mailbox:
    return Mailbox(at, Vault(at.grant(**given)))


def test_a_mailbox_is_read_with_a_token(at: Provider) -> None:
    assert mailbox(at).read() == [MAIL]
    assert at.asked == [], "a token that is good is used as it is"


def test_a_reply_is_sent_with_a_token(at: Provider) -> None:
    outcome = PLUGIN.sender(mailbox(at).account).send(outgoing())

    assert isinstance(outcome, Sent)
    [received] = at.outbox.received
    assert received.sender == ADDRESS


def test_a_token_that_ends_soon_is_renewed_first_and_what_came_with_it_is_kept(
    at: Provider,
) -> None:
    box = mailbox(at, expires_in=60)
    old = dict(box.vault.secrets)

    box.read()

    assert at.logins == [True]
    assert box.vault.secrets["refresh_token"] != old["refresh_token"]
    assert box.vault.secrets["refresh_token"] in at.refresh
    assert int(box.vault.secrets["expires_at"]) > time() + 3000
    assert box.vault.secrets["client_secret"] == CLIENT_SECRET


def test_a_refresh_token_that_is_not_replaced_stays(at: Provider) -> None:
    at.rotates = False
    box = mailbox(at, expires_in=0)
    old = box.vault.secrets["refresh_token"]

    box.read()

    assert box.vault.secrets["refresh_token"] == old


@pytest.mark.parametrize("door", ["reading", "sending"])
def test_a_token_that_ended_before_its_time_is_renewed_once(at: Provider, door: str) -> None:
    box = mailbox(at)
    at.end_tokens()

    if door == "reading":
        assert box.read() == [MAIL]
    else:
        assert isinstance(PLUGIN.sender(box.account).send(outgoing()), Sent)

    assert at.logins == [False, True]
    assert (box.vault.renewals, len(at.asked)) == (1, 1)


def test_a_token_that_ends_while_mail_is_read_costs_one_connection(at: Provider) -> None:
    box = mailbox(at)
    with closing(PLUGIN.reader(box.account)) as reader:
        reader.fetch({}, limit=10)
        at.end_tokens()
        reader.close()

        reader.fetch({}, limit=10)

    assert at.logins == [True, False, True]


def test_what_somebody_else_renewed_is_used_without_asking(at: Provider) -> None:
    box = mailbox(at, expires_in=0)
    stale = box.account
    box.read()
    at.asked.clear()

    with closing(PLUGIN.reader(stale)) as reader:
        reader.fetch({}, limit=10)

    assert at.asked == []


@pytest.mark.parametrize("door", ["reading", "sending", "trying to send"])
def test_a_consent_that_was_withdrawn_is_told_in_words(at: Provider, door: str) -> None:
    box = mailbox(at)
    at.revoke()

    doors: dict[str, Callable[[], object]] = {
        "reading": box.read,
        "sending": lambda: PLUGIN.sender(box.account).send(outgoing()),
        "trying to send": lambda: PLUGIN.try_sending(box.account),
    }
    with pytest.raises(NotAllowed, match="no longer accepts our consent") as told:
        doors[door]()

    assert "kanarie" not in f"{told.value!r} {told.value.__cause__!r}"
    assert at.outbox.received == []


def test_a_mailbox_without_consent_says_so(at: Provider) -> None:
    box = Mailbox(at, Vault({"client_secret": CLIENT_SECRET}))

    with pytest.raises(NoConsent, match="Nobody gave consent"):
        box.read()


def test_a_mail_server_that_accepts_no_token_at_all_is_told_in_words(at: Provider) -> None:
    box = Mailbox(at, Vault(at.grant()), {"username": "iemand.anders@gemeente.example"})

    with pytest.raises(NotAllowed, match="is it the one that consent was given for"):
        box.read()

    assert at.logins == [False, False]


@pytest.mark.parametrize(
    ("answer", "problem", "words"),
    [
        ((401, {"error": "invalid_client"}), NotAllowed, "app registration"),
        ((400, {"error": "unauthorized_client"}), NotAllowed, "app registration"),
        ((400, {"error": "interaction_required"}), NotAllowed, "Give consent again"),
        ((400, {"error": "invalid_scope"}), NotAllowed, "do not understand"),
        ((200, {"token": "none"}), NotAllowed, "do not understand"),
        ((200, {"access_token": ""}), NotAllowed, "do not understand"),
        ((400, {"error": "temporarily_unavailable"}), Unreachable, "did not answer"),
        ((429, {}), Unreachable, "did not answer"),
        ((503, {"error": "invalid_grant"}), Unreachable, "did not answer"),
    ],
)
def test_an_answer_of_the_provider_is_for_good_or_for_now(
    at: Provider, answer: tuple[int, dict[str, Any]], problem: type[Exception], words: str
) -> None:
    at.trouble = answer

    with pytest.raises(problem, match=words):
        mailbox(at, expires_in=0).read()


def test_a_provider_that_is_away_costs_no_reply(at: Provider) -> None:
    box = mailbox(at, expires_in=0)
    away = with_settings(box.account, token_url="http://127.0.0.1:1/token")
    away = replace(away, may_also_fetch=at.pairs | {("127.0.0.1", 1)})

    outcome = PLUGIN.sender(away).send(outgoing())

    assert isinstance(outcome, Later)


def test_an_answer_without_a_time_lasts_an_hour(at: Provider) -> None:
    at.extra = {"expires_in": "soon"}
    box = mailbox(at, expires_in=0)

    box.read()

    assert 3500 < int(box.vault.secrets["expires_at"]) - time() < 3700


@pytest.mark.parametrize(
    "address",
    [
        "http://login.example/token",
        "http://127.0.0.1:9/token",
        "ftp://127.0.0.1/",
        "https://",
        "https://[",
        "",
        "javascript:alert(1)",
    ],
)
def test_a_secret_is_not_sent_in_the_open_or_to_nowhere(at: Provider, address: str) -> None:
    box = Mailbox(at, Vault(at.grant(expires_in=0)), {"token_url": address})

    with pytest.raises(NotAllowed, match="begin with https"):
        box.read()


@pytest.mark.parametrize(
    "address", ["https://169.254.169.254/token", "https://127.0.0.1/", "https://10.0.0.7:8443/"]
)
def test_tokens_are_asked_of_nobody_inside(at: Provider, address: str) -> None:
    box = Mailbox(at, Vault(at.grant(expires_in=0)), {"token_url": address})

    with pytest.raises(Unreachable, match="GEHOOR_FETCH_ALSO"):
        box.read()


@pytest.mark.parametrize("content", [b"{" + b" " * 6_000_000, b"[" * 100_000])
def test_an_answer_of_the_provider_that_is_no_answer_ends_somewhere(
    at: Provider, content: bytes
) -> None:
    with web_source() as source:
        source.pages["/token"] = Page(content)
        box = Mailbox(at, Vault(at.grant(expires_in=0)), {"token_url": f"{source.url}/token"})
        account = replace(box.account, may_also_fetch=at.pairs | {source.pair})

        with pytest.raises((NotAllowed, Unreachable)):
            PLUGIN.reader(account).fetch({}, limit=1)


def test_a_provider_that_asks_for_patience_gets_it(at: Provider) -> None:
    with web_source() as source:
        source.pages["/token"] = Page(status=429, headers={"Retry-After": "77"})
        box = Mailbox(at, Vault(at.grant(expires_in=0)), {"token_url": f"{source.url}/token"})
        account = replace(box.account, may_also_fetch=at.pairs | {source.pair})

        with pytest.raises(Unreachable) as told:
            PLUGIN.reader(account).fetch({}, limit=1)

    assert told.value.wait_seconds == 77


@pytest.mark.parametrize("tenant", ["", "../evil.example", "a/b", "x@y", "{tenant}", " "])
def test_a_tenant_cannot_lead_to_another_host(tenant: str) -> None:
    with pytest.raises(NotAllowed, match="no tenant"):
        provider_of(Account(1, {"login": "microsoft", "tenant": tenant}, {}))


def test_the_addresses_of_microsoft_and_google_are_theirs() -> None:
    ours = provider_of(Account(1, {"login": "microsoft", "tenant": "gemeente.example"}, {}))

    assert ours.token == "https://login.microsoftonline.com/gemeente.example/oauth2/v2.0/token"
    assert {"offline_access"} < set(MICROSOFT.scope.split())
    google = provider_of(Account(1, {"login": "google"}, {}))
    assert urlsplit(google.token).hostname == "oauth2.googleapis.com"


def test_consent_is_asked_with_a_challenge_and_redeemed_with_its_proof(at: Provider) -> None:
    account = Account(1, at.settings, {"client_secret": CLIENT_SECRET}, may_also_fetch=at.pairs)
    challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"  # RFC 7636, appendix B
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    address = PLUGIN.consent.address(account, back=BACK, state="s", challenge=challenge)
    back = urlsplit(httpx.get(address).headers["Location"])
    code = parse_qs(back.query)["code"][0]
    kept = PLUGIN.consent.redeem(account, code=code, back=BACK, verifier=verifier)

    assert kept["refresh_token"] in at.refresh
    assert kept["client_secret"] == CLIENT_SECRET
    assert parse_qs(urlsplit(address).query)["code_challenge_method"] == ["S256"]
    with pytest.raises(NotAllowed, match="Begin again"):
        PLUGIN.consent.redeem(account, code=code, back=BACK, verifier=verifier)


def test_a_consent_that_does_not_last_is_refused(at: Provider) -> None:
    at.extra = {"refresh_token": ""}
    account = Account(1, at.settings, {"client_secret": CLIENT_SECRET}, may_also_fetch=at.pairs)
    address = PLUGIN.consent.address(account, back=BACK, state="s", challenge="c")
    code = parse_qs(urlsplit(httpx.get(address).headers["Location"]).query)["code"][0]
    at.codes[code] = ("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", BACK)

    with pytest.raises(NotAllowed, match="must allow offline access"):
        PLUGIN.consent.redeem(account, code=code, back=BACK, verifier="")


def test_the_end_of_consent_is_the_first_end_that_is_known(at: Provider) -> None:
    at.extra = {"refresh_token_expires_in": 7 * 86400}
    box = mailbox(at, expires_in=0)
    box.read()

    found = PLUGIN.consent.state(box.account)

    assert found is not None
    assert found.is_given
    assert found.until is not None
    assert 6 < (found.until.timestamp() - time()) / 86400 < 8
    sooner = with_settings(box.account, client_secret_until="2026-11-01")
    told = PLUGIN.consent.state(sooner)
    assert told is not None
    assert f"{told.until:%Y-%m-%d}" == "2026-11-01"


def test_an_account_with_a_password_needs_no_consent() -> None:
    assert PLUGIN.consent.state(Account(1, {"login": "password"}, {})) is None


def test_an_account_tells_nothing_of_its_tokens(at: Provider) -> None:
    account = mailbox(at).account

    assert "kanarie" not in repr(account) + repr(oauth.Bearer(account, "kanarie"))
