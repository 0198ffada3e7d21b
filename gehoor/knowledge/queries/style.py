"""Everything asked of house styles and tips."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q

from gehoor.kit.portable import flat
from gehoor.knowledge.models import Style, Tip
from gehoor.knowledge.rules.style import HouseStyle
from gehoor.people.policies import Place

OF_STYLE = ("address", "avoid", "must", "forbidden", "most_emoji", "most_words")


def styles() -> list[Style]:
    """Return them all: that of every channel first."""
    found = Style.objects.select_related("channel")
    return list(found.order_by(F("channel").asc(nulls_first=True)))


def style_for(channel: int) -> Style | None:
    """Return what holds in a channel: its own, else that of all."""
    found = Style.objects.filter(Q(channel=channel) | Q(channel=None))
    return found.order_by(F("channel").asc(nulls_last=True)).first()


def find_style(pk: int) -> tuple[Style, Place] | None:
    style = Style.objects.select_related("channel").filter(pk=pk).first()
    return (style, Place(team=style.channel.team_id if style.channel else None)) if style else None


def has_other_style(style: Style) -> bool:
    return Style.objects.filter(channel=style.channel_id).exclude(pk=style.pk).exists()


def as_rule(style: Style) -> HouseStyle:
    return HouseStyle(**{name: getattr(style, name) for name in OF_STYLE})


def own_tips() -> dict[str, str]:
    return dict(Tip.objects.values_list("kind", "text"))


def style_records() -> Iterator[dict[str, Any]]:
    """Return house styles as the open format has them."""
    return flat(Style.objects.all(), "id", "channel", *OF_STYLE, "is_binding")


def tip_records() -> Iterator[dict[str, Any]]:
    return flat(Tip.objects.all(), "id", "kind", "text")
