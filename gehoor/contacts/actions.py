"""Everything that changes contacts and their addresses."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from gehoor.contacts.models import Address, Block, Consent, Contact
from gehoor.contacts.rules import LONGEST_HANDLE, LONGEST_NAME, fold
from gehoor.kit.portable import add_rows


def recognise(kind: str, names: Mapping[str, str]) -> dict[str, int]:
    """Return the contact of every handle in `names`, making those we never heard of.

    Keys of the answer are folded handles. Two processes that meet the same new handle at once end
    with one contact: the database decides, and the loser's contact is removed.
    """
    folded = {fold(handle): (handle, name) for handle, name in names.items()}
    known = _find(kind, list(folded))
    # In one order everywhere, so that two channels that meet the same people cannot deadlock.
    if missing := sorted(set(folded) - set(known)):
        made = Contact.objects.bulk_create(
            Contact(name=(folded[handle][1] or folded[handle][0])[:LONGEST_NAME])
            for handle in missing
        )
        Address.objects.bulk_create(
            (
                Address(
                    contact=contact,
                    kind=kind,
                    handle=handle,
                    shown=folded[handle][0][:LONGEST_HANDLE],
                )
                for handle, contact in zip(missing, made, strict=True)
            ),
            ignore_conflicts=True,
        )
        known |= _find(kind, missing)
        used = set(known.values())
        if lost := [contact.pk for contact in made if contact.pk not in used]:
            Contact.objects.filter(pk__in=lost).delete()
    return known


def keep_profiles(kind: str, profiles: Mapping[str, str]) -> None:
    """Keep what people tell about themselves, when it is something new."""
    folded = {fold(handle): text for handle, text in profiles.items() if text}
    if not folded:
        return  # mail tells nothing of anybody
    known = Address.objects.filter(kind=kind, handle__in=sorted(folded)).order_by("pk")
    changed = [address for address in known if address.profile != folded[address.handle]]
    for address in changed:
        address.profile = folded[address.handle]
    Address.objects.bulk_update(changed, ["profile"])


def prefer(contact: int, *, is_not_by_social: bool) -> bool:
    """Note whether somebody wants to be helped by social media; tells whether that is new."""
    found = Contact.objects.filter(pk=contact, is_not_by_social=not is_not_by_social)
    return bool(found.update(is_not_by_social=is_not_by_social))


def block(contact: int, *, reason: str, by_id: int, now: datetime, until: datetime) -> Block:
    """Block somebody until then; what blocked them before ends with it."""
    lift(contact, by_id=by_id, now=now)
    return Block.objects.create(
        contact_id=contact, reason=reason, by_id=by_id, since=now, until=until
    )


def lift(contact: int, *, by_id: int, now: datetime) -> bool:
    """End the block of somebody; false when there is none."""
    standing = Block.objects.filter(contact=contact, lifted_at=None, until__gt=now)
    return standing.update(lifted_by=by_id, lifted_at=now) > 0


def forget_blocks(*, ended_before: datetime) -> int:
    """Remove blocks that ended before then, with why they were made; return how many."""
    ended = Q(until__lt=ended_before) | Q(lifted_at__lt=ended_before)
    return Block.objects.filter(ended).delete()[0]


def note_consent(
    contact: int,
    *,
    purpose: str,
    with_name: bool,
    given_on: date,
    message: int | None,
    by_id: int,
    now: datetime,
) -> Consent:
    """Keep that somebody may be quoted; what stood for the same purpose ends with it."""
    withdraw_consent(contact, purpose=purpose, by_id=by_id, now=now)
    return Consent.objects.create(
        contact_id=contact, purpose=purpose, with_name=with_name, given_on=given_on,
        message=message, by_id=by_id, at=now,
    )  # fmt: skip


def withdraw_consent(contact: int, *, purpose: str, by_id: int, now: datetime) -> bool:
    """Somebody may not be quoted any more; false when they could not be."""
    standing = Consent.objects.filter(contact=contact, purpose=purpose, withdrawn_at=None)
    return standing.update(withdrawn_by=by_id, withdrawn_at=now) > 0


def add_consent_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make consents out of records of the open format; contacts and colleagues are there."""
    add_rows(Consent, records)


def add_unknown() -> int:
    """Return a new contact for a message that names no sender; never shared with another."""
    return Contact.objects.create().pk


def _find(kind: str, handles: list[str]) -> dict[str, int]:
    found = Address.objects.filter(kind=kind, handle__in=handles)
    return dict(found.values_list("handle", "contact_id"))


def add_contact_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make contacts out of records of the open format, under the numbers they had."""
    add_rows(Contact, records, "addresses")
    Address.objects.bulk_create(
        Address(contact_id=record["id"], **address)
        for record in records
        for address in record["addresses"]
    )


def add_block_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make blocks out of records of the open format; contacts and colleagues are there."""
    add_rows(Block, records)
