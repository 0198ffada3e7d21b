"""How Django knows this room."""

from django.apps import AppConfig


class SecondEyesConfig(AppConfig):
    name = "gehoor.second_eyes"
    default_auto_field = "django.db.models.BigAutoField"
