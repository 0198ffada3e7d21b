"""How webcare is organised: a choice that makes the teams, rules, norms and agreements it takes.

What is there already stays as it is; the same choice again changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.flows import routing, setup, staffing, terms
from gehoor.kit.text import N_
from gehoor.organisation import queries as organisation
from gehoor.people import actions as people_actions
from gehoor.people import queries as people
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor, Role
from gehoor.people.rules import Identity
from gehoor.planning import queries as planning
from gehoor.planning.rules.norms import Promise
from gehoor.planning.rules.terms import Kind, Norm
from gehoor.routing import queries as routed


class Work(StrEnum):
    """Where webcare sits."""

    CONTACT = "contact"
    COMMUNICATION = "communication"
    WEBTEAM = "webteam"


MOST_LINES: Final = 3
PRESS: Final = (
    "persvraag", "journalist", "redactie", "interview", "woordvoerder", "krant", "omroep",
    "reactie van de burgemeester", "reactie van de wethouder",
)  # fmt: skip
SERVICE: Final = (
    "afspraak", "paspoort", "identiteitskaart", "rijbewijs", "uittreksel", "verhuizing", "afval",
    "container", "grofvuil", "vergunning", "aanslag", "belasting", "uitkering", "parkeren",
)  # fmt: skip
"""what people write in Dutch, so it is not translated"""


@dataclass(frozen=True)
class TeamOf:
    name: str
    identity: Identity


@dataclass(frozen=True)
class RuleOf:
    name: str
    to: str
    words: Sequence[str] = ()
    label: str = ""


@dataclass(frozen=True)
class Template:
    """What one way of organising it takes; the first team is the one that answers."""

    teams: Sequence[TeamOf]
    rules: Sequence[RuleOf]
    norms: Mapping[str, Norm]
    """by the way people turn to us; "" is every way"""
    coordination: str


CONTACT = TeamOf(N_("Customer contact"), Identity.FIRST_NAME)
COMMUNICATION = TeamOf(N_("Communication"), Identity.INITIALS)
WEBTEAM = TeamOf(N_("Web team"), Identity.INITIALS)
PRESS_AWAY = RuleOf(N_("Press to Communication"), COMMUNICATION.name, PRESS)
SERVICE_AWAY = RuleOf(N_("Service to Customer contact"), CONTACT.name, SERVICE)
SAME_DAY, HALF_A_DAY, TWO_HOURS = (
    Norm(Kind.SAME_DAY),
    Norm(Kind.HALF_A_DAY),
    Norm(Kind.MINUTES, 120),
)
TEMPLATES: Final = {
    Work.CONTACT: Template(
        (CONTACT, COMMUNICATION),
        (PRESS_AWAY,),
        {"": SAME_DAY, "mention": TWO_HOURS},
        N_("Customer contact answers. Communication decides about press and sensitive subjects, "
           "and says every day what is going on."),
    ),
    Work.COMMUNICATION: Template(
        (COMMUNICATION, CONTACT),
        (SERVICE_AWAY,),
        {"": HALF_A_DAY, "mention": TWO_HOURS},
        N_("Communication answers and decides about tone. Customer contact gets questions about "
           "service, and tells what is asked most."),
    ),
    Work.WEBTEAM: Template(
        (WEBTEAM, CONTACT, COMMUNICATION),
        (PRESS_AWAY, SERVICE_AWAY),
        {"": HALF_A_DAY, "mention": TWO_HOURS},
        N_("The web team answers, between Customer contact and Communication. All three speak "
           "briefly every day."),
    ),
}  # fmt: skip
LINES: Final = {
    2: (TeamOf(N_("Second line"), Identity.TEAM), N_("second line")),
    3: (TeamOf(N_("Third line"), Identity.TEAM), N_("third line")),
}
"""each line behind the first: its team, and the label with which something goes there"""
AGREED: Final = {
    1: ("first_line", N_("Answers what is known or can be looked up. Who cannot, passes it on "
                         "within the hour.")),
    2: ("second_line", N_("Departments that know more. They are called, not mailed, and answer "
                          "within the day. The label “second line” sends it there.")),
    3: ("third_line", N_("Specialists and partners, through the second line. The label “third "
                         "line” sends it there.")),
}  # fmt: skip


@transaction.atomic
def organise(actor: Actor, work: Work, *, lines: int = 1) -> list[str]:
    """Bring it about; returns what is new, one line each."""
    template = TEMPLATES[work]
    changes: list[str] = []
    first = people.teams().order_by("pk").first()
    teams = {template.teams[0].name: first} if first else {}
    wanted = [*template.teams, *(LINES[each][0] for each in range(2, lines + 1))]
    for each in wanted:
        if each.name not in teams:
            teams[each.name], is_new = _team(actor, each)
            changes += [f"team {teams[each.name]}: made"] if is_new else []
    rules = [*template.rules, *(_rule_of(each) for each in range(2, lines + 1))]
    for rule in rules:
        changes += _rule(actor, rule, teams[rule.to])
    changes += _norms(actor, template)
    return changes + _agreements(actor, template, lines)


def _rule_of(line: int) -> RuleOf:
    team, label = LINES[line]
    return RuleOf(team.name, team.name, label=label)


def _team(actor: Actor, wanted: TeamOf) -> tuple[Team, bool]:
    name = _(wanted.name)
    found = people.teams().filter(name=name).first()
    if found:
        return found, False
    signature = organisation.ours().signature
    made = staffing.make_team(actor, name=name, identity=wanted.identity, signature=signature)
    return made, True


def _rule(actor: Actor, wanted: RuleOf, team: Team) -> list[str]:
    name = _(wanted.name)
    if routed.has_rule(name):
        return []
    routing.add_rule(
        actor, name=name, when="label" if wanted.label else "arrival",
        on_tag=_(wanted.label) if wanted.label else "", words="\n".join(wanted.words), to_team=team,
    )  # fmt: skip
    return [f"rule {name}: made"]


def _norms(actor: Actor, template: Template) -> list[str]:
    """Promise what goes with it, unless something was promised already."""
    if planning.norms().exists():
        return []
    for way, norm in template.norms.items():
        terms.promise(actor, Promise(norm, None, way, ""))
    return [f"norm of {way or 'everything'}: made" for way in template.norms]


def _agreements(actor: Actor, template: Template, lines: int) -> list[str]:
    """Write down what is agreed where nothing stands yet."""
    wanted = {"coordination": _(template.coordination)}
    wanted |= {AGREED[each][0]: _(AGREED[each][1]) for each in range(1, lines + 1)}
    ours = organisation.ours()
    empty = {name: words for name, words in wanted.items() if not getattr(ours, name)}
    return [f"organisation: {name}" for name in setup.change_organisation(actor, **empty)]


@transaction.atomic
def coordinate(actor: Actor) -> None:
    """Who sets this up and answers, coordinates the team that does."""
    user = User.objects.filter(pk=actor.user_id or 0).first()
    if user and user.teams.exists():
        people_actions.give_role(user, Role.COORDINATOR)
