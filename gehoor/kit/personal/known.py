"""What is known of names: lists, and words that say that a name is one or is none."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

import simplemma


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of every list whose name begins so."""
    folder = files(__package__) / "lists"
    texts = (each.read_text("utf-8") for each in folder.iterdir() if each.name.startswith(name))
    return frozenset(word for text in texts for word in text.split())


def lines(name: str) -> list[str]:
    """Return the lines of one list, for what is more than one word."""
    return (files(__package__) / "lists" / f"{name}.txt").read_text("utf-8").splitlines()


PARTICLES: Final = words("particles")
BEGINS_A_SURNAME: Final = words("begins")
"""written with a capital where no first name stands before it: Van der Kooij, El Amrani"""
TITLES: Final = words("titles")
RELATIONS: Final = words("relations")
"""behind which a name is that of somebody else"""
OFFICES: Final = words("offices")
THINGS: Final = words("things")
"""of which a name can be part, or be the name"""
BRANDS: Final = words("brands")
"""that are never somebody's surname in a reply"""
NOBODY: Final = re.compile(rf"(?:{'|'.join(map(re.escape, lines('nobody')))})(?!\w)", re.IGNORECASE)
"""whom everybody knows, and of sayings: no private person has this whole name, or nearly none"""
GREETINGS: Final = words("greetings")
EVERYDAY: Final = words("everyday")
"""surnames that in small letters are what they say"""
NAME_FIRST: Final = words("name_first")
"""words of a dictionary that in small letters are a first name before anything else"""
NO_NAMES: Final = words("never")
SHORTENED: Final = words("shortened")
"""titles that may have a dot behind them"""
OF_AN_OFFICE: Final = re.compile(
    r"(?:coach|ambtenaar|consulent|consulente|specialist|beheerder|adviseur|inspecteur|agent|meester|"
    r"manager|leider|leidster|opzichter|monteur|chauffeur|handhaver|toezichthouder|collega|dienst|bestrijder|"
    r"dichter|verzorger|trainer|hond|kat|poes|paard|pony)$"
)
"""whose name is that of who works there"""
FUNCTION_WORDS: Final = words("function")
TRADES: Final = words("trades")
OF_A_STREET: Final = re.compile(
    r"(?:straat|laan|weg|plein|gracht|kade|singel|steeg|dreef|plantsoen|park|brug|"
    r"school|museum|haven|"
    r"zaal|ziekenhuis|college|lutherkerk|stadion|sluis|tunnel|centrum|toren|fonds|"
    r"bank|molen|feest|fabriek|"
    r"kwartier|frankhuis|ding|dag|nacht|markt)$"
)
"""also behind a first name; a surname ends so seldom"""
OF_A_THING: Final = re.compile(
    r"(?:straat|laan|weg|plein|gracht|kade|singel|steeg|dreef|plantsoen|park|brug|"
    r"school|museum|huis|"
    r"haven|-zaal|zaal|ziekenhuis|college|hof|kerk|stadion|sluis|tunnel|dijk|markt|centrum|toren|"
    r"fonds|bank|molen|dag|feest|fabriek|wijk|kwartier|buurt|pad|baan|laantje|straatje|pleintje)$"
)
LOOKS_LIKE_SURNAME: Final = re.compile(
    r"(?:stra|sma|inga|enga|ema|ersma|mans|ssen|sen|huis|hof|horst|veld|kamp|berg|burg|dijk|meijer|"
    r"meyer|kamp|donk|brink|oglu|o\u011flu|ski|ska|wicz|czyk|enko|escu|poulos|oui|"
    r"aoui|ouni|singh|sing|"
    r"dien|loo|broek|boer|man|sz|ga|beek|gaarde|daal|land)$"
)


def is_first(word: str) -> bool:
    """Is this a first name somebody may have? Of two with a hyphen, both are."""
    known = words("first_")
    if word in NO_NAMES:
        return False
    return word in known or ("-" in word and all(part in known for part in word.split("-")))


def is_last(word: str) -> bool:
    known = words("last_")
    return word in known or ("-" in word and any(part in known for part in word.split("-")))


def is_place(word: str) -> bool:
    return word in words("places")


@lru_cache(maxsize=20_000)
def is_english(lower: str) -> bool:
    return bool(simplemma.is_known(lower, lang="en"))


@lru_cache(maxsize=20_000)
def is_word(lower: str) -> bool:
    """Is this also a word of Dutch?"""
    return bool(simplemma.is_known(lower, lang="nl"))
