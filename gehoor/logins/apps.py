"""How Django knows this room."""

from django.apps import AppConfig


class LoginsConfig(AppConfig):
    name = "gehoor.logins"
    default_auto_field = "django.db.models.BigAutoField"
