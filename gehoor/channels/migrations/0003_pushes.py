"""The address a platform pushes to, and its secret."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0002_circuits"),
    ]

    operations = [
        migrations.AddField(
            model_name="channel",
            name="push_key",
            field=models.CharField(max_length=32, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="channel",
            name="push_secret",
            field=models.BinaryField(default=b""),
        ),
    ]
