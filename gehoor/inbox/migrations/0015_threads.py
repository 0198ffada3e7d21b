import django.db.models.deletion
from django.db import migrations, models

OUTCOMES = [
    ("", ""),
    ("answered", "Answered"),
    ("handled", "Handled without a reply"),
    ("seen", "Seen, no action"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0006_around"),
        ("inbox", "0014_sorted_by_tier"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="is_around",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="message",
            name="is_question",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="message",
            name="outcome",
            field=models.CharField(
                blank=True, choices=OUTCOMES, db_default="", default="", max_length=10
            ),
        ),
        # What came in before this was read is known by its sign; what comes in now also by its words.
        migrations.RunSQL(
            "UPDATE inbox_message m SET is_question = true FROM inbox_conversation c"
            " WHERE c.id = m.conversation_id AND c.thread <> '' AND m.kind = 'in'"
            " AND position('?' IN m.text) > 0",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("is_around", True)),
                fields=["conversation"],
                name="message_around",
            ),
        ),
        migrations.CreateModel(
            name="Looking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("looked_at", models.DateTimeField(null=True)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            ("whole", "Whole"),
                            ("part", "Part"),
                            ("gone", "Gone"),
                        ],
                        default="",
                        max_length=5,
                    ),
                ),
                ("misses", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.TextField(blank=True)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="channels.channel",
                    ),
                ),
                (
                    "conversation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="looking",
                        to="inbox.conversation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["channel", "due_at"],
                        name="looking_due",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="bulkact",
            name="thread",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="inbox.conversation",
            ),
        ),
        migrations.AddField(
            model_name="bulkitem",
            name="message",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="inbox.message",
            ),
        ),
        migrations.RemoveConstraint(model_name="bulkitem", name="once_in_a_bulk_act"),
        migrations.AddConstraint(
            model_name="bulkitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("message__isnull", True)),
                fields=("bulk", "conversation"),
                name="once_in_a_bulk_act",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("message__isnull", False)),
                fields=("bulk", "message"),
                name="message_once_in_a_bulk_act",
            ),
        ),
    ]
