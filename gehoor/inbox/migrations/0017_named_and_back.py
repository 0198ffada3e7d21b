import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Until now a moment that is still to come, on what is not put off, said that somebody wrote.
SOMEBODY_WROTE = """
UPDATE inbox_conversation SET back_because = 'contact'
WHERE status = 'open' AND NOT is_snoozed AND snoozed_until > now()
"""


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0016_draft_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="back_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", ""),
                    ("time", "Its time had come"),
                    ("contact", "Whoever it is with wrote"),
                    ("other", "Somebody else turned to us"),
                ],
                db_default="",
                default="",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="snoozed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("back_because", ""),
                    models.Q(("is_snoozed", False), ("status", "open")),
                    _connector="OR",
                ),
                name="what_came_back_is_work",
            ),
        ),
        migrations.RunSQL(SOMEBODY_WROTE, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Naming",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="namings",
                        to="inbox.message",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "-id"], name="inbox_naming_newest"),
                    models.Index(
                        condition=models.Q(("seen_at__isnull", True)),
                        fields=["user"],
                        name="inbox_naming_unseen",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("message", "user"), name="named_once_in_a_note"
                    ),
                ],
            },
        ),
    ]
