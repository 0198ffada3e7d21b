from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_what_is_public")]

    operations = [
        migrations.AddField(
            "organisation",
            "emergency_words",
            models.TextField(blank=True, max_length=2000, default="", db_default=""),
        ),
        migrations.AddField(
            "organisation",
            "emergency_text",
            models.TextField(blank=True, max_length=1000, default="", db_default=""),
        ),
        migrations.AddField(
            "organisation",
            "answers_emergencies",
            models.BooleanField(default=False, db_default=False),
        ),
        migrations.AddField(
            "organisation",
            "emergency_answer",
            models.TextField(blank=True, max_length=1000, default="", db_default=""),
        ),
    ]
