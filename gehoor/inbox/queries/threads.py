"""One conversation: its messages, what hangs on them, and what stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from gehoor.audit import queries as audit
from gehoor.inbox.models import Conversation
from gehoor.inbox.queries.answering import NEWEST_INCOMING, Newest
from gehoor.inbox.queries.presence import Beside
from gehoor.inbox.queries.where import place_of, teams_of
from gehoor.kit import often
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.people.policies import Actor, Place, answer, see_names, see_presence

NEWEST = 200
"""messages of one conversation on one page; older ones are a link away"""


@dataclass(frozen=True, slots=True)
class ThreadItem:
    """One message as the conversation shows it."""

    pk: int
    sequence: int
    kind: str
    author: str
    handle: str
    text: str
    subject: str
    has_original: bool
    is_automatic: bool
    reply_to: str
    link: str
    """where it can be read at its source; empty when names are hidden"""
    warnings: Sequence[str]
    sent_at: datetime
    received_at: datetime
    reply_pk: int | None
    state: str
    """of our reply; "held" while it is held back after a restore"""
    problem: str
    due_at: datetime | None
    settled_at: datetime | None
    to: str
    attachments: Sequence[dict[str, Any]]
    """pk, name, media_type, size, has_preview, is_kept"""
    versions: Sequence[dict[str, Any]]
    """text, replaced_at (ISO)"""
    is_mine: bool
    """written by who looks"""
    visibility: str
    gone_at: datetime | None
    part: int = 1
    parts: int = 1
    """of our reply, when its text went out in numbered parts"""
    referral: str = ""
    """why our reply only sends somebody elsewhere, as `Reply.Referral` has it"""
    referral_words: str = ""
    is_blocked: bool = False
    """whoever wrote it is blocked for now, in the conversation with somebody else"""


THREAD = f"""
SELECT m.id, m.sequence, m.kind,
       CASE WHEN %(named)s OR m.kind <> 'in' THEN m.author_name ELSE '' END,
       CASE WHEN %(named)s THEN m.author_handle ELSE '' END,
       m.text, m.subject, %(named)s AND m.html <> '', m.is_automatic,
       CASE WHEN %(named)s THEN m.reply_to ELSE '' END,
       CASE WHEN %(named)s THEN m.link ELSE '' END, m.warnings::json,
       m.sent_at, m.received_at, r.id,
       CASE WHEN r.held_at IS NOT NULL THEN 'held' ELSE coalesce(r.state, '') END,
       coalesce(r.problem, ''), r.due_at, r.settled_at,
       CASE WHEN %(named)s THEN coalesce(r.to, '') ELSE '' END,
       coalesce((SELECT json_agg(json_build_object('pk', a.id, 'name', a.name,
                     'media_type', a.media_type, 'size', a.size,
                     'description', a.description,
                     'has_preview', a.preview_as <> '',
                     'is_kept', a.stored_as <> '') ORDER BY a.id)
                 FROM inbox_attachment a
                 WHERE a.message_id = m.id AND %(named)s), '[]'),
       coalesce((SELECT json_agg(json_build_object('text', v.text,
                     'replaced_at', v.replaced_at) ORDER BY v.id)
                 FROM inbox_messageversion v WHERE v.message_id = m.id), '[]'),
       coalesce(m.author_id = %(user)s, false), m.visibility, m.gone_at,
       coalesce(r.part, 1), coalesce(r.parts, 1),
       coalesce(r.referral, ''), coalesce(r.referral_words, ''),
       m.kind = 'in' AND EXISTS (
           SELECT FROM contacts_address ad JOIN contacts_block bl ON bl.contact_id = ad.contact_id
           WHERE ad.kind = %(connector)s AND ad.handle = m.author_handle
             AND ad.contact_id <> %(contact)s AND bl.lifted_at IS NULL AND bl.until > now())
FROM inbox_message m LEFT JOIN inbox_reply r ON r.message_id = m.id
WHERE m.conversation_id = %(conversation)s AND m.sequence < %(before)s AND NOT m.is_around
ORDER BY m.sequence DESC LIMIT {NEWEST}
"""  # noqa: S608  (constants)
LAST = 2_147_483_647

CONTEXT = f"""
SELECT coalesce((SELECT json_agg(a.shown ORDER BY a.id) FROM contacts_address a
                 WHERE a.contact_id = %(contact)s), '[]'),
       coalesce((SELECT json_agg(t.name ORDER BY ct.id) FROM inbox_conversation_tags ct
                 JOIN inbox_tag t ON t.id = ct.tag_id
                 WHERE ct.conversation_id = %(conversation)s), '[]'),
       coalesce((SELECT json_object_agg(d.kind, d.text) FROM inbox_draft d
                 WHERE d.conversation_id = %(conversation)s AND d.author_id = %(user)s), '{{}}'),
       coalesce((SELECT json_object_agg(d.kind, d.answers ORDER BY d.kind DESC) FROM inbox_draft d
                 WHERE d.conversation_id = %(conversation)s AND d.author_id = %(user)s
                   AND d.answers <> ''), '{{}}'),
       coalesce((SELECT json_agg(e) FROM (
                     SELECT c.id AS pk, c.subject, c.opening, c.status, c.last_message_at
                     FROM inbox_conversation c JOIN channels_channel ch ON ch.id = c.channel_id
                     WHERE c.contact_id = %(contact)s AND c.id <> %(conversation)s
                       AND ch.team_id = ANY(%(teams)s::bigint[]) AND c.merged_into_id IS NULL
                     ORDER BY c.last_message_at DESC LIMIT 5) e), '[]'),
       (SELECT json_build_object('pk', c.id, 'subject', c.subject)
        FROM inbox_conversation c JOIN channels_channel ch ON ch.id = c.channel_id
        WHERE c.id = %(possibly)s AND ch.team_id = ANY(%(teams)s::bigint[])),
       coalesce((SELECT json_agg(n) FROM (SELECT name FROM inbox_tag ORDER BY name LIMIT 200) n),
                '[]'),
       coalesce((SELECT json_agg(g) FROM (
                     SELECT r.kind, c.id AS beside, c.subject,
                            r.kept_id = %(conversation)s AS is_kept
                     FROM inbox_regrouping r JOIN inbox_conversation c
                       ON c.id = CASE WHEN r.kept_id = %(conversation)s THEN r.other_id
                                      ELSE r.kept_id END
                     WHERE (r.kept_id = %(conversation)s OR r.other_id = %(conversation)s)
                       AND r.undone_at IS NULL ORDER BY r.id DESC LIMIT 5) g), '[]'),
       coalesce((SELECT json_agg(f) FROM (
                     SELECT f.id AS pk, f.name, f.media_type, f.size, f.description,
                            f.preview_as <> '' AS has_preview, d.kind
                     FROM inbox_draftfile f JOIN inbox_draft d ON d.id = f.draft_id
                     WHERE d.conversation_id = %(conversation)s AND d.author_id = %(user)s
                     ORDER BY f.id) f), '[]'),
       EXISTS (SELECT FROM inbox_approval a WHERE a.conversation_id = %(conversation)s),
       EXISTS (SELECT FROM second_eyes_caution s WHERE s.team_id = ANY(%(here)s::bigint[])),
       coalesce((SELECT json_agg(co ORDER BY co.pk) FROM (
                     SELECT s.id AS pk, s.purpose, s.with_name, s.given_on
                     FROM contacts_consent s
                     WHERE s.contact_id = %(contact)s AND s.withdrawn_at IS NULL) co), '[]'),
       (SELECT json_build_object('until', bl.until, 'reason', bl.reason, 'by', bu.name)
        FROM contacts_block bl JOIN people_user bu ON bu.id = bl.by_id
        WHERE bl.contact_id = %(contact)s AND bl.lifted_at IS NULL AND bl.until > now()
        ORDER BY bl.id DESC LIMIT 1),
       (SELECT json_build_object('due_at', fu.due_at) FROM inbox_followup fu
        WHERE fu.conversation_id = %(conversation)s AND fu.state IN ('open', 'writing')),
       (SELECT json_build_object('pk', mt.id, 'name', mt.name) FROM inbox_matterlink l
        JOIN inbox_matter mt ON mt.id = l.matter_id
        WHERE l.conversation_id = %(conversation)s AND mt.team_id = ANY(%(teams)s::bigint[])),
       coalesce((SELECT json_agg(f.user_id) FROM inbox_following f
                 WHERE f.conversation_id = %(conversation)s AND f.user_id = %(user)s), '[]'),
       coalesce((SELECT json_agg(h ORDER BY h.pk) FROM (
                     SELECT h.id AS pk, b.name AS by, coalesce(w.name, '') AS before,
                            coalesce(u.name, t.name) AS to, h.at
                     FROM inbox_handover h JOIN people_user b ON b.id = h.by_id
                     LEFT JOIN people_user w ON w.id = h.before_id
                     LEFT JOIN people_user u ON u.id = h.to_user_id
                     LEFT JOIN people_team t ON t.id = h.to_team_id
                     WHERE h.conversation_id = %(conversation)s
                     ORDER BY h.id DESC LIMIT 20) h), '[]'),
       coalesce((SELECT json_agg(b ORDER BY b.writes DESC, b.name)
                 FROM (SELECT pr.user_id, u.name, coalesce(pr.writes_until > now(), false) AS writes
                       FROM inbox_presence pr JOIN people_user u ON u.id = pr.user_id
                       WHERE pr.conversation_id = %(conversation)s
                         AND (pr.looks_until > now() OR pr.writes_until > now())) b), '[]'),
       ({NEWEST_INCOMING}),
       coalesce((SELECT json_agg(json_build_array(p.id, p.name) ORDER BY p.name, p.id)
                 FROM ({people.ANSWERING_IN}) p), '[]')
"""  # noqa: S608  (constants)


@dataclass(frozen=True, slots=True)
class Context:
    """What stands beside a conversation."""

    addresses: Sequence[str]
    tags: Sequence[str]
    drafts: dict[str, str]
    """the viewer's own, by kind"""
    draft_answers: dict[str, str]
    """what the platform calls the message each of these answers, where it is not just the newest;
    what is for all readers comes first"""
    earlier: Sequence[dict[str, Any]]
    """pk, subject, opening, status, last_message_at (ISO)"""
    possibly_belongs_to: dict[str, Any] | None
    """pk, subject; only when the viewer may see it"""
    known_tags: Sequence[str]
    regrouped: Sequence[dict[str, Any]]
    """what it was split from or merged with, newest first: kind, beside, subject, is_kept"""
    draft_files: Sequence[dict[str, Any]]
    """what goes along with the viewer's own reply: pk, name, media_type, size, description,
    has_preview, kind (of the draft it is with)"""
    has_approvals: bool
    """a second person looked at an answer here, or is to"""
    may_ask_second: bool
    """a team it is of agreed when a second person looks"""
    consents: Sequence[dict[str, Any]]
    """what they may be quoted for: pk, purpose, with_name, given_on"""
    block: dict[str, Any] | None
    """why they are not answered for now: until, reason, by"""
    follow_up: dict[str, Any] | None
    """until when is to be told that it is solved: due_at"""
    matter: dict[str, Any] | None
    """the matter it is about, when the viewer may see that: pk, name"""
    followers: Sequence[int]
    """the viewer, when they follow it"""
    handovers: Sequence[dict[str, Any]]
    """who gave it to whom, oldest first: by, before, to, at"""
    there: Sequence[Beside]
    """who is at it now, who writes first; nobody for who may not know"""
    newest: Newest | None
    """the newest that somebody outside wrote"""
    colleagues: Sequence[people.Colleague]
    """who can be given it"""


OWN_COLUMNS = [column.attname for column in Conversation._meta.concrete_fields]
CONTACT_COLUMNS = ["contact__name", "contact__is_not_by_social"]
CHANNEL_COLUMNS = [
    *(f"channel__{name}" for name in ("name", "connector", "settings", "stage", "health")),
    *("channel__learned", "channel__is_closed", "channel__team__name"),
    *("channel__team__identity", "channel__team__signature"),
]


def find(pk: int) -> tuple[Conversation, Place] | None:
    """Return a conversation and its place; of one that was merged, where everything is now."""
    conversation = next(iter(often.find(_with_what_is_shown, pk)), None)
    if conversation and conversation.merged_into_id:
        return find(conversation.merged_into_id)
    return (conversation, place_of(conversation)) if conversation else None


def _with_what_is_shown(pk: int) -> QuerySet[Conversation]:
    """Of a colleague only the name: the whole row holds more than anybody needs here."""
    beside = Conversation.objects.select_related(
        "channel__team", "contact", "assignee", "snoozed_by"
    )
    names = ("assignee__name", "snoozed_by__name")
    return beside.only(*OWN_COLUMNS, *CHANNEL_COLUMNS, *CONTACT_COLUMNS, *names).filter(pk=pk)


def thread_of(
    conversation: Conversation, actor: Actor, *, before: int = LAST
) -> Sequence[ThreadItem]:
    """Return the newest messages, oldest first, in one query; `before` asks for older ones."""
    given = {
        "conversation": conversation.pk,
        "named": see_names(actor, place_of(conversation)),
        "user": actor.user_id,
        "before": before,
        "contact": conversation.contact_id,
        "connector": conversation.channel.connector,
    }
    return [ThreadItem(*row) for row in reversed(often.ask(THREAD, given))]


def context_of(conversation: Conversation, actor: Actor, *, teams: Sequence[int]) -> Context:
    """Return what stands beside the conversation, in one query."""
    given = {
        "conversation": conversation.pk,
        "contact": conversation.contact_id,
        "user": actor.user_id,
        "teams": list(teams),
        "possibly": conversation.possibly_belongs_to_id,
        "here": teams_of(conversation),
    }
    row = list(often.ask(CONTEXT, given)[0])
    place = place_of(conversation)
    if not see_names(actor, place):
        row[0] = []
    for number, name in ((-8, "until"), (-7, "due_at")):
        if found := row[number]:
            found[name] = datetime.fromisoformat(found[name])
    row[-9] = [each | {"given_on": date.fromisoformat(each["given_on"])} for each in row[-9]]
    row[-4] = [each | {"at": datetime.fromisoformat(each["at"])} for each in row[-4]]
    row[-3] = [Beside(**each) for each in row[-3]] if see_presence(actor, place) else []
    row[-2] = Newest(*row[-2]) if row[-2] else None
    row[-1] = [people.Colleague(*each) for each in row[-1]]
    return Context(*row)


def log_of(conversation: Conversation) -> Sequence[audit.Line]:
    """Return every act on this conversation and on what was merged into it, oldest first."""
    own = Q(pk=conversation.pk) | Q(merged_into=conversation)
    return audit.lines_of(Conversation.objects.filter(own).order_by().values("pk"))


def may_be_assigned(user: User, conversation: Conversation) -> bool:
    """Could this colleague answer here?"""
    return user.is_active and answer(people.actor_of(user), place_of(conversation))
