"""Who tried before is listed ahead; a generated column is made anew to be worked out otherwise."""

from django.db import migrations, models
from django.db.models import Case, F, Func, Q, When

INDEXES = {
    "inbox_in_turn": ["rank", "turn", "turn_at", "id"],
    "inbox_assigned_in_turn": ["assignee", "rank", "turn", "turn_at", "id"],
}


def head_start(column):
    return Func(
        F(column),
        template="((%(expressions)s AT TIME ZONE 'UTC') - interval '4 hours') AT TIME ZONE 'UTC'",
        output_field=models.DateTimeField(),
    )


class Migration(migrations.Migration):
    dependencies = [("inbox", "0026_together")]

    operations = [
        *(migrations.RemoveIndex("conversation", name) for name in INDEXES),
        migrations.RemoveField("conversation", "turn_at"),
        migrations.AddField(
            "conversation",
            "had_contact",
            models.CharField(
                blank=True,
                choices=[
                    ("", ""),
                    ("text", "They say so"),
                    ("person", "They wrote to us in the last two weeks"),
                    ("said", "A colleague says so"),
                ],
                db_default="",
                default="",
                max_length=6,
            ),
        ),
        migrations.AddField(
            "conversation",
            "turn_at",
            models.GeneratedField(
                db_persist=True,
                expression=Case(
                    When(
                        Q(waiting_since__isnull=False, due_at__isnull=False) & ~Q(had_contact=""),
                        then=head_start("due_at"),
                    ),
                    When(waiting_since__isnull=False, due_at__isnull=False, then=F("due_at")),
                    When(
                        Q(waiting_since__isnull=False) & ~Q(had_contact=""),
                        then=head_start("sort_at"),
                    ),
                    default=F("sort_at"),
                ),
                output_field=models.DateTimeField(),
            ),
        ),
        *(
            migrations.AddIndex(
                "conversation",
                models.Index(
                    condition=Q(("is_snoozed", False), ("status", "open")),
                    fields=fields,
                    name=name,
                ),
            )
            for name, fields in INDEXES.items()
        ),
    ]
