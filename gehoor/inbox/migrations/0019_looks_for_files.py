from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0018_what_a_draft_answers"),
    ]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="looks",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="attachment",
            name="look_at",
            field=models.DateTimeField(null=True),
        ),
    ]
