from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbox", "0008_bulk_acts")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="visibility",
            field=models.CharField(blank=True, db_default="", default="", max_length=9),
        ),
        migrations.AddField(
            model_name="message",
            name="is_to_us",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="message",
            name="gone_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="attachment",
            name="description",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="reply",
            name="visibility",
            field=models.CharField(blank=True, db_default="", default="", max_length=9),
        ),
    ]
