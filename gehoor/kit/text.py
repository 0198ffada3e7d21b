"""Makes the text of strangers fit to store and to show: no controls, no tricks, and an end."""

import re

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
SURROGATES = re.compile("[\ud800-\udfff]")
# Marks that turn the direction of what follows: "gepj.exe" can be made to read "exe.jpeg".
TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200d\u2028\u2029\u2060\ufeff]")
NOT_IN_FILE_NAMES = re.compile(r'[/\\:*?"<>|]')


def N_(text: str) -> str:  # noqa: N802 - the name by which the collector of texts finds it
    """Mark a sentence that is translated where it is shown: plug-ins know no language."""
    return text


def plain(text: str, *, limit: int) -> str:
    """Return text of any number of lines, fit for PostgreSQL (which refuses NUL) and for people."""
    lines = text[: limit * 2].replace("\r\n", "\n").replace("\r", "\n")
    return SURROGATES.sub("\ufffd", CONTROLS.sub("", lines))[:limit]


def one_line(text: str, *, limit: int) -> str:
    """Return a name or subject on one line, without marks that turn or hide what people read."""
    spaced = re.sub(r"\s", " ", text[: limit * 8])
    shown = TURNS.sub("", plain(spaced, limit=limit * 8))
    # Last: what was taken out may have stood between two spaces.
    return re.sub(" +", " ", shown).strip()[:limit].rstrip()


def file_name(name: str, *, limit: int = 200) -> str:
    """Return a name to show beside a file. It never becomes a path: files are kept by content."""
    seen = one_line(INVISIBLE.sub("", name[: limit * 16]), limit=limit * 2)
    shown = NOT_IN_FILE_NAMES.sub("_", seen).strip(". ")
    if len(shown) <= limit:
        return shown
    stem, dot, ending = shown.rpartition(".")
    if not dot or len(ending) > 10:
        return shown[:limit].rstrip(". ")
    return f"{stem[: limit - len(ending) - 1]}.{ending}"
