"""What our account says about itself.

https://docs.joinmastodon.org/methods/accounts/#verify_credentials
"""

from gehoor.connectors.mastodon.calls import WHO_WE_ARE, Server
from gehoor.connectors.mastodon.knowing import whole
from gehoor.connectors.mastodon.parse import plain_content
from gehoor.contracts.connector import Account
from gehoor.contracts.posts import IN_CHARACTERS, Counting


class MastodonProfiles:
    """Reads the bio and the lines of the table below it."""

    longest: int = 500
    counting: Counting = IN_CHARACTERS

    def read(self, account: Account) -> str:
        us = whole(Server(account), WHO_WE_ARE)
        fields = us.get("fields") if isinstance(us.get("fields"), list) else []
        rows = [each for each in fields or [] if isinstance(each, dict)]
        told = [str(us.get("note") or "")]
        told += [f"{each.get('name') or ''} {each.get('value') or ''}" for each in rows]
        return "\n".join(plain_content(each) for each in told).strip()
