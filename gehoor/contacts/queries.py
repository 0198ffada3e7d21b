"""Everything asked of contacts."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models.functions import Now

from gehoor.contacts.models import Address, Block, Consent, Contact
from gehoor.contacts.rules import fold
from gehoor.kit.portable import flat, in_order, values


def contact_records() -> Iterator[dict[str, Any]]:
    """Return contacts with their addresses as the open format has them."""
    for contact in in_order(Contact.objects.prefetch_related("addresses")):
        addresses = sorted(contact.addresses.all(), key=lambda address: address.pk)
        yield {
            **values(contact, "id", "name", "is_not_by_social", "created_at"),
            "addresses": [
                values(address, "kind", "handle", "shown", "profile") for address in addresses
            ],
        }


def block_records() -> Iterator[dict[str, Any]]:
    """Return blocks as the open format has them."""
    return flat(
        Block.objects.all(), "id", "contact", "reason", "by", "since", "until", "lifted_by",
        "lifted_at",
    )  # fmt: skip


def who_writes_from(kind: str, handle: str) -> int | None:
    """Return the contact who is known to write from this address."""
    found = Address.objects.filter(kind=kind, handle=handle).order_by("pk")
    return found.values_list("contact_id", flat=True).first()


def block_of(contact: int) -> Block | None:
    """Return what blocks somebody now."""
    standing = Block.objects.filter(contact=contact, lifted_at=None, until__gt=Now())
    return standing.select_related("by").order_by("-pk").first()


def blocked_among(contacts: Collection[int]) -> dict[int, datetime]:
    """Return who of these is blocked now, and until when."""
    standing = Block.objects.filter(contact__in=contacts, lifted_at=None, until__gt=Now())
    return dict(standing.values_list("contact_id", "until"))


def consent_records() -> Iterator[dict[str, Any]]:
    """Return who may be quoted, and who took that back, as the open format has it."""
    return flat(
        Consent.objects.all(), "id", "contact", "purpose", "with_name", "given_on", "message",
        "by", "at", "withdrawn_by", "withdrawn_at",
    )  # fmt: skip


def standing_consents(contacts: Collection[int], purpose: str) -> dict[int, Consent]:
    """Return who of these may be quoted for a purpose now."""
    found = Consent.objects.filter(contact__in=contacts, purpose=purpose, withdrawn_at=None)
    return {each.contact_id: each for each in found}


def consents_of(contact: int) -> list[Consent]:
    """Return what somebody said yes to, also what they took back, the newest first."""
    found = Consent.objects.filter(contact=contact).select_related("by", "withdrawn_by")
    return list(found.order_by("-pk"))


def is_not_by_social(kind: str, handle: str) -> bool:
    """Did whoever writes from this address ask not to be helped by social media?"""
    known = Address.objects.filter(kind=kind, handle=fold(handle))
    return known.filter(contact__is_not_by_social=True).exists()
