"""How an answer asks for patience."""

from gehoor.kit.safefetch import Caller
from gehoor.testing.websource import Page, web_source


def test_an_answer_says_how_long_to_wait() -> None:
    with web_source() as source:
        source.pages["/"] = Page(status=429, headers={"Retry-After": "7"})

        answer = Caller(also=frozenset({source.pair})).call("GET", source.url, headers={})

    assert answer.status == 429
    assert answer.wait_seconds == 7
