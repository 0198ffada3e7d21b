"""Which work of a process that lives gets no further, and since when."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("health", "0002_certificate")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="heartbeat",
            name="stuck",
            field=models.CharField(blank=True, db_default="", default="", max_length=100),
        ),
        migrations.AddField(
            model_name="heartbeat",
            name="stuck_since",
            field=models.DateTimeField(null=True),
        ),
    ]
