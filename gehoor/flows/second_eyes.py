"""Why a second person looks before an answer leaves: by rule, and never because of a mood.

A rule asks, and what it asks is written down. Where nothing of it holds, an answer leaves as ever.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gehoor.contracts.posts import Visibility
from gehoor.flows import audience
from gehoor.flows.leaking import Leaving, Settled
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import Conversation, Message, Reply
from gehoor.inbox.queries.approvals import About, about, texts_about, waiting_in
from gehoor.kit.clock import about_now, now
from gehoor.listening.rules import found_in
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Actor, Place, coordinate, is_named
from gehoor.second_eyes import actions
from gehoor.second_eyes.queries import Agreed, agreed_in
from gehoor.second_eyes.rules import NAMES, Why, forms_in, is_numbered, is_of_a_name


@dataclass
class NeedsSecond(NotPossible):
    """A second person looks at this answer first. Nothing was sent."""

    reasons: Sequence[Why]
    named: frozenset[int]
    """who alone may approve it; nobody: any coordinator"""

    def __str__(self) -> str:
        return _("A second person looks at this first, because %(reasons)s.") % {
            "reasons": in_words(self.reasons)
        }


def refuse(
    actor: Actor,
    conversation: Conversation,
    answered: Message | None,
    leaving: Leaving,
    settled: Settled,
    *,
    second: Actor | None,
) -> None:
    """Raise NeedsSecond when a rule asks a second person and nobody looked; NotPossible when who
    looked is not who may. Part of the transaction that sends."""
    found = agreed_in(inbox.teams_of(conversation))
    named = _judges_needed(actor, conversation, about(answered), found, text=leaving.text)
    reasons = [Why.CASE] if named is not None else []
    reasons += [Why.LEAK] if settled.marks else []
    reasons += _by_agreement(actor, conversation, found, leaving)
    if reasons and second is None:
        raise NeedsSecond(reasons, named or frozenset())
    if named and second and second.user_id not in named:
        raise NotPossible(
            _("This is about a running case, and that is for %(names)s to approve. Nothing was "
              "sent.") % {"names": names_of(named)}
        )  # fmt: skip


def refuse_to_finish(conversation: Conversation, *, is_asked: bool = True) -> None:
    """Raise NotPossible when it is to be finished while an answer in it waits for approval."""
    if is_asked and waiting_in([conversation.pk]):
        raise NotPossible(
            _("An answer in this conversation waits for approval, so it stays open. Nothing has "
              "changed. Approve it, give it back or take it back first.")
        )  # fmt: skip


def _by_agreement(
    actor: Actor, conversation: Conversation, found: Sequence[Agreed], leaving: Leaving
) -> list[Why]:
    is_open = audience.reaches_more(conversation, leaving.readers)
    asked = {
        Why.CRISIS: is_open and any(each.in_crisis for each in found),
        Why.TRAINEE: any(actor.user_id in each.trainees for each in found),
        Why.WORDS: bool(words_in(leaving.text, found)),
    }
    return [why for why, holds in asked.items() if holds]


def words_in(text: str, found: Iterable[Agreed]) -> list[str]:
    """Return the words in a text that a team lets somebody look at."""
    lists = [each.words for each in found if each.words.strip()]
    return [word for words in lists if (word := found_in(words, text))]


def _judges_needed(
    actor: Actor,
    conversation: Conversation,
    answered: About | None,
    found: Sequence[Agreed],
    *,
    text: str = "",
) -> frozenset[int] | None:
    """Return who judges what may be said of the running case an answer is about; None when it is
    about none, or its writer is one of them."""
    guarded = [each for each in found if each.guards_cases]
    if not guarded:
        return None
    texts = [text, *texts_about(conversation, answered)]
    judges = [set(each.judges) for each in guarded if _is_about_case(texts, each)]
    if not judges or any(actor.user_id in each for each in judges):
        return None
    return frozenset.union(*map(frozenset, judges)) or frozenset({NOBODY_NAMED})


NOBODY_NAMED = 0
"""stands for a judge where none was named: then nobody can approve, and that is said"""


def _is_about_case(texts: Iterable[str], agreed: Agreed) -> bool:
    forms, today = forms_in(agreed.case_forms), timezone.localdate(about_now())
    return any(
        is_numbered(text, forms) or is_of_a_name(text, agreed.case_names, on=today)
        for text in texts
    )


def told_ahead(
    actor: Actor, conversation: Conversation, answered: About | None, *, readers: Visibility
) -> Mapping[str, Any]:
    """Return what is said at the composer before anybody types: the rule about a running case,
    and why a second person will look; nothing when no rule asks. One query, two with a guard."""
    found = agreed_in(inbox.teams_of(conversation))
    if not found:
        return {}
    nothing = Leaving("", [], readers, "")
    reasons = _by_agreement(actor, conversation, found, nothing)
    guarded = [each for each in found if each.guards_cases]
    texts = texts_about(conversation, answered) if guarded else []
    running = [each for each in guarded if _is_about_case(texts, each)]
    is_judge = any(actor.user_id in each.judges for each in running)
    if running and not is_judge:
        reasons = [Why.CASE, *reasons]
    if not reasons and not running:
        return {}
    named = frozenset().union(*(each.judges for each in running))
    return {
        "reasons": in_words(reasons) if reasons else "",
        "is_case": bool(running),
        "rules": [each.case_rule for each in running if each.case_rule.strip()],
        "judges": names_of(named) if named and not is_judge else "",
    }


def approvers_of(conversation: Conversation, *, named: Iterable[int], author: int) -> list[str]:
    """Return the names of who may approve an answer here now, besides its writer."""
    return [each.name for each in who_may_approve(conversation, named=named, author=author)]


def who_may_approve(conversation: Conversation, *, named: Iterable[int], author: int) -> list[User]:
    """Return who may approve an answer here now, besides its writer."""
    where = inbox.place_of(conversation)
    place = Place(where.team, where.also, named=frozenset(named), by=author)
    may = is_named if place.named else coordinate
    members = people.in_teams(inbox.teams_of(conversation)).filter(is_active=True)
    others = [each for each in members if each.pk != author]
    return [each for each in others if may(people.actor_of(each), place)]


def names_of(numbers: Iterable[int]) -> str:
    return ", ".join(sorted(people.names_of(numbers).values()))


def in_words(reasons: Iterable[str]) -> str:
    """Return why a second person looks, as the end of a sentence."""
    return _(" and ").join(_(NAMES[Why(reason)]) for reason in reasons)


def first_statement_made(conversation: Conversation, reasons: Iterable[str]) -> list[int]:
    """The first statement in a crisis was approved: those after it wait for nobody. Return the
    teams whose switch that put out."""
    teams = inbox.teams_of(conversation)
    return actions.end_crisis(teams) if Why.CRISIS in set(reasons) else []


def taken_back(reply: Reply) -> None:
    """A reply was taken back before it left: was it the first statement in a crisis, then the next
    one is."""
    approval = getattr(reply, "approval", None)
    if approval and Why.CRISIS in approval.reasons:
        teams = inbox.teams_of(reply.message.conversation)
        actions.begin_crisis_again(teams, since=now())
