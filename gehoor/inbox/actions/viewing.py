"""What changes the saved views."""

from django.db.models import Max

from gehoor.inbox.models import SavedView, Tag
from gehoor.inbox.queries.pages import Filter


def keep_view(
    *, owner_id: int, team_id: int | None, name: str, view: str, words: str, narrowed: Filter
) -> SavedView:
    """Keep a view at the end of its owner's order; one of the same name is replaced."""
    last = SavedView.objects.filter(owner_id=owner_id).aggregate(last=Max("position"))["last"]
    shows = {
        "team_id": team_id,
        "view": view,
        "words": words,
        "channel_id": narrowed.channel,
        "tag": Tag.objects.filter(name=narrowed.tag).first() if narrowed.tag else None,
        "only_unread": narrowed.only_unread,
        "only_at_risk": narrowed.only_at_risk,
    }
    kept, _ = SavedView.objects.update_or_create(
        owner_id=owner_id,
        name=name,
        defaults=shows,
        create_defaults=shows | {"position": (last or 0) + 1},
    )
    return kept


def move_up(view: SavedView) -> None:
    """Let a view change places with the one before it."""
    before = SavedView.objects.filter(owner_id=view.owner_id, position__lt=view.position)
    if earlier := before.order_by("-position").first():
        places = (earlier.position, view.position)
        SavedView.objects.filter(pk=earlier.pk).update(position=places[1])
        SavedView.objects.filter(pk=view.pk).update(position=places[0])


def remove_view(view: SavedView) -> None:
    view.delete()
