"""How much there is to do, counted for the menu and the lists: one indexed query."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from gehoor.channels.queries import answerable_teams
from gehoor.inbox.queries.approvals import COUNT_APPROVALS, coordinated_teams
from gehoor.inbox.queries.mine import IS_MINE
from gehoor.inbox.queries.ours import FOR_SOMEBODY
from gehoor.inbox.queries.pages import AT_RISK, IS_HERE, VIEWS, visible_teams
from gehoor.kit import often
from gehoor.people.policies import Actor


@dataclass(frozen=True, slots=True)
class Counts:
    mine: int
    unassigned: int
    team: int
    snoozed: int
    problems: int
    failed: int
    """deliveries that could not be read, in channels where the actor answers"""
    newest_message: int
    newest_entry: int
    """the last message and row of the log there are: what a list that is read now can have shown"""
    named: int
    """how much is for the actor where they have not looked since (`namings.times_named`)"""
    away_until: datetime | None = None
    """until when the actor keeps away from some kind of message"""
    approvals: int = 0
    """how many answers wait for the actor as second person, or were given back to them"""
    by_tier: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    """of the lists of work, how many there are in each tier; nothing for a tier without any"""
    at_risk: Mapping[str, int] = field(default_factory=dict)
    """of the lists of work, in how many the term is nearly over, or over"""
    emergencies: int = 0
    """in how many somebody may be in danger"""


# Two ways to a conversation, each by an index of its own: an OR would look at all of them.
ROWS = f"""
    SELECT greatest(c.rank, 1) AS tier, c.is_snoozed, c.has_problem,
           c.status = 'open' AND c.rank = 0 AS is_emergency,
           c.status = 'open' AND NOT c.is_snoozed AS is_work, {IS_MINE} AS is_mine,
           {IS_HERE} AS is_here, c.assignee_id IS NULL AS is_free, {AT_RISK} AS at_risk
    FROM inbox_conversation c WHERE (c.status = 'open' OR c.has_problem)
"""  # noqa: S608  (constants)
OWN_CHANNELS = "ARRAY(SELECT id FROM channels_channel WHERE team_id = ANY(%(teams)s))"
COUNT = f"""
SELECT coalesce((SELECT json_agg(t) FROM (
           SELECT tier,
                  count(*) FILTER (WHERE is_work AND is_mine) AS mine,
                  count(*) FILTER (WHERE is_work AND is_here AND is_free) AS unassigned,
                  count(*) FILTER (WHERE is_work AND is_here) AS team,
                  count(*) FILTER (WHERE is_snoozed) AS snoozed,
                  count(*) FILTER (WHERE has_problem) AS problems,
                  count(*) FILTER (WHERE is_emergency) AS emergencies,
                  count(*) FILTER (WHERE at_risk AND is_work AND is_mine) AS mine_at_risk,
                  count(*) FILTER (WHERE at_risk AND is_work AND is_here AND is_free)
                      AS unassigned_at_risk,
                  count(*) FILTER (WHERE at_risk AND is_work AND is_here) AS team_at_risk
           FROM ({ROWS} AND c.channel_id = ANY({OWN_CHANNELS})
                 UNION ALL
                 {ROWS} AND c.routed_to_id = ANY(%(teams)s)
                    AND c.channel_id <> ALL({OWN_CHANNELS})) c
           GROUP BY 1) t), '[]'),
       (SELECT count(*) FROM channels_delivery d JOIN channels_channel ch ON ch.id = d.channel_id
        WHERE d.state = 'failed' AND ch.team_id = ANY(%(answering)s)),
       (SELECT coalesce(max(id), 0) FROM inbox_message),
       (SELECT coalesce(max(id), 0) FROM audit_entry),
       {FOR_SOMEBODY},
       (SELECT max(d.until) FROM inbox_distance d
        WHERE d.user_id = %(user)s AND d.until > now()),
       {COUNT_APPROVALS}
"""  # noqa: S608  (constants)
for _list in ("teams", "answering", "coordinating"):
    # So that no plan depends on how many there are, and one can be kept.
    COUNT = COUNT.replace(f"%({_list})s", f"ARRAY(SELECT unnest(%({_list})s::bigint[]))")
COUNTED = ("mine", "unassigned", "team", "snoozed", "problems", "emergencies")


def counts(actor: Actor) -> Counts:
    """Return how much there is to do, in one query."""
    given = {
        "user": actor.user_id,
        "teams": visible_teams(actor),
        "answering": answerable_teams(actor),
        "coordinating": coordinated_teams(actor),
    }
    ((tiers, *others),) = often.ask(COUNT, given)
    whole = {name: sum(each[name] for each in tiers) for name in COUNTED}
    by_tier = {
        name: {each["tier"]: each[name] for each in tiers if each[name]}
        for name, view in VIEWS.items()
        if view.has_tiers
    }
    at_risk = {name: sum(each[f"{name}_at_risk"] for each in tiers) for name in by_tier}
    failed, message, entry, named, away, approvals = others
    return Counts(
        **whole,
        failed=failed,
        newest_message=message,
        newest_entry=entry,
        named=named,
        away_until=away,
        approvals=approvals,
        by_tier=by_tier,
        at_risk=at_risk,
    )
