"""Where Django keeps sessions: in a table of ours, that knows whose they are and how long.

The key in the cookie is not in the table, only its hash. A session ends at a fixed moment, however
busy its person is, and earlier when they do nothing for a while.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as TableStore
from django.db.models import QuerySet

from gehoor.kit import often
from gehoor.kit.clock import about_now
from gehoor.logins.models import Session
from gehoor.logins.rules import SEEN_EVERY, is_idle, stored_key

VISITOR_LASTS = timedelta(hours=1)
DEVICE, HOW, NUMBER, STARTED = "device", "how", "number", "started"


class SessionStore(TableStore):
    """Django's store, with our table."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        key = stored_key(self.session_key or "")
        found = next(iter(often.find(_still_open, key, about_now())), None)
        if found is None or (found.user_id and is_over(found)):
            self._session_key = None
            return None
        self.seen_at = found.seen_at
        return found

    def exists(self, session_key: str | None) -> bool:
        return Session.objects.filter(session_key=stored_key(session_key or "")).exists()

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            Session.objects.filter(session_key=stored_key(key)).delete()

    def create_model_instance(self, data: Mapping[str, Any]) -> Session:
        now = about_now()
        facts = cast(dict[str, Any], data)
        if SESSION_KEY in facts:
            facts.setdefault(STARTED, now.isoformat())
            facts.setdefault(NUMBER, str(uuid4()))
        started = facts.get(STARTED)
        self.seen_at = self.seen_at or now
        return Session(
            session_key=stored_key(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(facts),
            expire_date=self.get_expiry_date(),
            number=facts.get(NUMBER),
            user_id=facts.get(SESSION_KEY),
            how=facts.get(HOW, ""),
            device=facts.get(DEVICE, ""),
            started_at=datetime.fromisoformat(started) if started else now,
            seen_at=self.seen_at,
        )

    def get_expiry_date(self, **given: Any) -> datetime:
        """A session that is logged in ends so many hours after that; being busy adds nothing.

        That of a visitor on the way in is short: anybody can begin as many as they like.
        """
        if started := self.get(STARTED):
            longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
            return datetime.fromisoformat(started) + longest
        return about_now() + VISITOR_LASTS

    def cycle_key(self) -> None:
        """Who just proved who they are begins anew: another key and number, and time from now.

        The number must go before the new row is made, because the old one still has it.
        """
        for name in (NUMBER, STARTED):
            self.pop(name, None)
        self.seen_at = None
        super().cycle_key()

    def note_presence(self) -> None:
        """Its person did something now. Written at most once a minute."""
        now = about_now()
        if self.seen_at is None or now - self.seen_at < SEEN_EVERY:
            return
        self.seen_at = now
        Session.objects.filter(session_key=stored_key(self.session_key or "")).update(seen_at=now)


def _still_open(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key).filter(expire_date__gt=now)


def is_over(session: Session) -> bool:
    return is_idle(session.seen_at, now=about_now(), longest=settings.SESSION_IDLE)
