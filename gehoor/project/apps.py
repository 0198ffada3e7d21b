"""How Django knows the wiring."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "gehoor.project"
