"""The second step of logging in, on allauth's tables: what is kept, locked up, and how."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from gehoor.kit.clock import about_now
from gehoor.kit.vault import Vault
from gehoor.logins.models import LastCode
from gehoor.logins.rules import CODE_LASTS, plain_code
from gehoor.people.models import User

SHELF = UUID("5f0c7f2e-6c7f-4e0b-9d61-8a2f3b1c9d10")
"""allauth does not say of which row it seals something, so all of it lies on one shelf"""
COUNTER = "counter"
MAYBE_COPIED = "maybe_copied_at"
REAL_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Steps(DefaultMFAAdapter):  # type: ignore[misc]
    """What allauth asks of us: secrets into the vault, our own name and address to the browser."""

    def encrypt(self, text: str) -> str:
        return Vault(settings.VAULT_KEYS).seal({"it": text}, row=SHELF, name="step").decode()

    def decrypt(self, encrypted_text: str) -> str:
        vault = Vault(settings.VAULT_KEYS)
        return vault.open(encrypted_text.encode(), row=SHELF, name="step")["it"]

    def get_totp_issuer(self) -> str:
        return (settings.ORGANISATION and f"Gehoor {settings.ORGANISATION}") or "Gehoor"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to the address people type, never to what a request says."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "", "name": "Gehoor"}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Allauth's mails are not ours."""


def matching_counter(secret: str, code: str, *, at: float) -> int | None:
    """Return which moment this code is of: now, or half a minute to either side."""
    middle = int(at) // CODE_LASTS
    for counter in (middle - 1, middle, middle + 1):
        if constant_time_compare(plain_code(code), format_hotp_value(hotp_value(secret, counter))):
            return counter
    return None


@transaction.atomic
def add_app(user: User, secret: str, code: str) -> bool:
    """Let an authenticator app be a second step, when its first code is right."""
    counter = matching_counter(secret, code, at=about_now().timestamp())
    if counter is None:
        return False
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(user, secret)
    LastCode.objects.update_or_create(user=user, defaults={"counter": counter})
    return True


def add_passkey(user: User, *, name: str, credential: dict[str, Any]) -> None:
    WebAuthn.add(user, name, credential)


@transaction.atomic
def count_use(passkey: Authenticator, counter: int) -> bool:
    """Has this passkey signed oftener than when it was last used here?

    One that counts must count further: a copy of it counts for itself, so that one of the two
    falls behind. One that never counts says nought each time. See step 22 of
    https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion
    """
    kept = Authenticator.objects.select_for_update().get(pk=passkey.pk)
    before = kept.data.get(COUNTER, kept.wrap().authenticator_data.counter)
    is_right: bool = counter > before or counter == before == 0
    if is_right:
        kept.data[COUNTER] = counter
    else:
        kept.data[MAYBE_COPIED] = about_now().isoformat()
    kept.save(update_fields=["data"])
    return is_right


def use_app_code(user: User, code: str) -> bool:
    """Is this the code of now? A code works once, over all processes."""
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if app is None:
        return False
    counter = matching_counter(decrypt(app.data["secret"]), code, at=about_now().timestamp())
    if counter is None:
        return False
    LastCode.objects.get_or_create(user=user, defaults={"counter": 0})
    is_newer = LastCode.objects.filter(user=user, counter__lt=counter).update(counter=counter)
    if is_newer:
        app.record_usage()
    return bool(is_newer)


def use_recovery_code(user: User, code: str) -> bool:
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    if kept is None or not kept.wrap().validate_code(plain_code(code)):
        return False
    kept.refresh_from_db()
    kept.record_usage()
    return True


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Make new recovery codes; the old ones stop working."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    return codes


def remove_step(user: User, number: int) -> str:
    """Remove one second step; the recovery codes go with the last. Returns its kind, or nothing."""
    found = Authenticator.objects.filter(user=user, pk=number, type__in=REAL_STEPS).first()
    if found is None:
        return ""
    kind = str(found.type)
    found.delete()
    if not Authenticator.objects.filter(user=user, type__in=REAL_STEPS).exists():
        Authenticator.objects.filter(user=user).delete()
    return kind


def remove_steps(user: User) -> int:
    """Remove every second step somebody has; returns how many."""
    LastCode.objects.filter(user=user).delete()
    return int(Authenticator.objects.filter(user=user).delete()[0])


def default_name(user: User) -> str:
    """Return a name for a passkey that was given none."""
    count = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).count()
    return _("Passkey %(number)s") % {"number": count + 1}
