"""Seals: each row knows its transaction, and seals are rows that refuse change, too."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models.functions import Now

FUNCTIONS = """
CREATE FUNCTION audit_xact() RETURNS bigint LANGUAGE sql VOLATILE AS
    $$ SELECT pg_catalog.pg_current_xact_id()::text::bigint $$;
CREATE FUNCTION audit_server() RETURNS bigint LANGUAGE sql STABLE AS
    $$ SELECT system_identifier FROM pg_catalog.pg_control_system() $$;
"""
NO_FUNCTIONS = "DROP FUNCTION audit_xact(); DROP FUNCTION audit_server();"
GUARD = """
CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is append-only: % refused.', TG_OP;
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
"""
UNGUARD = "DROP TRIGGER audit_is_append_only ON audit_seal;"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0002_append_only")]
    operations: ClassVar = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.AddField(
            "entry",
            "xact",
            models.BigIntegerField(db_default=models.Func(function="audit_xact")),
        ),
        migrations.AddField(
            "entry",
            "server",
            models.BigIntegerField(db_default=models.Func(function="audit_server")),
        ),
        migrations.AddIndex(
            "entry", models.Index(fields=["server", "xact"], name="audit_by_transaction")
        ),
        migrations.AddConstraint(
            "entry",
            models.CheckConstraint(condition=models.Q(xact__gte=0), name="audit_xact_is_a_number"),
        ),
        migrations.CreateModel(
            "Seal",
            [
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("sealed_at", models.DateTimeField(db_default=Now())),
                ("server", models.BigIntegerField()),
                ("snapshot", models.TextField()),
                ("ids", ArrayField(models.BigIntegerField())),
                ("digests", models.BinaryField()),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
                ("key", models.CharField(max_length=16)),
                ("signature", models.BinaryField()),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
