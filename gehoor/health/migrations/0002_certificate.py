"""Until when the certificates of the servers we connect to are good."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("health", "0001_initial")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("host", models.CharField(max_length=255, unique=True)),
                ("ends_at", models.DateTimeField()),
                ("read_at", models.DateTimeField()),
            ],
        ),
    ]
