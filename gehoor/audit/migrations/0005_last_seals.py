"""The last seal of each server is asked for every few seconds, however many seals there are."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0004_by_moment")]
    operations: ClassVar = [
        migrations.AddIndex(
            "seal", models.Index(fields=["server", "number"], name="audit_seal_by_server")
        ),
    ]
