from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0004_history")]

    operations = [
        migrations.AddField(
            model_name="channel",
            name="learned",
            field=models.JSONField(db_default={}, default=dict),
        ),
    ]
