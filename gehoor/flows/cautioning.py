"""What a team agreed about second eyes: who learns, which words, a crisis, and running cases.

The names of running cases are of those who were named to judge and of who coordinates. What is done
with them is in the log by number; a name never is.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.flows.refusing import NotPossible
from gehoor.kit.clock import now
from gehoor.kit.live import announce
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor, Place, see_names
from gehoor.second_eyes import actions
from gehoor.second_eyes import queries as agreed
from gehoor.second_eyes.models import CaseName
from gehoor.second_eyes.rules import MOST_NAMES

SYSTEM = Actor(system="timer")


def may_judge(team: Team) -> list[User]:
    """Return who can be named to approve answers about running cases: who sees what is written."""
    members = people.in_teams([team.pk]).filter(is_active=True)
    return [each for each in members if see_names(people.actor_of(each), Place(team.pk))]


@transaction.atomic
def keep(
    actor: Actor,
    team: Team,
    facts: Mapping[str, Any],
    *,
    trainees: Iterable[User],
    judges: Iterable[User],
) -> None:
    """Keep what a team agreed. Raises NotPossible for a guard that nobody could ever pass."""
    named = [each.pk for each in judges]
    if facts["guards_cases"] and not named:
        raise NotPossible(
            _("Name at least one colleague who may approve answers about running cases: without "
              "them nothing could leave. Nothing has changed.")
        )  # fmt: skip
    caution = actions.caution_of(team.pk)
    learning = [each.pk for each in trainees]
    if changed := actions.keep(caution, facts, trainees=learning, judges=named):
        # Of numbers of one's own an example may be a real one, so only what changed is named.
        record(actor, "agree_second_eyes", "team", team.pk, team_id=team.pk, changed=changed)


@transaction.atomic
def switch_crisis(actor: Actor, team: Team, *, is_on: bool) -> None:
    """Let the first statement in a crisis wait for a second person, or no longer."""
    caution = actions.caution_of(team.pk)
    if actions.switch_crisis(caution, since=now() if is_on else None):
        act = "crisis_begins" if is_on else "crisis_ends"
        record(actor, act, "team", team.pk, team_id=team.pk)
        announce(f"team-{team.pk}", "all", team.pk)


@transaction.atomic
def add_name(actor: Actor, team: Team, *, name: str, until: date) -> CaseName:
    """Guard a name until a day. Raises NotPossible, without the name in its words."""
    if until < timezone.localdate(now()):
        raise NotPossible(_("This last day has passed already. Nothing was added."))
    if not any(sign.isalpha() for sign in name):
        raise NotPossible(_("A name has at least one letter. Nothing was added."))
    caution = actions.caution_of(team.pk)
    if len(agreed.names_of(team.pk)) >= MOST_NAMES:
        raise NotPossible(
            _("There are %(most)s names already. Remove one first.") % {"most": MOST_NAMES}
        )
    added = actions.add_name(caution, name=" ".join(name.split()), until=until)
    record(actor, "add", "case_names", added.pk, team_id=team.pk, until=until.isoformat())
    return added


@transaction.atomic
def forget_name(actor: Actor, name: CaseName) -> None:
    record(actor, "forget", "case_names", name.pk, team_id=name.caution.team_id)
    actions.forget_name(name)


def forget_ended_names() -> None:
    """Remove names whose last day has passed; the timer takes this once an hour."""
    if number := actions.forget_ended_names(today=timezone.localdate(now())):
        record(SYSTEM, "end", "case_names", 0, number=number)
