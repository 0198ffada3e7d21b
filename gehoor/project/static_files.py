"""Static files with immutable names, also for the modules our scripts import."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ImmutableStaticFiles(CompressedManifestStaticFilesStorage):
    """Names carry a hash once `collectstatic` has run; before that they are plain."""

    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        # Tests and a first start have nothing collected yet: the finders then serve plain names.
        return super().stored_name(name) if self.hashed_files else name
