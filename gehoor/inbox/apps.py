"""How Django knows this room."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "gehoor.inbox"
    default_auto_field = "django.db.models.BigAutoField"
