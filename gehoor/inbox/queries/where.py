"""Where a conversation is: with the team of its channel, and with the one it was passed on to."""

from gehoor.inbox.models import Conversation
from gehoor.people.policies import Place


def place_of(conversation: Conversation) -> Place:
    return Place(team=conversation.channel.team_id, also=conversation.routed_to_id)


def teams_of(conversation: Conversation) -> list[int]:
    """Return the teams that see it."""
    place = place_of(conversation)
    return [team for team in (place.team, place.also) if team is not None]
