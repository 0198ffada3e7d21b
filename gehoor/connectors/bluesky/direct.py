"""A direct message as it is stored and as it is read: its words, and whom it is between.

Only what never changes of a message is stored, so that it has the same bytes however it comes to
us: by the log, or by a look at its conversation. A sign given to it (a reaction) is stored apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from gehoor.connectors.bluesky.convos import sender_in
from gehoor.connectors.bluesky.facets import spelled_out
from gehoor.connectors.bluesky.posts import AUTHOR, as_bytes, author_of, key_of, moment_in, repo_of
from gehoor.contracts.connector import Arrived, IncomingMessage
from gehoor.contracts.posts import Visibility
from gehoor.kit.text import N_

SCHEME: Final = "chat:"
RECORD: Final = "app.bsky.embed.record#view"
LONGEST_QUOTED: Final = 200
# Where the app shows what somebody can pass on; of what it has no page for, its address is told.
PLACES: Final = {
    "app.bsky.feed.post": "profile/{did}/post/{key}",
    "app.bsky.feed.generator": "profile/{did}/feed/{key}",
    "app.bsky.graph.list": "profile/{did}/lists/{key}",
    "app.bsky.graph.starterpack": "starter-pack/{did}/{key}",
}
LEFT_THERE: Final = N_(
    "Something goes with this message. Look at it on Bluesky, by the link below."
)
IS_REACTION: Final = N_("A sign given to the message below it. Nobody expects an answer to it.")

View = Mapping[str, Any]


@dataclass(frozen=True)
class Between:
    """The two a conversation is between."""

    convo: str
    ours: View
    theirs: View

    def of(self, did: str) -> tuple[View, View]:
        """Return who wrote, and to whom."""
        is_ours = did == self.ours.get("did")
        return (self.ours, self.theirs) if is_ours else (self.theirs, self.ours)


def id_of(convo: str, message: str) -> str:
    """Name a message as we keep it; by itself its number is known in its conversation only."""
    return f"{SCHEME}{convo}/{message}"


def convo_of(external_id: str) -> str:
    """Return in which conversation a direct message is; empty when it is none."""
    convo, found, _ = external_id.removeprefix(SCHEME).partition("/")
    return convo if found and external_id.startswith(SCHEME) else ""


def said(view: View, between: Between) -> Arrived:
    """Make a message ready to be stored."""
    convo, did = between.convo, sender_in(view)
    name = id_of(convo, str(view["id"]))
    facts = {
        "text": view.get("text"),
        "facets": view.get("facets") or [],
        "embed": embed_told(view.get("embed")),
        "sent_at": view.get("sentAt"),
        "answers": answered_by(view, convo),
    }
    return Arrived(name, _stored(name, did, between, facts))


def reacted(view: View, reaction: View, between: Between) -> Arrived:
    """Make a sign that was given to a message ready to be stored."""
    did, about = sender_in(reaction), id_of(between.convo, str(view["id"]))
    facts = {
        "reaction": str(reaction.get("value") or ""),
        "text": first_words(view.get("text")),
        "sent_at": reaction.get("createdAt"),
        "answers": about,
    }
    name = reaction_id(about, reaction)
    return Arrived(name, _stored(name, did, between, facts))


def gone(name: str, between: Between) -> Arrived:
    """Make it known that a message, or a sign given to one, is not there any more."""
    facts = {"direct": name, "author": _person(between.theirs), "is_gone": True}
    return Arrived(name, as_bytes(facts))


def reaction_id(about: str, reaction: View) -> str:
    return f"{about}#{sender_in(reaction)}/{reaction.get('value') or ''}"


def _stored(name: str, did: str, between: Between, facts: Mapping[str, Any]) -> bytes:
    author, to = between.of(did)
    told = {"author": _person(author), "to": _person(to), "is_ours": author is between.ours}
    return as_bytes({"direct": name, **told, **facts})


def _person(view: View) -> dict[str, Any]:
    return {name: view[name] for name in AUTHOR if view.get(name)}


def answered_by(view: View, convo: str) -> str:
    """Return which message of the same conversation it says to answer."""
    answered = view.get("replyTo")
    number = answered.get("id") if isinstance(answered, dict) else None
    return id_of(convo, str(number)) if number else ""


def embed_told(embed: object) -> dict[str, str]:
    """Return what goes along, without what changes of it (how often it was liked)."""
    if not isinstance(embed, dict):
        return {}
    kind, record = str(embed.get("$type") or ""), embed.get("record")
    if kind != RECORD or not isinstance(record, dict):
        return {"kind": kind or "unknown"}
    value, author = record.get("value"), record.get("author")
    return {
        "kind": kind,
        "uri": str(record.get("uri") or ""),
        "text": first_words(value.get("text")) if isinstance(value, dict) else "",
        "handle": str(author.get("handle") or "") if isinstance(author, dict) else "",
    }


def first_words(text: object) -> str:
    line = " ".join(text.split()) if isinstance(text, str) else ""
    return line if len(line) <= LONGEST_QUOTED else line[: LONGEST_QUOTED - 1] + "…"


def message_of(told: Mapping[str, Any]) -> IncomingMessage:
    """Translate one stored direct message."""
    name, author = str(told["direct"]), author_of(told["author"])
    convo = convo_of(name)
    if not convo:
        raise ValueError(name)
    if told.get("is_gone"):
        direct = Visibility.DIRECT
        return IncomingMessage(author, "", external_id=name, visibility=direct, is_gone=True)
    is_ours, is_reaction = bool(told["is_ours"]), bool(told.get("reaction"))
    link = f"https://bsky.app/messages/{quote(convo)}"
    return IncomingMessage(
        author=author,
        text=(reaction_words(told) if is_reaction else words_of(told)) or link,
        external_id=name,
        sent_at=moment_in(told.get("sent_at")),
        answers=(str(told["answers"]),) if told.get("answers") else (),
        visibility=Visibility.DIRECT,
        is_to_us=not is_ours and not is_reaction,
        is_ours=is_ours,
        is_reaction=is_reaction,
        to=author_of(told["to"]) if is_ours else None,
        link=link,
        warnings=tuple(warnings_about(told)),
    )


def words_of(told: Mapping[str, Any]) -> str:
    """Return what is written, and after it what was passed on: its beginning, and where it is."""
    text = told["text"]
    whole = spelled_out(text, told.get("facets")) if isinstance(text, str) else ""
    embed = told.get("embed") or {}
    where = place_of(str(embed.get("uri") or ""))
    by = f"@{embed['handle']}: " if embed.get("handle") else ""
    passed_on = f"> {by}{embed['text']}" if embed.get("text") else ""
    pieces = (whole.strip(), passed_on, "" if where in whole else where)
    return "\n\n".join(filter(None, pieces))


def reaction_words(told: Mapping[str, Any]) -> str:
    about = f"> {told['text']}" if told.get("text") else ""
    return "\n\n".join(filter(None, (str(told["reaction"]), about)))


def place_of(uri: str) -> str:
    """Return where the app shows a record; its own address when it shows it nowhere."""
    parts = uri.removeprefix("at://").split("/")
    place = PLACES.get(parts[1]) if len(parts) == 3 else None
    if place is None:
        return uri
    did, key = quote(repo_of(uri), safe=":"), quote(key_of(uri))
    return f"https://bsky.app/{place.format(did=did, key=key)}"


def warnings_about(told: Mapping[str, Any]) -> Sequence[str]:
    if told.get("reaction"):
        return (IS_REACTION,)
    embed = told.get("embed") or {}
    return (LEFT_THERE,) if embed and not embed.get("uri") else ()
