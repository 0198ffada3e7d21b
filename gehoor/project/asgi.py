"""The ASGI application: Django, behind the doors that need not pass through it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gehoor.project.settings")

from django.core.asgi import get_asgi_application

application = get_asgi_application()
