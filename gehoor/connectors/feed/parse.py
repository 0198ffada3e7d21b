"""Makes one item a message: plain words, where it is said, and a link to read it there."""

from datetime import datetime
from typing import Final

from gehoor.connectors.feed.items import Item, Keyed, host_of, keyed_from, usable_link
from gehoor.contracts.connector import Author, IncomingMessage, Unreadable
from gehoor.kit.html import text_of
from gehoor.kit.text import N_, one_line

NO_ITEM: Final = N_("This is no item of a feed.")
EMPTY: Final = N_("This item has no title, no text and no link.")
SHARES_ID: Final = N_("The source uses the id of this item for another item, too.")
GOOGLE_ALERT: Final = "tag:google.com,2013:googlealerts/feed:"


def parse(raw: bytes) -> IncomingMessage:
    """Translate one item. Raises Unreadable."""
    try:
        keyed, earlier = keyed_from(raw)
        sent_at = datetime.fromisoformat(keyed.item.published) if keyed.item.published else None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(NO_ITEM) from error
    return message_of(keyed, earlier=earlier, sent_at=sent_at)


def message_of(keyed: Keyed, *, earlier: bool, sent_at: datetime | None) -> IncomingMessage:
    item, link = keyed.item, usable_link(keyed.item.link)
    title = one_line(words_of(item.title, is_html=item.title_is_html), limit=300)
    text = words_of(item.text, is_html=item.text_is_html) or title or link
    if not text.strip():
        raise Unreadable(EMPTY)
    return IncomingMessage(
        author=site_of(item, link),
        text=text,
        external_id=link,
        sent_at=sent_at if sent_at and sent_at.tzinfo else None,
        subject=title,
        html=item.text if item.text_is_html else "",
        thread=keyed.key,
        link=link,
        is_public=True,
        is_automatic=True,
        is_earlier=earlier,
        warnings=(SHARES_ID,) if keyed.shares_id else (),
    )


def site_of(item: Item, link: str) -> Author:
    """Name the site. Who wrote it there is not kept: we follow subjects, not people."""
    host = host_of(link) or host_of(item.feed) or "feed"
    # An alert comes from everywhere, so the name of the alert says nothing about the place.
    name = "" if item.id.startswith(GOOGLE_ALERT) else item.source
    return Author(handle=host, name=one_line(words_of(name, is_html=True), limit=200) or host)


def words_of(text: str, *, is_html: bool) -> str:
    return text_of(text) if is_html else text.strip()
