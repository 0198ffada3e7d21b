"""How Django knows this room."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "gehoor.planning"
    default_auto_field = "django.db.models.BigAutoField"
