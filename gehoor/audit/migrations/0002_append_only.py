"""The log refuses change, also from a role that may write."""

from typing import ClassVar

from django.db import migrations

GUARD = """
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is append-only: % refused.', TG_OP;
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
"""
UNGUARD = """
DROP TRIGGER audit_is_append_only ON audit_entry;
DROP FUNCTION audit_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(GUARD, UNGUARD)]
