from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0011_replies_in_parts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="draft",
            name="kind",
            field=models.CharField(
                choices=[
                    ("reply", "Reply"),
                    ("private", "Answer for one person"),
                    ("note", "Internal note"),
                ],
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="referral",
            field=models.CharField(
                blank=True,
                choices=[
                    ("privacy", "It takes personal data, which do not belong here"),
                    ("formal", "By law this goes another way, such as an objection"),
                    ("urgent", "It cannot wait"),
                    ("elsewhere", "Another organisation is responsible"),
                    ("unable", "I cannot look this up or arrange it from here"),
                    ("other", "Another reason"),
                    ("none", "This is no referral: it answers the question"),
                ],
                db_default="",
                default="",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="referral_words",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(("referral", "other"), _negated=True)
                | models.Q(("referral_words", ""), _negated=True),
                name="another_reason_has_words",
            ),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                condition=models.Q(("state", "sent")),
                fields=["settled_at"],
                name="reply_sent_when",
            ),
        ),
    ]
