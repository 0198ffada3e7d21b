from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_profile")]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="is_not_by_social",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
