"""How Django knows this room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "gehoor.people"
    default_auto_field = "django.db.models.BigAutoField"
