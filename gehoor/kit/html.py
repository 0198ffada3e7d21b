"""Turns the HTML of strangers into plain text, and into HTML that is safe to show in a frame.

Everything here takes time in proportion to the input and never recurses: nested and unclosed
elements are a stranger's favourite weapon.
"""

import re
from collections import Counter
from html import unescape
from typing import Final

import nh3

MAX_LENGTH: Final = 500_000
MAX_DEPTH: Final = 100
# A page of more than this is cut before it is made into text: nobody reads on.
MAX_TEXT_SOURCE: Final = 4_000_000


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())


TAGS: Final = names(
    "p br b i u em strong a ul ol li blockquote pre code h1 h2 h3 hr"
    " table thead tbody tfoot tr td th img"
)
ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
# Their text is no text for people, so it goes with them.
SILENT: Final = names("script style title noembed noframes template")
ADDRESSES: Final = {
    "href": re.compile(r"(?:https?://|mailto:|tel:)[^\s<>]", re.IGNORECASE),
    "src": re.compile(r"cid:", re.IGNORECASE),
}
CLEANER: Final = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(SILENT),
    attributes=ATTRIBUTES,
    attribute_filter=lambda tag, name, value: only_safe_addresses(tag, name, value),
    url_schemes={"http", "https", "mailto", "tel", "cid"},
    link_rel="noopener noreferrer nofollow",
)

# One comment, or one tag with its attributes, by the rules browsers read them by. Possessive
# throughout (`*+`), so that no input makes it go back over what it has read.
TOKEN: Final = re.compile(
    r"""<!--(?:-?>|.*?(?:--!?>|\Z))
      | <(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+)
        (?P<attributes>(?:[\s/]*+[^\s/>][^\s/>=]*+
            (?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+)*+)[\s/]*+>?
      | <[!?/][^>]*+>?""",
    re.VERBOSE | re.DOTALL,
)
HREF: Final = re.compile(r"""(?:^|[\s/"'])href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.I)
BLOCKS: Final = names(
    "address article aside blockquote body br center dd div dl dt fieldset figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tr ul"
)
PARAGRAPHS: Final = names("blockquote h1 h2 h3 h4 h5 h6 ol p pre table ul")
EMPTY: Final = names("area base br col embed hr img input link meta source track wbr")
# A second one closes the first, so left open they do not nest; a comment has no name.
CLOSED_BY_THEMSELVES: Final = names("p li dd dt tr td th thead tbody tfoot option")
DO_NOT_NEST: Final = EMPTY | CLOSED_BY_THEMSELVES | {""}
BREAKS: Final = (
    dict.fromkeys(("td", "th"), " ")
    | dict.fromkeys(BLOCKS, "\n")
    | dict.fromkeys(PARAGRAPHS, "\n\n")
)


def clean(html: str) -> str:
    """Return HTML with nothing in it that acts, fetches or hides; empty when it is too much."""
    if len(html) > MAX_LENGTH or is_too_deep(html):
        return ""
    return CLEANER.clean(html)


def only_safe_addresses(_tag: str, name: str, value: str) -> str | None:
    """Keep links that say in full where they go, and pictures that came with the message.

    Asking for a picture elsewhere tells its owner who reads the message; a link without a place
    would lead into our own pages.
    """
    allowed = ADDRESSES.get(name)
    return value if allowed is None or allowed.match(value) else None


def is_too_deep(html: str) -> bool:
    """Would cleaning take more than its share? Errs on the safe side with sloppy nesting."""
    opened: Counter[str] = Counter()
    depth = 0
    for closing, written_name, _ in TOKEN.findall(html):
        name = written_name.lower()
        if name in DO_NOT_NEST:
            continue
        if not closing:
            opened[name] += 1
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
    return False


def text_of(html: str) -> str:
    """Return the words of a page, a line per block, with the true address behind each link."""
    html = re.sub(r"\s+", " ", html[:MAX_TEXT_SOURCE])
    pieces: list[str] = []
    position = link_starts = 0
    silent = href = ""
    for token in TOKEN.finditer(html):
        closing, name = token["close"] or "", (token["name"] or "").lower()
        if silent:
            if closing and name == silent:
                silent, position = "", token.end()
            continue
        pieces.append(html[position : token.start()])
        position = token.end()
        if name in SILENT and not closing:
            silent = name
        elif name == "a" and not closing:
            href, link_starts = address_of(token["attributes"]), len(pieces)
        elif name == "a":
            pieces.append(beside_link("".join(pieces[link_starts:]), href))
            href, link_starts = "", len(pieces)
        else:
            pieces.append(BREAKS.get(name, ""))
    if not silent:
        pieces.append(html[position:])
    return tidy(unescape("".join(pieces)))


def address_of(attributes: str) -> str:
    found = HREF.search(attributes)
    return next(filter(None, found.groups()), "").strip() if found else ""


def beside_link(words: str, href: str) -> str:
    """Name the real target when the words of a link do not: that is how people are baited."""
    is_shown = href.removeprefix("https://").removeprefix("http://").rstrip("/") in words
    if is_shown or not href.lower().startswith(("http://", "https://")):
        return ""
    return f" <{re.sub(r'[ <>]+', '', href)[:2000]}>"


def tidy(text: str) -> str:
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
