"""Everything that changes when a second person looks first."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from gehoor.kit.portable import go_on_counting
from gehoor.second_eyes.models import CaseName, Caution, Mailed
from gehoor.second_eyes.queries import OF_CAUTION


def keep(
    caution: Caution,
    facts: Mapping[str, Any],
    *,
    trainees: Collection[int],
    judges: Collection[int],
) -> list[str]:
    """Keep what a team agreed; return the names of what was different. Needs a transaction."""
    changed = [name for name, value in facts.items() if getattr(caution, name) != value]
    for name in changed:
        setattr(caution, name, facts[name])
    if changed or caution.pk is None:
        caution.save()
    for name, people in (("trainees", trainees), ("judges", judges)):
        there = getattr(caution, name)
        if set(there.values_list("pk", flat=True)) != set(people):
            there.set(people)
            changed.append(name)
    return changed


def caution_of(team: int) -> Caution:
    """Return what a team agreed, locked; new when it agreed nothing yet. Needs a transaction."""
    Caution.objects.get_or_create(team_id=team)
    return Caution.objects.select_for_update().get(team=team)


def switch_crisis(caution: Caution, *, since: datetime | None) -> bool:
    """Let the first statement in a crisis wait for a second person, or no longer; tells whether
    that is news."""
    is_news = (caution.in_crisis_since is None) != (since is None)
    if is_news:
        caution.in_crisis_since = since
        caution.save(update_fields=["in_crisis_since"])
    return is_news


def end_crisis(teams: Collection[int]) -> list[int]:
    """The first statement was looked at; return the teams of which it was."""
    waiting = Caution.objects.filter(team__in=teams, in_crisis_since__isnull=False)
    found = list(waiting.values_list("team_id", flat=True))
    waiting.update(in_crisis_since=None)
    return found


def begin_crisis_again(teams: Collection[int], *, since: datetime) -> None:
    """The first statement was taken back before it left: the next is the first."""
    Caution.objects.filter(team__in=teams, in_crisis_since=None).update(in_crisis_since=since)


def add_name(caution: Caution, *, name: str, until: date) -> CaseName:
    return CaseName.objects.create(caution=caution, name=name, until=until)


def forget_name(name: CaseName) -> None:
    name.delete()


def forget_ended_names(*, today: date) -> int:
    """Remove the names whose last day has passed; return how many."""
    return CaseName.objects.filter(until__lt=today).delete()[0]


def note_mailed(user: int, *, upto: datetime, now: datetime, since: datetime) -> bool:
    """Note that a colleague is mailed about what was asked up to then; False when they were mailed
    since `since`, or about all of it."""
    facts = {"at": now, "upto": upto}
    if Mailed.objects.get_or_create(user_id=user, defaults=facts)[1]:
        return True
    due = Q(upto=None) | Q(upto__lt=upto)
    return Mailed.objects.filter(due, user=user, at__lte=since).update(**facts) > 0


def note_not_mailed(user: int) -> None:
    """The mail did not leave: they are told of it with the next."""
    Mailed.objects.filter(user=user).update(upto=None)


def add_caution_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make rows out of records of the open format; teams and people are there."""
    for record in records:
        caution = Caution.objects.create(
            pk=record["id"], team_id=record["team"], **{name: record[name] for name in OF_CAUTION}
        )
        caution.trainees.set(record["trainees"])
        caution.judges.set(record["judges"])
        CaseName.objects.bulk_create(
            CaseName(caution=caution, name=each["name"], until=each["until"])
            for each in record["case_names"]
        )
    go_on_counting(Caution)
