"""Practising with made-up situations: one's own answer, what it does, and one as it could be."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.flows.refusing import NotPossible
from gehoor.people.policies import Actor
from gehoor.practice import actions, queries
from gehoor.practice.models import Attempt
from gehoor.practice.rules import LONGEST_ATTEMPT
from gehoor.practice.rules.scenarios import Point, Scenario, judge, scenario, scenarios


@dataclass(frozen=True)
class Tried:
    """A situation, with what one answered last."""

    scenario: Scenario
    attempt: Attempt | None = None
    points: Sequence[Point] = ()

    @property
    def met(self) -> int:
        return sum(point.is_met for point in self.points)


def tried(actor: Actor) -> list[Tried]:
    """Return every situation, with how far one's newest answer came."""
    found = queries.newest_attempts(actor.user_id or 0)
    return [_with(each, found.get(each.key)) for each in scenarios()]


def tried_one(actor: Actor, key: str) -> Tried | None:
    """Return one situation; None when there is none of that name."""
    found = scenario(key)
    if found is None:
        return None
    return _with(found, queries.newest_attempt(actor.user_id or 0, key))


def _with(each: Scenario, attempt: Attempt | None) -> Tried:
    return Tried(each, attempt, judge(each, attempt.text) if attempt else ())


@transaction.atomic
def answer(actor: Actor, each: Scenario, *, text: str) -> None:
    """Keep one's answer to a situation. Nobody else reads it, so it stands in no log.

    Raises NotPossible.
    """
    text = text.replace("\r\n", "\n").strip()
    if not text or actor.user_id is None:
        raise NotPossible(_("Write your answer first. Nothing was saved."))
    if len(text) > LONGEST_ATTEMPT:
        raise NotPossible(
            _("An answer has at most %(most)s signs. Make yours shorter; it is kept below.")
            % {"most": LONGEST_ATTEMPT}
        )
    met = [point.key for point in judge(each, text) if point.is_met]
    actions.attempt(actor.user_id, scenario=each.key, text=text, met=met)
