"""How far the clock of a process is from the database's."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("health", "0003_stuck_threads")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="heartbeat",
            name="clock_off",
            field=models.IntegerField(db_default=0, default=0),
        ),
    ]
