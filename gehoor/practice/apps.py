"""How Django knows this room."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "gehoor.practice"
    default_auto_field = "django.db.models.BigAutoField"
