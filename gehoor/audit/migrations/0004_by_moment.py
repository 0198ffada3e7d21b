"""Who saw what in a period is asked by moment."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0003_seals")]
    operations: ClassVar = [
        migrations.AddIndex("entry", models.Index(fields=["at"], name="audit_by_moment")),
    ]
