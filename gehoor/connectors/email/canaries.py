"""Trial mail: from our own address to our own address, by our own servers, both ways."""

from gehoor.contracts.canaries import MARK, MARKED
from gehoor.contracts.connector import IncomingMessage, Outgoing


class MailCanaries:
    """The token stands in the Message-ID and in the subject: some servers write the former anew."""

    def made(self, address: str, *, token: str, subject: str, text: str) -> Outgoing:
        return Outgoing(
            key=f"{MARK}{token}",
            to=address,
            subject=f"{subject} {MARK}{token}",
            text=text,
            signed_as="Gehoor",
            is_automatic=True,
        )

    def token_in(self, message: IncomingMessage, *, address: str) -> str:
        if not address or message.author.handle.casefold() != address.casefold():
            return ""
        found = MARKED.search(message.external_id) or MARKED.search(message.subject)
        return found[1] if found else ""
