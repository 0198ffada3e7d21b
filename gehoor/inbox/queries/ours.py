"""Pieces of statements: what is of own teams, and what is for one colleague."""

IS_OURS = "(ch.team_id = ANY(%(teams)s) OR c.routed_to_id = ANY(%(teams)s))"

# What is for one colleague: each of these is theirs, so few, and found by an index of its own.
FOR_SOMEBODY = f"""
    (SELECT count(*) FROM inbox_naming n JOIN inbox_message m ON m.id = n.message_id
     JOIN inbox_conversation c ON c.id = m.conversation_id
     JOIN channels_channel ch ON ch.id = c.channel_id
     WHERE n.user_id = %(user)s AND n.seen_at IS NULL AND {IS_OURS})
  + (SELECT count(*) FROM inbox_handover h JOIN inbox_conversation c ON c.id = h.conversation_id
     JOIN channels_channel ch ON ch.id = c.channel_id
     WHERE h.to_user_id = %(user)s AND h.seen_at IS NULL AND c.assignee_id = %(user)s
       AND c.status = 'open' AND {IS_OURS}
       AND NOT EXISTS (SELECT FROM inbox_handover n
                       WHERE n.conversation_id = c.id AND n.id > h.id))
  + (SELECT count(*) FROM inbox_following f JOIN inbox_conversation c ON c.id = f.conversation_id
     JOIN channels_channel ch ON ch.id = c.channel_id
     WHERE f.user_id = %(user)s AND {IS_OURS}
       AND (f.seen_sequence, f.seen_status, coalesce(f.seen_assignee, 0))
           <> (c.next_sequence, c.status, coalesce(c.assignee_id, 0)))
"""  # noqa: S608  (constants of this file)
