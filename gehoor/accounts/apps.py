"""How Django knows this room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "gehoor.accounts"
    default_auto_field = "django.db.models.BigAutoField"
