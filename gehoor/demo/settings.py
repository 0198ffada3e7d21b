"""Django's settings of the demo: those of every Gehoor, with the demo's own pages around them.

They load only for a home that was made for a demo; a real installation cannot be run with them.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from gehoor.project import settings as usual
from gehoor.project.environment import is_demo
from gehoor.project.settings import *  # noqa: F403

if not is_demo(usual.GEHOOR_HOME):
    raise ImproperlyConfigured(
        f"{usual.GEHOOR_HOME} is a real installation, and stays one. A demo makes a home of its "
        "own: `gehoor demo`."
    )

HERE = Path(__file__).resolve().parent
ROOT_URLCONF = "gehoor.demo.urls"
# Outside of everything that makes a page, so that no page can go without the mark; inside of what
# makes pages small.
_after = usual.MIDDLEWARE.index("gehoor.project.compression.Compression") + 1
MIDDLEWARE = [
    *usual.MIDDLEWARE[:_after],
    "gehoor.demo.marking.Marked",
    *usual.MIDDLEWARE[_after:],
]
_pages = {**usual.TEMPLATES[0], "DIRS": [HERE / "pages", usual.PACKAGE / "screens"]}
TEMPLATES = [_pages, *usual.TEMPLATES[1:]]
STATICFILES_DIRS = [*usual.STATICFILES_DIRS, HERE / "static"]
PASSWORD_HASHERS = ["gehoor.demo.hashing.Quick"]
# No mail at all leaves, to colleagues neither.
EMAIL_HOST = ""
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# Nothing travels far: packing static files would only be a part of a newcomer's wait.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("css", "js", "svg", "woff2")
