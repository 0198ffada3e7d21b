"""How a browser of the tests logs in by a provider."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from gehoor.testing.identity import StandIn

SUBJECT = "b3f1-kanarie-onderwerp"
SENTENCE = "een lange zin over de markt"


def sent_to(client: Client) -> dict[str, str]:
    """Begin, and return what the browser is sent along with."""
    answer = client.get("/login/provider/?next=/inbox/mine/")
    assert answer.status_code == 302, answer.content.decode()
    return {
        name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()
    }


def come_back(client: Client, provider: StandIn, **answer: str) -> Any:
    """Log in at the provider, which sends the browser back."""
    asked = sent_to(client)
    provider.nonce = asked["nonce"]
    return client.get("/login/provider/back/", {"code": "c", "state": asked["state"], **answer})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
