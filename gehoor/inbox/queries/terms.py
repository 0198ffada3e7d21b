"""Which terms are to be worked out anew, and of which the end is to be noted."""

from django.db import connection

# Each by its own small index, which is empty nearly always.
HAS_OLD = """
SELECT EXISTS (SELECT FROM inbox_conversation WHERE has_old_term)
    OR EXISTS (SELECT FROM inbox_conversation WHERE has_unnoted_end)
"""


def has_old_terms() -> bool:
    """Is there one to be worked out anew, or a wait whose end is not noted as it is?"""
    with connection.cursor() as cursor:
        cursor.execute(HAS_OLD)
        return bool(cursor.fetchone()[0])
