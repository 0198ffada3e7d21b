"""Who may do what: the one table, as pure functions of an actor and a place.

Roles add up. "Own" means: a channel of a team one belongs to. What one may not see does not exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    READER = "reader"
    AGENT = "agent"
    ADVISER = "adviser"
    COORDINATOR = "coordinator"
    SPECIALIST = "specialist"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    PRIVACY_OFFICER = "privacy_officer"


@dataclass(frozen=True)
class Actor:
    """Somebody, or one of our own flows, who wants to do something."""

    user_id: int | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    teams: frozenset[int] = frozenset()
    system: str = ""
    """the flow that acts by itself, such as "incoming"; empty for a person"""


@dataclass(frozen=True)
class Place:
    """Where it would happen: the team that owns the channel, or None for the organisation."""

    team: int | None = None
    also: int | None = None
    """the team to which a rule passed it on; who is of that may do there what the owner may"""
    named: frozenset[int] = frozenset()
    """the colleagues who were named to decide there; none: its coordinators do"""
    by: int | None = None
    """whose it is: nobody is the second person for their own work, and an inspection is of one"""


NOBODY = Actor()
ORGANISATION = Place()

Policy = Callable[[Actor, Place], bool]

ANSWERING = (Role.AGENT, Role.ADVISER, Role.COORDINATOR)


def holds(actor: Actor, *roles: Role) -> bool:
    return any(role in actor.roles for role in roles)


def is_own(actor: Actor, place: Place) -> bool:
    return place.team is not None and not actor.teams.isdisjoint({place.team, place.also})


def anyone(actor: Actor, place: Place) -> bool:
    """Pages that must work before logging in."""
    return True


def oneself(actor: Actor, place: Place) -> bool:
    """How one proves who one is; open also to who must set up a second step before all else."""
    return actor.user_id is not None


def colleague(actor: Actor, place: Place) -> bool:
    """Everybody who is logged in: own profile, help, the empty frame of a page."""
    return actor.user_id is not None


def see_conversations(actor: Actor, place: Place) -> bool:
    return is_own(actor, place) and holds(actor, Role.READER, Role.ANALYST, *ANSWERING)


def see_names(actor: Actor, place: Place) -> bool:
    """An analyst sees conversations with names hidden."""
    return is_own(actor, place) and holds(actor, Role.READER, *ANSWERING)


def answer(actor: Actor, place: Place) -> bool:
    """Reply, note, assign, done, and the failed deliveries of own channels."""
    return is_own(actor, place) and holds(actor, *ANSWERING)


def coordinate(actor: Actor, place: Place) -> bool:
    """See who has what in an own team, and give it to somebody else."""
    return is_own(actor, place) and holds(actor, Role.COORDINATOR)


def coordinate_something(actor: Actor, place: Place) -> bool:
    """Open the board; it holds what is of own teams."""
    return holds(actor, Role.COORDINATOR)


def see_roster(actor: Actor, place: Place) -> bool:
    """See who works when in an own team."""
    return is_own(actor, place)


def be_on_duty(actor: Actor, place: Place) -> bool:
    """Begin and stop work, and say when one is away."""
    return holds(actor, *ANSWERING)


def see_questions(actor: Actor, place: Place) -> bool:
    """Open the list of what waits for the second line; it holds what is of own teams."""
    return holds(actor, *ANSWERING)


def keep_phone_book(actor: Actor, place: Place) -> bool:
    """Say who of the second line can be asked, by which number, and what was agreed with them."""
    return holds(actor, Role.ADMINISTRATOR, Role.COORDINATOR)


def approve(actor: Actor, place: Place) -> bool:
    """Look at an answer of a colleague as the second person, and let it leave or give it back."""
    if actor.user_id == place.by:
        return False
    return is_named(actor, place) if place.named else coordinate(actor, place)


def is_named(actor: Actor, place: Place) -> bool:
    """Was somebody named to decide there, such as the lawyer of a running case?"""
    return actor.user_id in place.named and see_names(actor, place)


def keep_case_names(actor: Actor, place: Place) -> bool:
    """See and keep of whom nothing may be said: who coordinates, and who was named to judge."""
    return coordinate(actor, place) or is_named(actor, place)


def practise(actor: Actor, place: Place) -> bool:
    """See what one practised oneself and what was said of it, and try made-up situations."""
    return holds(actor, *ANSWERING)


def see_presence(actor: Actor, place: Place) -> bool:
    """Know which colleague looks at a conversation and who writes in it.

    For who could answer at the same time, and nobody else: it is about the work of colleagues.
    """
    return answer(actor, place)


def tag(actor: Actor, place: Place) -> bool:
    return is_own(actor, place) and holds(actor, Role.ANALYST, *ANSWERING)


def act_on_many(actor: Actor, place: Place) -> bool:
    """Open what acts on many conversations at once; each of them is asked about by itself."""
    return holds(actor, Role.ANALYST, *ANSWERING)


def change_stage(actor: Actor, place: Place) -> bool:
    """Make a channel live or take it back."""
    return holds(actor, Role.ADMINISTRATOR) or (
        is_own(actor, place) and holds(actor, Role.COORDINATOR)
    )


def plan_something(actor: Actor, place: Place) -> bool:
    """See which channels are to go live; it holds those one may make live."""
    return holds(actor, Role.ADMINISTRATOR, Role.COORDINATOR)


def promise(actor: Actor, place: Place) -> bool:
    """Say how soon an answer comes and when somebody is there: of a channel or team, or of all."""
    return change_stage(actor, place)


def promise_something(actor: Actor, place: Place) -> bool:
    """Promise for what one may: which channels that are is asked by `promise` for each."""
    return holds(actor, Role.ADMINISTRATOR, Role.COORDINATOR)


def make_rules(actor: Actor, place: Place) -> bool:
    """Say where what comes in goes: of a channel, or of all."""
    return change_stage(actor, place)


def make_some_rules(actor: Actor, place: Place) -> bool:
    """Make rules for what one may: which channels that are is asked by `make_rules` for each."""
    return holds(actor, Role.ADMINISTRATOR, Role.COORDINATOR)


def see_rules(actor: Actor, place: Place) -> bool:
    """See a rule: of all, or of the channels one may see."""
    return see_promises(actor, place)


def keep_register(actor: Actor, place: Place) -> bool:
    """Keep the register of accounts: of the whole organisation, so that none is forgotten."""
    return holds(actor, Role.ADMINISTRATOR, Role.COORDINATOR)


def keep_skills(actor: Actor, place: Place) -> bool:
    """Say what takes a skill, and who has it."""
    return holds(actor, Role.ADMINISTRATOR, Role.COORDINATOR)


def see_promises(actor: Actor, place: Place) -> bool:
    """See what is promised: of all, and of the channels one may see."""
    return see_channel_list(actor, place) if place.team is None else see_channels(actor, place)


def keep_answer(actor: Actor, place: Place) -> bool:
    """Write, change and remove answers that are kept, and macros: for an own team, or for all."""
    is_for_all = place.team is None and holds(actor, Role.COORDINATOR)
    return is_for_all or change_stage(actor, place)


def keep_answers(actor: Actor, place: Place) -> bool:
    """Open the list of them; it holds what is for all, and what one may change."""
    return holds(actor, Role.ADMINISTRATOR, Role.COORDINATOR)


def watch_words(actor: Actor, place: Place) -> bool:
    """Say which words are watched for in a channel, and who is mailed about a hit."""
    return change_stage(actor, place)


def see_channels(actor: Actor, place: Place) -> bool:
    """See that a channel exists and how it is doing; never its credentials."""
    return holds(actor, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER) or (
        is_own(actor, place) and holds(actor, Role.COORDINATOR)
    )


def see_channel_list(actor: Actor, place: Place) -> bool:
    """Open the list of channels; it holds only those one may see."""
    return holds(actor, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER, Role.COORDINATOR)


def share_views(actor: Actor, place: Place) -> bool:
    """Let a team see a view of the inbox that one keeps."""
    return is_own(actor, place) and holds(actor, Role.COORDINATOR)


def see_health(actor: Actor, place: Place) -> bool:
    """See how the machine is doing, and tell others that one looks after an alarm."""
    return holds(actor, Role.ADMINISTRATOR) or (
        is_own(actor, place) and holds(actor, Role.COORDINATOR)
    )


def see_health_page(actor: Actor, place: Place) -> bool:
    """Open the page of it; a coordinator finds there only the channels of own teams."""
    return holds(actor, Role.ADMINISTRATOR, Role.COORDINATOR)


def see_settings(actor: Actor, place: Place) -> bool:
    return holds(actor, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER)


def administer(actor: Actor, place: Place) -> bool:
    """Users, teams, roles, channels, connections, settings, keys."""
    return holds(actor, Role.ADMINISTRATOR)


def see_reads(actor: Actor, place: Place) -> bool:
    """Who saw what: the privacy officer everything, a coordinator what is of their own teams."""
    return holds(actor, Role.PRIVACY_OFFICER) or (
        is_own(actor, place) and holds(actor, Role.COORDINATOR)
    )


def see_report_of_reads(actor: Actor, place: Place) -> bool:
    """Open that report; it holds only what one may know."""
    return holds(actor, Role.PRIVACY_OFFICER, Role.COORDINATOR)


def see_totals(actor: Actor, place: Place) -> bool:
    """Open reports of counts; they name no person, and hold the channels of `see_all_totals`."""
    own = (Role.READER, Role.ADVISER, Role.AGENT, Role.COORDINATOR)
    return holds(actor, *own) or see_all_totals(actor, place)


def see_all_totals(actor: Actor, place: Place) -> bool:
    """See counts of every channel; others see those of their own teams."""
    return holds(actor, Role.ANALYST, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER)


def take_much_along(actor: Actor, place: Place) -> bool:
    """Take more than 500 lines along at once without a second person."""
    return holds(actor, Role.PRIVACY_OFFICER)


def begin_inspection(actor: Actor, place: Place) -> bool:
    """Begin to look into conversations for a reason one gives, for a while."""
    return holds(actor, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER)


def see_inspections(actor: Actor, place: Place) -> bool:
    """Open the list of who looked in; it holds what one may know, or only the way to begin one."""
    return begin_inspection(actor, place) or see_report_of_reads(actor, place)


def see_inspected(actor: Actor, place: Place) -> bool:
    """See what an inspection was begun for: who began it, while they may begin one."""
    is_theirs = place.by is not None and place.by == actor.user_id
    return is_theirs and begin_inspection(actor, place)


def as_reader_of(actor: Actor, place: Place) -> Actor:
    """Return somebody who may read there and do nothing: what an inspection shows is asked so."""
    teams = frozenset(team for team in (place.team, place.also) if team is not None)
    return Actor(actor.user_id, actor.name, frozenset({Role.READER}), teams)


def rights_to_see(actor: Actor) -> list[str]:
    """Return the roles by which somebody sees what people wrote, or who saw it."""
    seeing = {Role.READER, Role.ANALYST, *ANSWERING, Role.PRIVACY_OFFICER}
    return sorted(str(role) for role in actor.roles & seeing)


def read_audit(actor: Actor, place: Place) -> bool:
    """The log of one conversation, for who may see that conversation."""
    return see_conversations(actor, place) or holds(actor, Role.PRIVACY_OFFICER)


def push(actor: Actor, place: Place) -> bool:
    """Hand us what citizens wrote: a platform that proved who it is, and never a person."""
    return "push" in SYSTEM_MAY.get(actor.system, frozenset())


SYSTEM_MAY: dict[str, frozenset[str]] = {
    "incoming": frozenset({"receive"}),
    "hooks": frozenset({"push"}),
    "replies": frozenset({"send"}),
    "timer": frozenset({"wake", "count"}),
    "bulk": frozenset({"carry_on"}),
    "threads": frozenset({"look_around"}),
    "forgotten": frozenset({"mail_link"}),
    "emergencies": frozenset({"answer_once"}),
    "routing": frozenset({"pass_on"}),
    "away": frozenset({"answer_once"}),
}
"""What each of our own flows may do by itself; a job that names none of these fails at start-up."""
