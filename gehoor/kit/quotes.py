"""Splits what somebody wrote now from the earlier messages their program put under it."""

import re

# The line with which a mail program begins what it quotes; Dutch, English and German.
BEGINNINGS = re.compile(
    r"^(?:"
    r"Op .{4,120} schreef .{1,200}:|"
    r"On .{4,120} wrote:|"
    r"Am .{4,120} schrieb .{1,200}:|"
    r"-{2,} ?(?:Oorspronkelijk bericht|Original Message|Forwarded message|Doorgestuurd bericht)"
    r" ?-{2,}|"
    r"_{10,}"
    r")\s*$",
    re.IGNORECASE,
)
HEADERS = re.compile(r"^(?:Van|From|Von): .{1,300}$")
NEXT_HEADERS = re.compile(r"^(?:Verzonden|Sent|Datum|Date|Gesendet|Aan|To|An): .{1,300}$")
LONGEST_SCAN = 2000
"""lines; a longer message is shown whole"""


def split_quote(text: str) -> tuple[str, str]:
    """Return the new part and the quoted part; the second is empty when there is none."""
    lines = text.split("\n")
    if len(lines) > LONGEST_SCAN:
        return text, ""
    for number, line in enumerate(lines):
        if _begins_quote(lines, number, line):
            fresh = "\n".join(lines[:number]).rstrip()
            # A message that is nothing but a quote is shown, not folded away.
            return (fresh, "\n".join(lines[number:]).strip()) if fresh else (text, "")
    return text, ""


def _begins_quote(lines: list[str], number: int, line: str) -> bool:
    if BEGINNINGS.match(line):
        return True
    if HEADERS.match(line):
        return any(NEXT_HEADERS.match(each) for each in lines[number + 1 : number + 3])
    # Quote marks count from the line after which everything is quoted or empty.
    return line.startswith(">") and all(
        not each.strip() or each.startswith(">") for each in lines[number:]
    )
