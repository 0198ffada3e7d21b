from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbox", "0003_saved_views")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="link",
            field=models.CharField(blank=True, db_default="", default="", max_length=2000),
        ),
    ]
