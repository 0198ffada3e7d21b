"""Rules about logging in. No database, no Django: values in, answer out."""

import re
import secrets
from base64 import b32encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from gehoor.people.policies import Role

FORGET_TRIES_AFTER = timedelta(minutes=15)
MOST_TRIES = 10
"""wrong codes, or requests for a new password, before somebody has to wait"""

SEEN_EVERY = timedelta(seconds=60)
"""how precisely we know when somebody was last at work: a row need not be written each click"""

LONGEST_CODE = 16

CODE_LASTS = 30
"""seconds that one code of an authenticator app is good for"""

BROWSERS = (
    ("Edge", r"\bEdgA?/"),
    ("Opera", r"\bOPR/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\b(Firefox|FxiOS)/"),
    ("Chrome", r"\b(Chrome|CriOS)/"),
    ("Safari", r"\bVersion/.*\bSafari/"),
)
SYSTEMS = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Windows", r"\bWindows\b"),
    ("Mac", r"\bMacintosh\b"),
    ("Linux", r"\bLinux\b"),
)


def stored_key(key: str) -> str:
    """Return what is kept of the key in a cookie: who reads our tables cannot log in with it."""
    return sha256(key.encode(errors="replace")).hexdigest()[:40]


def device_of(user_agent: str) -> str:
    """Return a browser and a system as people call them; nothing that tells one visitor apart."""
    found = (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))
    return ", ".join(word for word in found if word)


def _first(known: Iterable[tuple[str, str]], user_agent: str) -> str:
    shortened = user_agent[:500]
    return next((name for name, mark in known if re.search(mark, shortened)), "")


def is_idle(seen_at: datetime, *, now: datetime, longest: timedelta) -> bool:
    return now - seen_at > longest


def new_app_secret() -> str:
    """Return a secret for an authenticator app: 160 bits, as its standard advises."""
    return b32encode(secrets.token_bytes(20)).decode()


def plain_code(code: str) -> str:
    """Return a code as it is compared: people type spaces and hyphens where it was shown in parts.

    Only a code of figures is one; anything else becomes nothing, which matches nothing.
    """
    plain = re.sub(r"[\s\-]", "", code)
    return plain if plain.isascii() and plain.isdecimal() and len(plain) <= LONGEST_CODE else ""


def in_parts(code: str) -> str:
    """Show a long code in parts of four, which are easier to read and to type."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def is_trial(base_url: str) -> bool:
    """Is this a copy that only its own computer can reach? Then a second step can wait."""
    host = urlsplit(base_url).hostname or ""
    return host in {"localhost", "127.0.0.1", "::1"} or host.endswith(".localhost")


@dataclass(frozen=True)
class Rights:
    """What somebody may and which teams they are in, as groups of the provider say."""

    roles: frozenset[Role] = frozenset()
    teams: frozenset[int] = frozenset()


def rights_of(groups: Iterable[str], given: Mapping[str, Rights]) -> Rights | None:
    """Add up what these groups give; None when not one of them is known here."""
    found = [given[group] for group in groups if group in given]
    if not found:
        return None
    return Rights(
        frozenset().union(*(each.roles for each in found)),
        frozenset().union(*(each.teams for each in found)),
    )


def mark_of_provider(issuer: str, client_id: str, proof: str) -> str:
    """Return what tells one way in by a provider from another; with other settings it is another.

    A session that was opened by it keeps this.
    """
    return sha256("\n".join((issuer, client_id, proof)).encode()).hexdigest()[:32]


def groups_in(claims: Mapping[str, object], name: str) -> list[str]:
    """Return the groups a provider tells of: a list, one name, or none. Inner names have dots.

    One name may hold spaces, as ADFS gives a single group; its words are no groups, and give
    nothing.
    """
    found: object = claims.get(name)
    if found is None and "." in name:
        first, _, rest = name.partition(".")
        inner = claims.get(first)
        return groups_in(inner, rest) if isinstance(inner, Mapping) else []
    if isinstance(found, str):
        return [found.strip()] if found.strip() else []
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def how_begun(proofs: Iterable[Mapping[str, object]]) -> str:
    """Return in one word how somebody proved who they are when they logged in."""
    found = list(proofs)
    if any(proof.get("passwordless") for proof in found):
        return "passkey"
    return "second_step" if any(proof.get("method") == "mfa" for proof in found) else "password"
