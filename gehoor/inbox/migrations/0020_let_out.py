from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0019_looks_for_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="reply",
            name="let_out",
            field=models.JSONField(db_default=[], default=list),
        ),
    ]
