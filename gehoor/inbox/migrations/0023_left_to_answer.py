from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0022_found_emergencies"),
    ]

    operations = [
        migrations.AlterField(
            model_name="bulkact",
            name="act",
            field=models.CharField(
                choices=[
                    ("tag", "Add a label"),
                    ("assign", "Assign"),
                    ("seen", "Seen, no action"),
                    ("finish", "Finish"),
                    ("snooze", "Put off"),
                    ("inbox", "Leave to answer"),
                ],
                max_length=6,
            ),
        ),
    ]
