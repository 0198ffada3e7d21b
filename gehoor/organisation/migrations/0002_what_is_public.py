from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]

    operations = [
        migrations.AddField(
            "organisation",
            "public_numbers",
            models.TextField(blank=True, max_length=2000, default="", db_default=""),
        ),
        migrations.AddField(
            "organisation",
            "public_addresses",
            models.TextField(blank=True, max_length=2000, default="", db_default=""),
        ),
        migrations.AddField(
            "organisation",
            "public_names",
            models.TextField(blank=True, max_length=2000, default="", db_default=""),
        ),
        migrations.AddField(
            "organisation",
            "case_forms",
            models.TextField(
                blank=True, default="Z-2026-000123", db_default="Z-2026-000123", max_length=500
            ),
        ),
    ]
