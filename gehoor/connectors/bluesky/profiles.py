"""What our account says about itself: app.bsky.actor.getProfile."""

from gehoor.connectors.bluesky.session import Session
from gehoor.contracts.connector import Account
from gehoor.contracts.posts import Counting, Unit


class BlueskyProfiles:
    """Reads the description."""

    longest: int = 256
    counting: Counting = Counting(Unit.GRAPHEMES)

    def read(self, account: Account) -> str:
        session = Session(account)
        told = session.read("app.bsky.actor.getProfile", actor=session.did)
        return str(told.get("description") or "") if isinstance(told, dict) else ""
