"""How Django knows this room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "gehoor.audit"
    default_auto_field = "django.db.models.BigAutoField"
