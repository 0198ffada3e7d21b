import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0006_around"),
        ("people", "0002_names_and_addresses"),
        ("planning", "0003_public_holidays"),
    ]

    operations = [
        migrations.CreateModel(
            name="Norm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("way", models.CharField(blank=True, default="", max_length=8)),
                ("sender", models.CharField(blank=True, default="", max_length=320)),
                ("kind", models.CharField(max_length=12)),
                ("number", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["channel", "way", "sender"],
            },
        ),
        migrations.CreateModel(
            name="OwnHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("keeps_days", models.BooleanField(default=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="block",
            name="a_block_is_weekly_or_special",
        ),
        migrations.RemoveConstraint(
            model_name="block",
            name="one_weekly_block",
        ),
        migrations.AddField(
            model_name="norm",
            name="channel",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="channels.channel",
            ),
        ),
        migrations.AddField(
            model_name="ownhours",
            name="channel",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="channels.channel",
            ),
        ),
        migrations.AddField(
            model_name="ownhours",
            name="team",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="people.team",
            ),
        ),
        migrations.AddField(
            model_name="block",
            name="own",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="blocks",
                to="planning.ownhours",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("special__isnull", True),
                        ("weekday__isnull", False),
                        ("weekday__range", (0, 6)),
                    ),
                    models.Q(
                        ("own__isnull", True), ("special__isnull", False), ("weekday__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="a_block_is_weekly_or_special",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.UniqueConstraint(
                condition=models.Q(("own__isnull", True)),
                fields=("weekday", "opens"),
                name="one_weekly_block",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.UniqueConstraint(
                fields=("own", "weekday", "opens"), name="one_own_block"
            ),
        ),
        migrations.AddConstraint(
            model_name="norm",
            constraint=models.UniqueConstraint(
                fields=("channel", "way", "sender"),
                name="one_norm_for_the_same",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="norm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["nothing", "minutes", "half_a_day", "same_day", "working_days"])
                ),
                name="known_norm",
            ),
        ),
        migrations.AddConstraint(
            model_name="norm",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["", "mail", "direct", "mention", "reaction"])),
                name="known_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="norm",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="a_norm_is_of_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="ownhours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel__isnull", True), ("team__isnull", False)),
                    models.Q(("channel__isnull", False), ("team__isnull", True)),
                    _connector="OR",
                ),
                name="own_hours_are_of_one",
            ),
        ),
    ]
