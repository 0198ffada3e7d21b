"""How Django knows this room."""

from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "gehoor.roster"
    default_auto_field = "django.db.models.BigAutoField"
