"""Whose work is mine: my own, and that of a colleague I stand in for now."""

IS_MINE = """c.assignee_id = ANY(ARRAY(SELECT %(user)s::bigint UNION ALL
    SELECT away.person_id FROM people_absence away WHERE away.backup_id = %(user)s
        AND away.since <= now() AND away.until > now()))"""
"""one's own, and what is of a colleague one stands in for now"""
