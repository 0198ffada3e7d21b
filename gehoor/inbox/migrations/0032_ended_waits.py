import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# When what ended before this did so, nobody knows any more: it is left out, and not noted as of now.
SEEN_TO = """
UPDATE inbox_conversation SET noted_of = term_of
WHERE term_of IS NOT NULL AND (waiting_since IS NULL OR waiting_since > term_of)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0007_private_only"),
        ("contacts", "0004_block"),
        ("inbox", "0031_approvals"),
        ("knowledge", "0004_agenda"),
        ("people", "0003_absence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EndedWait",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField()),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ended_wait",
                        to="inbox.message",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="endedwait",
            index=models.Index(fields=["ended_at"], name="inbox_wait_ended"),
        ),
        migrations.AddField(
            model_name="conversation",
            name="noted_of",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(SEEN_TO, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="conversation",
            name="has_unnoted_end",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        models.Q(
                            models.Q(
                                ("term_of__isnull", False),
                                models.Q(
                                    ("waiting_since__isnull", True),
                                    ("waiting_since__gt", models.F("term_of")),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("noted_of__isnull", True),
                                    models.Q(("noted_of", models.F("term_of")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            ("waiting_since__lte", models.F("noted_of")),
                            _connector="OR",
                        ),
                        then=models.Value(True),
                    ),
                    default=models.Value(False),
                ),
                output_field=models.BooleanField(),
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("has_unnoted_end", True)), fields=["id"], name="inbox_unnoted"
            ),
        ),
    ]
