from django.db import migrations, models

# What stands on the conversation from now on, worked out of its messages. What nobody can be
# answered in was only found; where nobody in a thread names us, it was said on our pages.
FOUND = """
UPDATE inbox_conversation c SET tier = 3 FROM channels_channel ch
WHERE ch.id = c.channel_id AND ch.connector = 'feed'
"""
ON_OUR_PAGES = """
UPDATE inbox_conversation c SET tier = 2
FROM (SELECT m.conversation_id FROM inbox_message m WHERE m.kind = 'in'
      GROUP BY m.conversation_id HAVING NOT bool_or(m.is_to_us OR m.visibility = '')) other
WHERE c.id = other.conversation_id AND c.tier = 1
"""
ONLY_OURS = """
UPDATE inbox_conversation c SET tier = 2
WHERE c.is_public AND c.tier = 1 AND c.merged_into_id IS NULL
  AND NOT EXISTS (SELECT FROM inbox_message m WHERE m.conversation_id = c.id AND m.kind = 'in')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0005_learned"),
        ("inbox", "0012_referrals"),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="tier",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="conversation",
            name="is_snoozed",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="conversation",
            name="snoozed_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="bulkact",
            name="until",
            field=models.DateTimeField(null=True),
        ),
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
                ],
                max_length=6,
            ),
        ),
        *[
            migrations.RunSQL(fill, migrations.RunSQL.noop)
            for fill in (FOUND, ON_OUR_PAGES, ONLY_OURS)
        ],
    ]
