"""How Django knows this room."""

from django.apps import AppConfig


class SkillsConfig(AppConfig):
    name = "gehoor.skills"
    default_auto_field = "django.db.models.BigAutoField"
