"""What the door says, in plain words for who connects a platform."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    media_type: str = "text/plain"
    more: tuple[tuple[bytes, bytes], ...] = ()
    """headers beside the usual ones"""


STORED = Answer(200, "Stored.")
UNKNOWN = Answer(404, "There is no such address.")
NO_METHOD = Answer(405, "Push with POST.", more=((b"allow", b"GET, POST"),))
TOO_SLOW = Answer(408, "The body did not come within ten seconds.")
TOO_LARGE = Answer(413, "This is more than four megabytes. Push it in parts.")
LATER = Answer(503, "Not stored. Push it again later.", more=((b"retry-after", b"30"),))

HEADERS = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; sandbox"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


class Refused(Exception):
    """Answered without anything being stored."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


class HungUp(Exception):
    """The platform left in the middle of its body; nobody is there to hear an answer."""
