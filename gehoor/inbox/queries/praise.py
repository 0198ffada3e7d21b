"""What people wrote that is quoted, or praises us."""

from collections.abc import Sequence

from django.db import connection

from gehoor.inbox.models import Message
from gehoor.inbox.rules.quoted import holds
from gehoor.kit import words
from gehoor.knowledge.rules.kinds import praises

THANKED, FINISHED = "compliment.thanked", "compliment.finished"
"""what the log calls what is done with a compliment"""
MOST_LOOKED_AT = 50
"""of what has all words of a passage, the newest"""
HAVE_ALL_WORDS = """
SELECT id FROM inbox_message
WHERE kind = 'in' AND words @@ %s::tsquery ORDER BY id DESC LIMIT %s
"""


def praise_in(numbers: Sequence[int]) -> list[Message]:
    """Return what praises us in each of these conversations, the newest conversation first.

    Where a colleague saw praise in words that we do not know, it is the newest they wrote.
    """
    written: dict[int, list[Message]] = {}
    found = Message.objects.filter(conversation__in=numbers, kind=Message.Kind.INCOMING)
    found = found.select_related("conversation__channel", "conversation__contact")
    for each in found.order_by("-conversation", "-sequence"):
        written.setdefault(each.conversation_id, []).append(each)
    return [
        next((each for each in those if praises(each.text)), those[0]) for those in written.values()
    ]


def who_wrote(passage: str) -> list[Message]:
    """Return the messages of people outside in which this passage stands, word for word."""
    with connection.cursor() as cursor:
        cursor.execute(HAVE_ALL_WORDS, [words.tsquery(passage), MOST_LOOKED_AT])
        numbers = [number for (number,) in cursor.fetchall()]
    found = Message.objects.filter(pk__in=numbers).select_related("conversation").order_by("-pk")
    return [each for each in found if holds(each.text, passage)]
