"""Everything asked of the organisation."""

from gehoor.organisation.models import ONLY, Organisation


def ours() -> Organisation:
    """Return the organisation as it is kept, or an empty one that was never saved."""
    return Organisation.objects.filter(pk=ONLY).first() or Organisation(pk=ONLY)


def name() -> str:
    """Return what the organisation is called; empty while nobody told. Asked for every page."""
    found = Organisation.objects.filter(pk=ONLY).values_list("name", flat=True).first()
    return found or ""


def is_set_up() -> bool:
    """Has somebody come to the end of setting up?"""
    return Organisation.objects.filter(pk=ONLY, set_up_at__isnull=False).exists()
