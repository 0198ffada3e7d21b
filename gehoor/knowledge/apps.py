"""How Django knows this room."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "gehoor.knowledge"
    default_auto_field = "django.db.models.BigAutoField"
