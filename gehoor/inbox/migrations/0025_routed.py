import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0024_macros"),
        ("people", "0002_names_and_addresses"),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="routed_to",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.team",
            ),
        ),
        migrations.RemoveIndex(model_name="conversation", name="inbox_counted_by_rank"),
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
                    "routed_to",
                ],
                name="inbox_counted_with_teams",
            ),
        ),
        migrations.AddIndex(
            model_name="conversation",
            index=models.Index(
                condition=models.Q(("routed_to__isnull", False)),
                fields=["routed_to", "id"],
                name="inbox_routed",
            ),
        ),
    ]
