from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("inbox", "0013_tiers_and_snooze")]

    operations = [
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=Q(is_snoozed=False) | Q(status="open"), name="what_is_snoozed_is_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=Q(tier__range=(1, 3)), name="there_are_three_tiers"
            ),
        ),
        *[
            migrations.RemoveIndex(model_name="conversation", name=name)
            for name in ("inbox_open", "inbox_assigned", "inbox_counted")
        ],
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                fields=["tier", "rests", "sort_at", "id"],
                condition=Q(status="open", is_snoozed=False),
                name="inbox_by_tier",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                fields=["assignee", "tier", "rests", "sort_at", "id"],
                condition=Q(status="open", is_snoozed=False),
                name="inbox_assigned_by_tier",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                fields=["snoozed_until", "id"], condition=Q(is_snoozed=True), name="inbox_snoozed"
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                fields=["channel", "tier", "assignee", "status", "is_snoozed", "has_problem"],
                condition=Q(status="open") | Q(has_problem=True),
                name="inbox_counted_by_tier",
            ),
        ),
    ]
