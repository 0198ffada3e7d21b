"""How Django knows this room."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "gehoor.channels"
    default_auto_field = "django.db.models.BigAutoField"
