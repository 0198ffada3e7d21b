"""Static files with immutable names, also for the modules our scripts import."""

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

LOADS_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""the policy of what is no page: stricter than that of pages, and short: it goes with each"""


class StaticFiles(WhiteNoiseMiddleware):
    """Serves them whole: ours are small, and Django warns of files streamed from an ASGI server."""

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        found = static_file.get_response(request.method, request.META)
        body = b""
        if found.file is not None:
            with found.file:
                body = found.file.read()
        response = HttpResponse(body, status=int(found.status))
        del response.headers["Content-Type"]
        for name, value in found.headers:
            response.headers[name] = value
        response.headers["Content-Security-Policy"] = LOADS_NOTHING
        return response


class ImmutableStaticFiles(CompressedManifestStaticFilesStorage):
    """Names carry a hash once `collectstatic` has run; before that they are plain."""

    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        # Tests and a first start have nothing collected yet: the finders then serve plain names.
        return str(super().stored_name(name)) if self.hashed_files else name
