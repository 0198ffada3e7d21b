"""A public thread as a whole: everything below a post as a tree, page by page, or what fits of it.

Two queries, whatever the size: one reads what is needed to put every message in its place, the
other what the messages of one page say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.db import connection

from gehoor.inbox.models import Conversation
from gehoor.inbox.queries.untouched import IS_TOUCHED, given_for
from gehoor.inbox.queries.where import place_of
from gehoor.kit import words as search_words
from gehoor.kit.branches import Named, Placed, in_branches
from gehoor.people.policies import Actor, see_names

BRANCH_PAGE: Final = 50
MOST_IN_TREE: Final = 20_000


@dataclass(frozen=True, slots=True)
class Fitting:
    """What narrows a thread; nothing of it narrows nothing."""

    words: str = ""
    only_questions: bool = False
    only_untouched: bool = False

    @property
    def is_all(self) -> bool:
        return not (self.words or self.only_questions or self.only_untouched)


WHOLE_THREAD: Final = Fitting()


@dataclass(frozen=True, slots=True)
class Twig:
    """What is known of every message of a thread."""

    pk: int
    name: str
    """what its platform calls it"""
    answers: str
    is_theirs: bool
    is_question: bool
    is_touched: bool
    has_words: bool
    """it holds the words that are searched for, or none are"""

    def fits(self, fitting: Fitting) -> bool:
        asks = self.is_question or not fitting.only_questions
        waits = not self.is_touched or not fitting.only_untouched
        is_one = self.is_theirs or not (fitting.only_questions or fitting.only_untouched)
        return asks and waits and is_one and self.has_words


@dataclass(frozen=True, slots=True)
class Post:
    """One message of a thread as it is shown there."""

    pk: int
    kind: str
    author: str
    handle: str
    text: str
    link: str
    visibility: str
    sent_at: datetime
    gone_at: datetime | None
    is_question: bool
    is_to_us: bool
    is_automatic: bool
    is_edited: bool
    outcome: str
    state: str
    """of our reply"""
    warnings: Sequence[str]
    attachments: Sequence[dict[str, Any]]
    answered: str
    """who wrote what it answers"""
    depth: int = 0
    is_touched: bool = False
    answers_what_is_not_here: bool = False


@dataclass(frozen=True, slots=True)
class Branches:
    """One page of a thread, and how much there is."""

    posts: Sequence[Post]
    page: int
    pages: int
    replies: int
    """everything others wrote in it"""
    questions: int
    untouched: int
    fitting: int
    fitting_untouched: Sequence[int] = field(default=(), repr=False)
    """the numbers of what fits and nobody has dealt with, also what is on other pages"""


TWIGS: Final = f"""
SELECT m.id, m.external_id, m.answers, m.kind = 'in', m.is_question, {IS_TOUCHED},
       %(words)s = '' OR coalesce(m.words @@ %(words)s::tsquery, false)
FROM inbox_message m
JOIN inbox_conversation c ON c.id = m.conversation_id
LEFT JOIN inbox_reply own ON own.message_id = m.id
WHERE m.conversation_id = %(conversation)s AND m.kind <> 'note'
  AND coalesce(own.state, '') <> 'withdrawn'
ORDER BY m.sent_at, m.id LIMIT {MOST_IN_TREE}
"""  # noqa: S608  (constants of ours)

POSTS: Final = """
SELECT m.id, m.kind,
       CASE WHEN %(named)s OR m.kind <> 'in' THEN m.author_name ELSE '' END,
       CASE WHEN %(named)s THEN m.author_handle ELSE '' END,
       m.text, CASE WHEN %(named)s THEN m.link ELSE '' END, m.visibility, m.sent_at, m.gone_at,
       m.is_question, m.is_to_us, m.is_automatic,
       EXISTS (SELECT FROM inbox_messageversion v WHERE v.message_id = m.id),
       m.outcome, CASE WHEN own.held_at IS NOT NULL THEN 'held' ELSE coalesce(own.state, '') END,
       m.warnings::json,
       coalesce((SELECT json_agg(json_build_object('pk', a.id, 'name', a.name,
                     'media_type', a.media_type, 'size', a.size, 'description', a.description,
                     'has_preview', a.preview_as <> '', 'is_kept', a.stored_as <> '') ORDER BY a.id)
                 FROM inbox_attachment a WHERE a.message_id = m.id AND %(named)s), '[]'),
       CASE WHEN %(named)s OR p.kind = 'out'
            THEN coalesce(nullif(p.author_name, ''), p.author_handle, '') ELSE '' END
FROM unnest(%(numbers)s::bigint[], %(parents)s::bigint[]) WITH ORDINALITY AS n(id, parent, place)
JOIN inbox_message m ON m.id = n.id
LEFT JOIN inbox_message p ON p.id = n.parent
LEFT JOIN inbox_reply own ON own.message_id = m.id
ORDER BY n.place
"""


def branches_of(
    conversation: Conversation, actor: Actor, fitting: Fitting = WHOLE_THREAD, *, page: int = 1
) -> Branches:
    """Return one page of a thread: as a tree, or only what fits, oldest first."""
    twigs = _twigs(conversation, fitting)
    theirs = [twig for twig in twigs if twig.is_theirs]
    placed = in_branches([Named(twig, twig.name, twig.answers) for twig in twigs])
    shown = [each for each in placed if each.leaf.fits(fitting)]
    pages = max(1, -(-len(shown) // BRANCH_PAGE))
    page = min(max(1, page), pages)
    chosen = shown[(page - 1) * BRANCH_PAGE : page * BRANCH_PAGE]
    return Branches(
        posts=_posts(conversation, actor, chosen, twigs),
        page=page,
        pages=pages,
        replies=len(theirs),
        questions=sum(twig.is_question for twig in theirs),
        untouched=sum(not twig.is_touched for twig in theirs),
        fitting=len(shown),
        fitting_untouched=_untouched([each.leaf for each in shown]),
    )


def untouched_fitting(conversation: Conversation, fitting: Fitting) -> list[int]:
    """Return the numbers of what fits and nobody has dealt with."""
    return _untouched([twig for twig in _twigs(conversation, fitting) if twig.fits(fitting)])


def _untouched(twigs: Sequence[Twig]) -> list[int]:
    return [twig.pk for twig in twigs if twig.is_theirs and not twig.is_touched]


def _twigs(conversation: Conversation, fitting: Fitting) -> list[Twig]:
    given = given_for(conversation.pk) | {"words": search_words.tsquery(fitting.words)}
    with connection.cursor() as cursor:
        cursor.execute(TWIGS, given)
        return [Twig(*row) for row in cursor.fetchall()]


def _posts(
    conversation: Conversation,
    actor: Actor,
    chosen: Sequence[Placed[Twig]],
    twigs: Sequence[Twig],
) -> list[Post]:
    """Return what these say. Filtered they stand in no tree, so each says what it answers."""
    named = {twig.name: twig.pk for twig in reversed(twigs) if twig.name}
    parents = [named.get(each.leaf.answers) if each.leaf.answers else None for each in chosen]
    given: dict[str, Any] = {
        "named": see_names(actor, place_of(conversation)),
        "numbers": [each.leaf.pk for each in chosen],
        "parents": parents,
    }
    with connection.cursor() as cursor:
        cursor.execute(POSTS, given)
        rows = cursor.fetchall()
    return [
        replace(
            Post(*row),
            depth=each.depth,
            is_touched=each.leaf.is_touched,
            answers_what_is_not_here=bool(each.leaf.answers) and parent is None,
        )
        for row, each, parent in zip(rows, chosen, parents, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Moment:
    """The newest message and earlier version there are: what a thread read now can have shown."""

    message: int
    version: int


def newest_shown() -> Moment:
    with connection.cursor() as cursor:
        cursor.execute(NEWEST_SHOWN)
        return Moment(*cursor.fetchone())


NEWEST_SHOWN: Final = """
SELECT (SELECT coalesce(max(id), 0) FROM inbox_message),
       (SELECT coalesce(max(id), 0) FROM inbox_messageversion)
"""
