from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbox", "0021_terms")]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="emergency_kind",
            field=models.CharField(blank=True, db_default="", default="", max_length=8),
        ),
        migrations.AddField(
            model_name="conversation",
            name="emergency_words",
            field=models.CharField(blank=True, db_default="", default="", max_length=80),
        ),
    ]
