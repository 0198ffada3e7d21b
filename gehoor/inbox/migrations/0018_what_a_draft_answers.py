from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0017_named_and_back"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="answers",
            field=models.CharField(blank=True, db_default="", default="", max_length=1000),
        ),
    ]
