"""How rules send what comes in to the right team, and how that team gives back what is not theirs.

A rule never takes away what a colleague has, nor sends the same conversation twice. Whoever had it
still sees it: passing on adds a team, it closes nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.contacts.rules import fold
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import emergencies, handling
from gehoor.inbox.actions import routing as places
from gehoor.inbox.actions.arrivals import Arrival
from gehoor.inbox.models import Conversation
from gehoor.inbox.rules import awaits_an_answer, first_words
from gehoor.inbox.rules.ways import way_of
from gehoor.kit.clock import now
from gehoor.kit.live import announce
from gehoor.people.policies import Actor
from gehoor.routing import actions, queries
from gehoor.routing.models import Rule
from gehoor.routing.rules import Asked, Decided, Fact, circle_in, decide

SYSTEM = Actor(system="routing")
COUNTED_FOR = timedelta(days=30)
TRIED_ON = timedelta(days=7)
MOST_TRIED = 5_000
EXAMPLES = 5


def look(channel: Channel, arrivals: Sequence[Arrival]) -> None:
    """Let the rules act on what was just stored. Part of storing it."""
    fresh = [each for each in arrivals if _is_news(each)]
    rules = queries.rules_on() if fresh else []
    if not rules:
        return
    stored = inbox.conversations_of([each.delivery_id for each in fresh])
    for arrival in fresh:
        conversation = stored.get((arrival.delivery_id, arrival.part))
        if conversation is not None:
            _carry_out(conversation, decide(rules, _fact_of(channel, arrival)))


def _is_news(arrival: Arrival) -> bool:
    is_old = arrival.is_history or arrival.replaces or arrival.is_around
    return not is_old and awaits_an_answer(arrival.message)


def _fact_of(channel: Channel, arrival: Arrival) -> Fact:
    message = arrival.message
    return Fact(
        channel=channel.pk,
        way=way_of(
            visibility=message.visibility,
            is_answer=bool(message.answers),
            is_chat=channels.is_chat(channel),
        ),
        sender=arrival.handle,
        text=f"{message.subject}\n{message.text}",
    )


def label_was_set(conversation: Conversation, name: str) -> None:
    """Let the rules act on a label that a colleague set. Part of setting it."""
    rules = queries.rules_on()
    if any(rule.on_tag.casefold() == name.casefold() for rule in rules if rule.on_tag):
        newest = inbox.newest_incoming(conversation)
        fact = Fact(
            channel=conversation.channel_id,
            way=way_of(
                visibility=newest.visibility if newest else "",
                is_answer=bool(newest and newest.answers),
                is_chat=channels.is_chat(conversation.channel),
            ),
            sender=fold(newest.author_handle) if newest else "",
            text=f"{conversation.subject}\n{newest.text if newest else ''}",
            tags=frozenset(conversation.tags.values_list("name", flat=True)),
        )
        _carry_out(conversation, decide(rules, fact, label=name))


def _carry_out(conversation: Conversation, decided: Decided) -> None:
    for rule, tag in decided.tags:
        found = handling.add_tag(conversation, name=tag)
        _log("conversation.tagged", conversation, rule, tag=found.pk)
    if decided.urgent and emergencies.keep_by_rule(conversation, name=decided.urgent.name):
        _log("conversation.emergency_found", conversation, decided.urgent, danger="rule")
    if decided.team:
        _pass_on(conversation, *decided.team)


def _pass_on(conversation: Conversation, rule: Asked, team: int) -> None:
    """Give it to a team, unless somebody has it, it was passed before, or it is theirs already."""
    is_theirs = team in (conversation.channel.team_id, conversation.routed_to_id)
    if is_theirs or conversation.assignee_id or queries.was_passed(conversation.pk):
        return
    places.pass_to(conversation, team=team)
    actions.note_passage(rule_id=rule.pk, conversation_id=conversation.pk, team_id=team)
    _log("conversation.routed", conversation, rule, to=team)
    announce(f"team-{team}", "conversation", conversation.pk)


@transaction.atomic
def give_back(actor: Actor, conversation: Conversation, *, reason: str = "") -> None:
    """Return it to where it came from: it is not for this team. Raises NotPossible."""
    held = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if held.routed_to_id is None:
        raise NotPossible(_("This conversation is with its own team already. Nothing has changed."))
    team = held.routed_to_id
    rule = actions.note_return(held.pk, now=now())
    places.give_back(conversation)
    details: dict[str, Any] = {"rule": rule.name} if rule else {}
    record(
        actor, "conversation.given_back", "conversation", held.pk, conversation_id=held.pk,
        team_id=conversation.channel.team_id, reason=reason.strip()[:300], came_from=team,
        **details,
    )  # fmt: skip
    for each in (team, conversation.channel.team_id):
        announce(f"team-{each}", "conversation", held.pk)


@dataclass(frozen=True, slots=True)
class Tried:
    """What a rule would have done in the last week."""

    fitting: int
    looked_at: int
    examples: Sequence[tuple[int, str]]
    """number and first words of the newest that fit"""


def try_on_last_week(actor: Actor, rule: Asked) -> Tried:
    """Return what fits of the last week; nothing is changed. The newest 5,000 are looked at.

    The counts are of all; examples only of what the actor may see.
    """
    news = inbox.came_since(now() - TRIED_ON, most=MOST_TRIED)
    chats = channels.chats()
    fitting = [each for each in news if _would_act(rule, each, chats)]
    seen = set(inbox.visible_among(actor, [each.conversation for each in fitting]))
    shown = [each for each in fitting if each.conversation in seen][:EXAMPLES]
    examples = [(each.conversation, each.subject or first_words(each.text)) for each in shown]
    return Tried(len(fitting), len(news), examples)


def _would_act(rule: Asked, came: inbox.Came, chats: Collection[int]) -> bool:
    fact = Fact(
        channel=came.channel,
        way=way_of(
            visibility=came.visibility,
            is_answer=bool(came.answers),
            is_chat=came.channel in chats,
        ),
        sender=fold(came.sender),
        text=f"{came.subject}\n{came.text}",
    )
    label = next((tag for tag in came.tags if tag.casefold() == rule.on_tag.casefold()), "")
    if rule.on_tag and not label:
        return False
    return bool(decide([rule], fact, label=label).acted)


def label_was_set_on(numbers: Collection[int], name: str) -> None:
    """The same for a label that was set on many at once."""
    if any(rule.on_tag.casefold() == name.casefold() for rule in queries.rules_on()):
        found = Conversation.objects.select_related("channel").filter(pk__in=numbers)
        for conversation in found.order_by("pk"):
            label_was_set(conversation, name)


class LeadsBack(NotPossible):
    """Rules would go round."""


@transaction.atomic
def add_rule(actor: Actor, **facts: Any) -> Rule:
    """Make a rule. Raises LeadsBack."""
    actions.lock_all()
    rule = actions.add_rule(**facts)
    _refuse_circle()
    record(actor, "add", "rule", rule.pk, name=rule.name)
    return rule


@transaction.atomic
def change_rule(actor: Actor, rule: Rule, **facts: Any) -> bool:
    """Change a rule; tells whether anything was different. Raises LeadsBack."""
    actions.lock_all()
    changed = actions.change_rule(rule, **facts)
    _refuse_circle()
    if changed:
        record(actor, "change", "rule", rule.pk, changed=changed)
    return bool(changed)


def refuse_circle_with(rule: Asked, *, instead_of: int | None) -> None:
    """Raise LeadsBack when this rule would go round with those that are on; nothing is kept."""
    others = [each for each in queries.rules_on() if each.pk != instead_of]
    _refuse_circle([*others, rule])


def _refuse_circle(rules: Sequence[Asked] | None = None) -> None:
    names = circle_in(queries.rules_on() if rules is None else rules)
    if names:
        told = _("These rules would lead back to each other: %(names)s. Nothing was saved; let one "
                 "of them set another label.") % {"names": ", ".join(names)}  # fmt: skip
        raise LeadsBack(told)


@transaction.atomic
def forget_rule(actor: Actor, rule: Rule) -> None:
    record(actor, "forget", "rule", rule.pk, name=rule.name)
    actions.forget_rule(rule)


@transaction.atomic
def move_up(actor: Actor, rule: Rule) -> None:
    actions.lock_all()
    if actions.move_up(rule):
        record(actor, "move", "rule", rule.pk)


def passed() -> tuple[dict[int, queries.Passed], dict[int, queries.Passed]]:
    """Return how much went which way in the last 30 days and came back: by rule, and by team."""
    since = now() - COUNTED_FOR
    return queries.passed_by_rule(since=since), queries.passed_by_team(since=since)


def _log(act: str, conversation: Conversation, rule: Asked, **details: Any) -> None:
    record(
        SYSTEM, act, "conversation", conversation.pk, conversation_id=conversation.pk,
        team_id=conversation.channel.team_id, rule=rule.name, **details,
    )  # fmt: skip
