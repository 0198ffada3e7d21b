"""What public platforms have that mail has not: who may read a post, and how long it may be."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from gehoor.contracts.doubt import OnUnknown
from gehoor.kit import graphemes

LINK: Final = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]", re.IGNORECASE)
MENTION: Final = re.compile(r"(?<![\w/@.])@(\w[\w.-]*)@[\w.-]*\w", re.ASCII)


class Visibility(StrEnum):
    """Who may read a post where it stands."""

    UNSAID = ""
    """a platform that knows no difference, such as mail"""
    PUBLIC = "public"
    UNLISTED = "unlisted"
    """everybody who comes there, but in no list or search"""
    FOLLOWERS = "followers"
    """who follows the author"""
    DIRECT = "direct"
    """only who is named in it"""

    @property
    def is_open(self) -> bool:
        """May everybody read it?"""
        return self in {Visibility.PUBLIC, Visibility.UNLISTED}


WIDEST_FIRST: Final = (
    Visibility.PUBLIC,
    Visibility.UNLISTED,
    Visibility.FOLLOWERS,
    Visibility.DIRECT,
)


def narrowest(*each: Visibility) -> Visibility:
    """Return the one the fewest people may read. What says nothing widens nothing."""
    said = [one for one in each if one is not Visibility.UNSAID]
    return max(said, key=WIDEST_FIRST.index, default=Visibility.UNSAID)


class Unit(StrEnum):
    """What a platform calls one of a text's length."""

    CHARACTERS = "characters"
    GRAPHEMES = "graphemes"
    """what a person sees as one letter, whatever it is made of"""


@dataclass(frozen=True)
class Counting:
    """How a platform counts a text. Data, so that a browser counts the same while one types."""

    unit: Unit = Unit.CHARACTERS
    link_length: int = 0
    """what every link counts as, however long it is; 0: as it is written"""
    short_mentions: bool = False
    """of @name@server only @name counts"""

    def count(self, text: str) -> int:
        """Return the length of a text as the platform counts it."""
        if self.link_length:
            text = LINK.sub("x" * self.link_length, text)
        if self.short_mentions:
            text = MENTION.sub(r"@\1", text)
        return graphemes.count(text) if self.unit is Unit.GRAPHEMES else len(text)


IN_CHARACTERS: Final = Counting()


@dataclass(frozen=True)
class MediaLimits:
    """What may go with a post."""

    most: int = 0
    """files in one post; 0: none"""
    types: tuple[str, ...] = ()
    """what may go along, by content and not by name"""
    max_bytes: int = 0
    """of one file"""
    max_total: int = 0
    """of all files of one post together, in bytes; 0: no limit of its own"""
    max_pixels: int = 0
    """of one picture, its width times its height; 0: no limit of its own"""
    max_description: int = 0
    """the letters of a description (alt text); 0: none can be given, else every picture has one"""


NO_MEDIA: Final = MediaLimits()


@dataclass(frozen=True)
class DirectMessages:
    """What holds for direct messages on a platform where they are something else than posts: only
    the two they are between read them. Named as in `Capabilities`."""

    on_unknown: OnUnknown
    max_length: int
    max_bytes: int = 0
    media: MediaLimits = NO_MEDIA
    key_seconds: int = 0


@dataclass(frozen=True)
class OutgoingFile:
    """A file that goes with a reply."""

    name: str
    media_type: str
    content: bytes = field(repr=False)
    description: str = ""
    """what is to be seen, for who cannot see it (alt text)"""
