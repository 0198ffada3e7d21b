"""What we want otherwise than allauth does by itself."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class NoSignUp(DefaultAccountAdapter):  # type: ignore[misc]
    """Colleagues are invited; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
