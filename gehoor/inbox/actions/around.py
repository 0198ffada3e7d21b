"""What was found around a post: it belongs to the conversation around which we looked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from gehoor.inbox.actions.arrivals import Arrival
from gehoor.inbox.models import Conversation

Held = Mapping[int, Conversation]
"""the conversations a batch touches, locked"""


def homes(arrivals: Iterable[Arrival]) -> Iterator[int]:
    """Yield the conversations around which these were found."""
    for arrival in arrivals:
        if arrival.is_around and arrival.around:
            yield arrival.around


def with_a_home(arrivals: Sequence[Arrival], held: Held) -> list[Arrival]:
    """Leave out what was found around a conversation that is not there any more, and what is there
    already: a platform hands over one post twice when it tells of it and we look as well."""
    told = {each.message.external_id for each in arrivals if each.around is None} - {""}
    kept = []
    for each in arrivals:
        name = each.message.external_id
        if each.around is not None:
            if name in told or (each.is_around and each.around not in held):
                continue
            told |= {name} - {""}
        kept.append(each)
    return kept


def home_of(arrival: Arrival, held: Held) -> Conversation:
    """Return where this belongs: around whose posts it was found, or where that is now."""
    return where_it_is_now(held[arrival.around or 0], held)


def where_it_is_now(place: Conversation, held: Held) -> Conversation:
    """Return where everything of a conversation is that may have been merged away. It is locked."""
    while place.merged_into_id:
        known = held.get(place.merged_into_id)
        place = known or Conversation.objects.select_for_update().get(pk=place.merged_into_id)
    return place


def asks_nothing_new(arrival: Arrival, conversation: Conversation) -> bool:
    """Was it found where it stood, in a conversation that was there? Then the list stays as it is,
    unless it turns to us."""
    told = arrival.message
    is_quiet = arrival.is_around or told.is_earlier or told.is_ours
    return arrival.around is not None and is_quiet and conversation.pk is not None
