"""The story of a colleague who is named in a note: told at once, and done once they look.

Only who may see the conversation can be named: for others an @ and a name are mere words.
"""

from collections.abc import Iterable

from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import naming, together
from gehoor.inbox.models import Conversation, Message
from gehoor.inbox.rules.naming import named_in
from gehoor.kit.clock import now
from gehoor.kit.live import announce
from gehoor.people import queries as people
from gehoor.people.policies import Actor


def tell(actor: Actor, note: Message, *, teams: Iterable[int]) -> list[int]:
    """Let everybody know whom a note names, but for its writer; return who. Part of writing it."""
    if "@" not in note.text:
        return []
    may_look = {
        pk: name for team in teams for pk, name in people.readers_in(team).values_list("pk", "name")
    }
    named = sorted(pk for pk in named_in(note.text, may_look) if pk != actor.user_id)
    naming.name(note, named)
    for user_id in named:
        announce(f"user-{user_id}", "named", note.conversation_id)
    return named


def look(actor: Actor, conversation: Conversation) -> int:
    """Somebody has the conversation before them: what was said to them there is read, and what
    was given to them or became of it known.

    Return how often they are named elsewhere still. Nothing is written when nothing was for them.
    """
    left = inbox.times_named(actor)
    if not (left and actor.user_id):
        return left
    seen = (
        naming.mark_seen(actor.user_id, conversation.pk, now=now()),
        together.see_handovers(actor.user_id, conversation, now=now()),
        together.see_followed(actor.user_id, conversation),
    )
    if any(seen):
        announce(f"user-{actor.user_id}", "named", conversation.pk)
    return inbox.times_named(actor)
