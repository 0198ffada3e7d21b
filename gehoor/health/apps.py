"""How Django knows this room."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "gehoor.health"
    default_auto_field = "django.db.models.BigAutoField"
