from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0006_around"),
        ("contacts", "0002_profile"),
        ("inbox", "0020_let_out"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="savedview",
            name="only_at_risk",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RemoveIndex(
            model_name="conversation",
            name="inbox_by_tier",
        ),
        migrations.RemoveIndex(
            model_name="conversation",
            name="inbox_assigned_by_tier",
        ),
        migrations.RemoveIndex(
            model_name="conversation",
            name="inbox_counted_by_tier",
        ),
        migrations.AddField(
            model_name="conversation",
            name="clock_stops",
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name="conversation",
            name="due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="conversation",
            name="is_clock_stopped",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="conversation",
            name="term_of",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="conversation",
            name="is_emergency",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="conversation",
            name="warn_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="conversation",
            name="turn",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(then=models.Value(2), waiting_since__isnull=True),
                    models.When(due_at__isnull=True, then=models.Value(1)),
                    default=models.Value(0),
                ),
                output_field=models.PositiveSmallIntegerField(),
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="turn_at",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        due_at__isnull=False, then=models.F("due_at"), waiting_since__isnull=False
                    ),
                    default=models.F("sort_at"),
                ),
                output_field=models.DateTimeField(),
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="has_old_term",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        models.Q(
                            ("status", "open"),
                            ("waiting_since__isnull", False),
                            models.Q(
                                ("term_of__isnull", True),
                                models.Q(("term_of", models.F("waiting_since")), _negated=True),
                                models.Q(("is_clock_stopped", True), ("is_snoozed", False)),
                                models.Q(
                                    ("is_clock_stopped", True), ("snoozed_until__isnull", False)
                                ),
                                models.Q(
                                    ("is_clock_stopped", False),
                                    ("is_snoozed", True),
                                    ("snoozed_until__isnull", True),
                                ),
                                _connector="OR",
                            ),
                        ),
                        then=models.Value(True),
                    ),
                    default=models.Value(False),
                ),
                output_field=models.BooleanField(),
            ),
        ),
        migrations.AddField(
            model_name="conversation",
            name="rank",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(is_emergency=True, then=models.Value(0)),
                    default=models.F("tier"),
                    output_field=models.PositiveSmallIntegerField(),
                ),
                output_field=models.PositiveSmallIntegerField(),
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_at__isnull", True), ("warn_at__isnull", True)),
                    ("due_at__gte", models.F("warn_at")),
                    _connector="OR",
                ),
                name="a_warning_comes_before",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("is_snoozed", False), ("status", "open")),
                fields=["rank", "turn", "turn_at", "id"],
                name="inbox_in_turn",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("is_snoozed", False), ("status", "open")),
                fields=["assignee", "rank", "turn", "turn_at", "id"],
                name="inbox_assigned_in_turn",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("status", "open"), ("has_problem", True), _connector="OR"),
                fields=[
                    "channel",
                    "rank",
                    "assignee",
                    "status",
                    "is_snoozed",
                    "has_problem",
                    "turn",
                    "warn_at",
                ],
                name="inbox_counted_by_rank",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("has_old_term", True)), fields=["id"], name="inbox_old_term"
            ),
        ),
    ]
