"""Which saved views a colleague has, and what a list can be narrowed by."""

from collections.abc import Sequence

from django.db.models import Q

from gehoor.channels.models import Channel
from gehoor.inbox.models import SavedView, Tag
from gehoor.inbox.queries.pages import Filter, visible_teams
from gehoor.people.policies import Actor


def views_of(actor: Actor) -> Sequence[SavedView]:
    """Return the colleague's own views in their order, then those shared with their teams."""
    own = Q(owner_id=actor.user_id)
    shared = Q(team_id__in=visible_teams(actor))
    found = SavedView.objects.select_related("tag", "channel", "team").filter(own | shared)
    return sorted(
        found, key=lambda view: (view.owner_id != actor.user_id, view.position, view.name)
    )


def own_view(actor: Actor, pk: int) -> SavedView | None:
    return SavedView.objects.filter(owner_id=actor.user_id, pk=pk).first()


def filter_of(view: SavedView) -> Filter:
    return Filter(
        channel=view.channel_id,
        tag=view.tag.name if view.tag else "",
        only_unread=view.only_unread,
        only_at_risk=view.only_at_risk,
    )


def visible_channels(actor: Actor) -> list[tuple[int, str]]:
    """Return the channels whose conversations the colleague sees, by name."""
    found = Channel.objects.filter(team_id__in=visible_teams(actor)).order_by("is_closed", "name")
    return list(found.values_list("pk", "name"))


def tag_names(actor: Actor) -> list[str]:
    """Return the labels there are on conversations the colleague sees."""
    teams = visible_teams(actor)
    own, passed_on = (
        Q(conversation__channel__team_id__in=teams),
        Q(conversation__routed_to__in=teams),
    )
    seen = Tag.objects.filter(own | passed_on)
    return list(seen.order_by("name").values_list("name", flat=True).distinct())
