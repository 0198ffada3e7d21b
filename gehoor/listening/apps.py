"""How Django knows this room."""

from django.apps import AppConfig


class ListeningConfig(AppConfig):
    name = "gehoor.listening"
    default_auto_field = "django.db.models.BigAutoField"
