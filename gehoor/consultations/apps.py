"""How Django knows this room."""

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "gehoor.consultations"
    default_auto_field = "django.db.models.BigAutoField"
