"""Everything asked of routing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from gehoor.kit import often
from gehoor.kit.portable import flat
from gehoor.people.policies import Place
from gehoor.routing.models import Passage, Rule
from gehoor.routing.rules import Asked


@dataclass(frozen=True, slots=True)
class Passed:
    """How many conversations went one way, and how many of those came back."""

    number: int = 0
    returned: int = 0


def rules_on() -> list[Asked]:
    """Return the rules that are on, in their order. Asked for everything that comes in."""
    return [asked(rule) for rule in often.find(_on)]


def _on() -> QuerySet[Rule]:
    return Rule.objects.filter(is_on=True).order_by("position", "pk")


def all_rules() -> Sequence[Rule]:
    found = Rule.objects.select_related("channel", "to_team")
    return list(found.order_by("position", "pk"))


def has_rule(name: str) -> bool:
    return Rule.objects.filter(name=name).exists()


def find_rule(pk: int) -> tuple[Rule, Place] | None:
    rule = Rule.objects.select_related("channel", "to_team").filter(pk=pk).first()
    return (rule, Place(team=rule.channel.team_id if rule.channel else None)) if rule else None


def asked(rule: Rule) -> Asked:
    return Asked(
        pk=rule.pk or 0, name=rule.name, when=rule.when, on_tag=rule.on_tag,
        channel=rule.channel_id, way=rule.way, sender=rule.sender, words=rule.words,
        to_team=rule.to_team_id, tag=rule.tag, is_urgent=rule.is_urgent,
    )  # fmt: skip


def was_passed(conversation_id: int) -> bool:
    """Was this given to a team by a rule before? Once is enough, also after it came back."""
    return Passage.objects.filter(conversation=conversation_id).exists()


def rule_of(conversation_id: int) -> str:
    """Return the name of the rule by which a conversation is where it is; empty when by none."""
    found = Passage.objects.filter(conversation=conversation_id, returned_at=None)
    return found.order_by("-pk").values_list("rule__name", flat=True).first() or ""


def passed_by_rule(*, since: datetime) -> dict[int, Passed]:
    """Return per rule how many conversations it gave to a team, and how many came back."""
    return _passed("rule", since=since)


def passed_by_team(*, since: datetime) -> dict[int, Passed]:
    """Return the same per team that got them."""
    return _passed("team", since=since)


def _passed(by: str, *, since: datetime) -> dict[Any, Passed]:
    rows = (
        Passage.objects.filter(passed_at__gte=since)
        .order_by()
        .values_list(by)
        .annotate(number=Count("pk"), back=Count("pk", filter=Q(returned_at__isnull=False)))
    )
    return {key: Passed(number, back) for key, number, back in rows}


def rule_records() -> Iterator[dict[str, Any]]:
    """Return the rules as the open format has them."""
    return flat(
        Rule.objects.all(), "id", "name", "position", "is_on", "when", "on_tag", "channel", "way",
        "sender", "words", "to_team", "tag", "is_urgent",
    )  # fmt: skip
