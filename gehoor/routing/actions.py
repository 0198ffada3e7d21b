"""Everything that changes the tables of routing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from gehoor.kit.portable import add_rows
from gehoor.routing.models import Passage, Rule


def add_rule(**facts: Any) -> Rule:
    """Add a rule behind the others."""
    last = Rule.objects.aggregate(last=Max("position"))["last"] or 0
    return Rule.objects.create(position=last + 1, **facts)


def change_rule(rule: Rule, **facts: Any) -> list[str]:
    """Keep these facts; return the names of those that were different."""
    changed = [name for name, value in facts.items() if getattr(rule, name) != value]
    for name in changed:
        setattr(rule, name, facts[name])
    if changed:
        rule.save(update_fields=changed)
    return changed


def forget_rule(rule: Rule) -> None:
    rule.delete()


def move_up(rule: Rule) -> bool:
    """Let a rule be asked before the one above it; tells whether there was one."""
    above = Rule.objects.filter(position__lt=rule.position).order_by("-position").first()
    if above is None:
        return False
    Rule.objects.filter(pk=above.pk).update(position=rule.position)
    Rule.objects.filter(pk=rule.pk).update(position=above.position)
    return True


def note_passage(*, rule_id: int, conversation_id: int, team_id: int) -> None:
    Passage.objects.create(rule_id=rule_id, conversation_id=conversation_id, team_id=team_id)


def note_return(conversation_id: int, *, now: datetime) -> Rule | None:
    """Write down that a team gave a conversation back; return the rule it came by, if any."""
    found = Passage.objects.filter(conversation=conversation_id, returned_at=None)
    last = found.select_related("rule").order_by("-pk").first()
    if last is None:
        return None
    Passage.objects.filter(pk=last.pk).update(returned_at=now)
    return last.rule


def add_rule_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make rules out of records of the open format."""
    add_rows(Rule, records)


def lock_all() -> None:
    """Let nobody change a rule until this transaction ends: two could make a circle together."""
    list(Rule.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
