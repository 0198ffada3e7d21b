"""How Django knows this room."""

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "gehoor.routing"
    default_auto_field = "django.db.models.BigAutoField"
