"""Everything asked of when a second person looks first."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

from gehoor.kit.portable import in_order, values
from gehoor.people.models import Team
from gehoor.people.policies import Place
from gehoor.second_eyes.models import CaseName, Caution, Mailed

OF_CAUTION = (
    "in_crisis_since",
    "words",
    "guards_cases",
    "case_rule",
    "case_forms",
    "mails_approvers",
)
# Asked for every answer and every conversation that is opened, so it is one question and no rows.
AGREED = """
SELECT c.team_id, c.in_crisis_since IS NOT NULL, c.words, c.guards_cases, c.case_rule, c.case_forms,
       ARRAY(SELECT user_id FROM second_eyes_caution_trainees WHERE caution_id = c.id),
       ARRAY(SELECT user_id FROM second_eyes_caution_judges WHERE caution_id = c.id),
       coalesce((SELECT json_agg(json_build_array(n.name, n.until)) FROM second_eyes_casename n
                 WHERE n.caution_id = c.id AND c.guards_cases), '[]')
FROM second_eyes_caution c WHERE c.team_id = ANY(%(teams)s) ORDER BY c.team_id
"""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What one team agreed."""

    team: int
    in_crisis: bool
    words: str
    guards_cases: bool
    case_rule: str
    case_forms: str
    trainees: Collection[int]
    judges: Collection[int]
    case_names: Collection[tuple[str, date]] = field(repr=False)


def agreed_in(teams: Collection[int]) -> list[Agreed]:
    """Return what these teams agreed; nothing for one that agreed nothing."""
    with connection.cursor() as cursor:
        cursor.execute(AGREED, {"teams": list(teams)})
        return [_agreed(row) for row in cursor.fetchall()]


def _agreed(row: Sequence[Any]) -> Agreed:
    *facts, names = row
    return Agreed(*facts, [(name, date.fromisoformat(until)) for name, until in names])  # type: ignore[call-arg]


def cautions() -> dict[int, Caution]:
    """Return what was agreed, by team."""
    found = Caution.objects.prefetch_related("trainees", "judges")
    return {caution.team_id: caution for caution in found}


def find_caution(team: int) -> Caution:
    """Return what a team agreed, or how it is when nothing was."""
    found = Caution.objects.prefetch_related("trainees", "judges").filter(team=team).first()
    return found or Caution(team_id=team)


def find_team(pk: int) -> tuple[Team, Place] | None:
    """Return a team with who may agree something for it, and who was named to judge there."""
    team = Team.objects.filter(pk=pk).first()
    return (team, place_of_team(pk)) if team else None


def place_of_team(team: int) -> Place:
    return Place(team, named=judges_of(team))


def judges_of(team: int) -> frozenset[int]:
    found = Caution.judges.through.objects.filter(caution__team=team)
    return frozenset(found.values_list("user_id", flat=True))


def names_of(team: int) -> Collection[CaseName]:
    return list(CaseName.objects.filter(caution__team=team).order_by("name", "pk"))


def find_name(pk: int) -> tuple[CaseName, Place] | None:
    """Return a name with where it is: whoever is named as judge there may see it, too."""
    found = CaseName.objects.filter(pk=pk).select_related("caution__team").first()
    if found is None:
        return None
    return found, place_of_team(found.caution.team_id)


@dataclass(frozen=True, slots=True)
class Told:
    """Of whom it is known that they were mailed that answers wait, and up to which."""

    lately: Collection[int]
    upto: Mapping[int, datetime | None]

    def is_due(self, user: int, newest: datetime) -> bool:
        """May they be mailed now about what was asked then?"""
        known = self.upto.get(user)
        return user not in self.lately and (known is None or known < newest)


def mailed(*, since: datetime) -> Told:
    """Return who was mailed; lately is who was since then."""
    rows = list(Mailed.objects.values_list("user_id", "at", "upto"))
    lately = {user for user, at, _ in rows if at > since}
    return Told(lately, {user: upto for user, _, upto in rows})


def teams_without_mail() -> frozenset[int]:
    """Return the teams that agreed that nobody is mailed that an answer waits."""
    off = Caution.objects.filter(mails_approvers=False)
    return frozenset(off.values_list("team_id", flat=True))


def caution_records() -> Iterator[dict[str, Any]]:
    """Return what teams agreed as the open format has it."""
    rows = Caution.objects.prefetch_related("trainees", "judges", "case_names")
    for caution in in_order(rows):
        yield {
            **values(caution, id="pk", team="team_id", **{name: name for name in OF_CAUTION}),
            "trainees": sorted(each.pk for each in caution.trainees.all()),
            "judges": sorted(each.pk for each in caution.judges.all()),
            "case_names": [
                values(each, name="name", until="until")
                for each in sorted(caution.case_names.all(), key=lambda each: each.pk)
            ],
        }
