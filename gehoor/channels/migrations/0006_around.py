from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0005_learned")]

    operations = [
        migrations.AddField(
            model_name="delivery", name="around", field=models.BigIntegerField(null=True)
        ),
    ]
