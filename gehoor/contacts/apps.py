"""How Django knows this room."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "gehoor.contacts"
    default_auto_field = "django.db.models.BigAutoField"
