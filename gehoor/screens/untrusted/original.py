"""Makes cleaned HTML ready for the frame: own pictures in place, every link says where it goes."""

import re
from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser
from urllib.parse import unquote

from django.utils.translation import gettext as _

# The name of the other side as browsers read it: up to the path, after whatever poses as it.
WEB = re.compile(
    r"https?://(?P<before>[^/?#]*@)?(?P<host>[^/?#@:]+)(?::\d*)?(?:[/?#].*)?", re.IGNORECASE
)
PERSONAL = re.compile(r"(?:mailto|tel):[^\s]+", re.IGNORECASE)
# What two readers could take for two different names is no name: escapes, signs that browsers
# skip or turn into others, letters that old and new rules for names write differently.
PLAIN_HOST = re.compile(r"[a-z0-9._-]+")
AMBIGUOUS = re.compile("[\\x00-\\x20\\x7f-\\xa0\\\\%\u00df\u03c2\u200c\u200d]")


def framed(cleaned: str, pictures: Mapping[str, str]) -> str:
    """Return `cleaned` with links and pictures as the frame may have them.

    `pictures` gives our own address of a picture by the name the message has for it.
    """
    writer = _Writer(pictures)
    writer.feed(cleaned)
    writer.close()
    return "".join(writer.written)


def host_of(href: str) -> str | None:
    """Return the host a link really leads to, in ASCII; None when that cannot be said for sure."""
    found = WEB.fullmatch(href)
    if found is None or AMBIGUOUS.search(found["before"] or "") or AMBIGUOUS.search(found["host"]):
        return None
    try:
        host = found["host"].encode("idna").decode().lower()
    except UnicodeError:
        return None
    return host if PLAIN_HOST.fullmatch(host) else None


class _Writer(HTMLParser):
    """Writes on what it reads; reads only what the cleaner wrote, so tags are as they seem."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=False)
        self.pictures = pictures
        self.written: list[str] = []
        self.host = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "img":
            self.written.append(self._picture(facts))
        elif tag == "a":
            self.written.append(self._link(facts))
        else:
            self.written.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.written.append(f"</{tag}>")
        if tag == "a" and self.host:
            self.written.append(f' <span class="host">[{escape(self.host)}]</span>')
            self.host = ""

    def handle_data(self, data: str) -> None:
        self.written.append(data)

    def handle_entityref(self, name: str) -> None:
        self.written.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.written.append(f"&#{name};")

    def _link(self, facts: Mapping[str, str]) -> str:
        href = facts.get("href", "").strip()
        self.host = host_of(href) or ""
        if not self.host and not PERSONAL.fullmatch(href):
            return "<a>"
        return (
            f'<a href="{escape(href)}" target="_blank" rel="noopener noreferrer nofollow"'
            f"{_attribute('title', facts)}>"
        )

    def _picture(self, facts: Mapping[str, str]) -> str:
        name = unquote(facts.get("src", "").removeprefix("cid:")).strip("<>")
        if name in self.pictures:
            size = _attribute("width", facts) + _attribute("height", facts)
            words = escape(facts.get("alt", ""))
            return f'<img src="{escape(self.pictures[name])}" alt="{words}"{size}>'
        words = facts.get("alt", "").strip() or _("not shown")
        return f'<span class="picture">[{escape(_("picture"))}: {escape(words)}]</span>'


def _attribute(name: str, facts: Mapping[str, str]) -> str:
    return f' {name}="{escape(facts[name])}"' if name in facts else ""
