from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="address",
            name="profile",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
    ]
