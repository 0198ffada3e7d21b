"""Everything asked of contacts."""

from collections.abc import Iterator
from typing import Any

from gehoor.contacts.models import Address, Contact
from gehoor.contacts.rules import fold
from gehoor.kit.portable import in_order, values


def contact_records() -> Iterator[dict[str, Any]]:
    """Return contacts with their addresses as the open format has them."""
    for contact in in_order(Contact.objects.prefetch_related("addresses")):
        addresses = sorted(contact.addresses.all(), key=lambda address: address.pk)
        yield {
            **values(
                contact,
                id="pk",
                name="name",
                is_not_by_social="is_not_by_social",
                created_at="created_at",
            ),
            "addresses": [
                values(address, kind="kind", handle="handle", shown="shown", profile="profile")
                for address in addresses
            ],
        }


def who_writes_from(kind: str, handle: str) -> int | None:
    """Return the contact who is known to write from this address."""
    found = Address.objects.filter(kind=kind, handle=handle).order_by("pk")
    return found.values_list("contact_id", flat=True).first()


def is_not_by_social(kind: str, handle: str) -> bool:
    """Did whoever writes from this address ask not to be helped by social media?"""
    known = Address.objects.filter(kind=kind, handle=fold(handle))
    return known.filter(contact__is_not_by_social=True).exists()
