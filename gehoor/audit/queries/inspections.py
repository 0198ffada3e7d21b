"""What the log tells of inspections: it is where they are kept, because nothing leaves it."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import QuerySet
from django.db.models.functions import Now

from gehoor.audit.models import Entry

BEGUN, ENDED = "inspection.begun", "inspection.ended"
INSPECTED = "conversation.inspected"
INSPECTION = "inspection"
"""the subject of its beginning and end, with the number of whoever looks in"""
OPENED = "opened_in"
"""the subject of what was opened in it, with the number of the line that began it"""

# A piece of what is asked for every page: %(user)s is whoever asks for it.
INSPECTING = """
    SELECT json_build_array(begun.id, ends.at, now())
    FROM audit_entry AS begun
    CROSS JOIN LATERAL (
        SELECT begun.at + make_interval(mins => (begun.details ->> 'minutes')::int) AS at) AS ends
    WHERE begun.subject = 'inspection' AND begun.subject_id = %(user)s::bigint
        AND begun.act = 'inspection.begun' AND ends.at > now() AND NOT EXISTS (
            SELECT 1 FROM audit_entry AS later WHERE later.subject = 'inspection'
            AND later.subject_id = %(user)s::bigint AND later.id > begun.id)
"""

# Another: every inspection that is going on, with who is in it and whose it is about. All there
# ever were are few, and so found first; of a busy log even some hours are many lines.
INSPECTED_NOW = """
    WITH acts AS MATERIALIZED (
        SELECT id, act, at, subject_id, details FROM audit_entry WHERE subject = 'inspection')
    SELECT coalesce(json_agg(json_build_array(begun.subject_id, begun.details -> 'teams')), '[]')
    FROM acts AS begun WHERE begun.act = 'inspection.begun'
        AND begun.at + make_interval(mins => (begun.details ->> 'minutes')::int) > now()
        AND NOT EXISTS (SELECT 1 FROM acts AS later
            WHERE later.subject_id = begun.subject_id AND later.id > begun.id)
"""


def acts_of_inspections(*, within: timedelta) -> Sequence[Entry]:
    """Return what began and ended lately, oldest first."""
    return list(_acts().filter(at__gt=Now() - within).order_by("pk"))


def acts_since_inspection(number: int) -> Sequence[Entry]:
    """Return the line that began an inspection, and what its person began or ended after it."""
    begun = _acts().filter(pk=number, act=BEGUN).first()
    if begun is None:
        return []
    later = _acts().filter(subject_id=begun.subject_id, pk__gt=number).order_by("pk")
    return [begun, *later[:1]]


def opened_in(numbers: Sequence[int]) -> dict[int, list[int]]:
    """Return the conversations that were opened in each of these inspections, in that order."""
    found: dict[int, list[int]] = {number: [] for number in numbers}
    lines = Entry.objects.filter(subject=OPENED, subject_id__in=numbers, act=INSPECTED)
    for number, conversation in lines.order_by("pk").values_list("subject_id", "conversation_id"):
        if conversation and conversation not in found[number]:
            found[number].append(conversation)
    return found


def _acts() -> QuerySet[Entry]:
    return Entry.objects.filter(subject=INSPECTION).select_related("actor")


def newest_begun(person: int) -> int:
    """Return the number of the line in which somebody began their newest one; 0 without any."""
    found = _acts().filter(subject_id=person, act=BEGUN).order_by("-pk")
    return found.values_list("pk", flat=True).first() or 0
