import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("channels", "0006_around"),
        ("inbox", "0025_routed"),
        ("people", "0002_names_and_addresses"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True)),
                ("position", models.PositiveIntegerField()),
                ("is_on", models.BooleanField(db_default=True, default=True)),
                (
                    "when",
                    models.CharField(
                        choices=[("arrival", "A message comes in"), ("label", "A label is set")],
                        max_length=7,
                    ),
                ),
                ("on_tag", models.CharField(blank=True, db_default="", default="", max_length=40)),
                ("way", models.CharField(blank=True, db_default="", default="", max_length=8)),
                ("sender", models.CharField(blank=True, db_default="", default="", max_length=320)),
                ("words", models.TextField(blank=True, db_default="", default="", max_length=2000)),
                ("tag", models.CharField(blank=True, db_default="", default="", max_length=40)),
                ("is_urgent", models.BooleanField(db_default=False, default=False)),
                (
                    "channel",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="channels.channel",
                    ),
                ),
                (
                    "to_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "passed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("returned_at", models.DateTimeField(null=True)),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="inbox.conversation",
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
                (
                    "rule",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="passages",
                        to="routing.rule",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to_team__isnull", False),
                    models.Q(("tag", ""), _negated=True),
                    ("is_urgent", True),
                    _connector="OR",
                ),
                name="a_rule_does_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("when", "label"), models.Q(("on_tag", ""), _negated=True)),
                    models.Q(("on_tag", ""), ("when", "arrival")),
                    _connector="OR",
                ),
                name="a_rule_about_labels_names_one",
            ),
        ),
        migrations.AddIndex(
            model_name="passage",
            index=models.Index(fields=["passed_at"], name="passage_by_moment"),
        ),
    ]
