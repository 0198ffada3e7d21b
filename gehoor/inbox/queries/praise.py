"""What people wrote that is quoted, or praises us."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Q

from gehoor.contacts.models import Address
from gehoor.contracts.posts import Visibility
from gehoor.inbox.models import Conversation, Message
from gehoor.inbox.rules.quoted import holds
from gehoor.kit import words
from gehoor.knowledge.rules.kinds import praises

THANKED, FINISHED = "compliment.thanked", "compliment.finished"
"""what the log calls what is done with a compliment"""
MOST_LOOKED_AT = 50
"""of what has all words of a passage, the newest"""
MOST_CONVERSATIONS, MOST_SAID = 20, 500
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


def written_in_private(conversation: Conversation) -> list[Message]:
    """Return what who writes in this conversation wrote to us in private, here or in this channel
    elsewhere: the newest of it."""
    handles = conversation.messages.filter(kind=Message.Kind.INCOMING).values("author_handle")
    known = Address.objects.filter(kind=conversation.channel.connector, handle__in=handles)
    theirs = Q(contact=conversation.contact_id) | Q(contact__in=known.values("contact"))
    private = Conversation.objects.filter(theirs, channel=conversation.channel_id, is_public=False)
    newest = private.order_by("-last_message_at").values_list("pk", flat=True)[:MOST_CONVERSATIONS]
    alone = Q(visibility=Visibility.DIRECT) | Q(visibility="", conversation__is_public=False)
    found = Message.objects.filter(
        alone, conversation__in=[conversation.pk, *newest], kind=Message.Kind.INCOMING
    )
    return list(found.select_related("conversation").order_by("-pk")[:MOST_LOOKED_AT])


def said_otherwise(conversation: Conversation, private: Message) -> list[str]:
    """Return what was said to everybody in a conversation, and what we said ourselves where a
    message was written in private: to repeat that gives nothing away."""
    public = Q(conversation=conversation, conversation__is_public=True) & ~Q(visibility="direct")
    ours = Q(conversation=private.conversation_id, kind=Message.Kind.REPLY)
    said = Message.objects.filter(public | ours).exclude(kind=Message.Kind.NOTE)
    return list(said.order_by("-pk").values_list("text", flat=True)[:MOST_SAID])
