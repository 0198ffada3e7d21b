"""What a part without a language told us, in the language of who reads it."""

from django.utils.translation import gettext


def in_words(told: str) -> str:
    """Translate the sentence; what follows a line end is a fact, such as an address, and stays."""
    sentence, _, fact = told.partition("\n")
    words = gettext(sentence) if sentence else ""
    return f"{words} {fact}" if fact else words
