"""How an answer sounds: the house style looked at while one writes, tips and tone beside it.

All of it is advice, by rules that run here in microseconds. Two things are more: a style that
colleagues made binding, and medical advice, which nobody gives here without saying why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from gehoor.audit.actions import record
from gehoor.flows.protocol import Applying, applying_to
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import Conversation
from gehoor.knowledge.actions import style as actions
from gehoor.knowledge.models import Style
from gehoor.knowledge.queries import style as queries
from gehoor.knowledge.rules.kinds import Kind
from gehoor.knowledge.rules.medical import advice_in, is_about_a_body
from gehoor.knowledge.rules.style import Flaw, Remark, remarks_on
from gehoor.knowledge.rules.tone import A_WINK, NO_JOKES, TIPS, TOLD, Tone, is_humour_off, tone_of
from gehoor.people.policies import Actor

AS_CHOSEN: Final = (
    "channel_id", "address", "avoid", "must", "forbidden", "most_emoji", "most_words",
    "is_binding",
)  # fmt: skip


class NotKept(Exception):
    """A channel has a style already. Nothing was changed."""


@dataclass
class AdvisesMedically(NotPossible):
    """An answer gives medical advice, and nobody said yet why it may."""

    told: str

    def __str__(self) -> str:
        return self.told


@dataclass(frozen=True)
class Tips:
    """What helps to write an answer."""

    lines: Sequence[str]
    tone: str
    humour: str
    """whether a joke fits; empty when nothing is to be said of it"""


def tips_for(here: Applying) -> Tips:
    """Return what helps with messages of this kind, in this tone."""
    tone = tone_of(here.said)
    wink = _(A_WINK) if tone is Tone.INFORMAL else ""
    humour = _(NO_JOKES) if is_humour_off(here.kind) else wink
    lines = here.tips or _(TIPS[here.kind])
    return Tips(lines.splitlines(), _(TOLD[tone]), humour)


def remarks(conversation: Conversation, text: str, here: Applying) -> list[Remark]:
    """Return what in a text goes against the house style, or advises medically."""
    kept = queries.style_for(conversation.channel_id)
    return remarks_on(
        text,
        queries.as_rule(kept if kept else Style()),
        is_humour_off=is_humour_off(here.kind),
    )


def in_words(remark: Remark) -> str:
    """Return a remark as colleagues read it."""
    told = {
        Flaw.ADDRESS: _("“%(words)s”: here we say “%(better)s”."),
        Flaw.AVOID: _("“%(words)s”: better is “%(better)s”."),
        Flaw.FORBIDDEN: _("“%(words)s”: we do not use this word."),
        Flaw.MISSING: _("This must be in it: %(words)s."),
        Flaw.EMOJI: _("%(words)s emoji: at most %(better)s here."),
        Flaw.SENTENCE: _("“%(words)s ...”: %(better)s words in a sentence. Make two of it."),
        Flaw.HUMOUR: _("“%(words)s”: no jokes or emoji here, somebody is hurt."),
    }
    return told[remark.flaw] % {"words": remark.words, "better": remark.better}


def advice_in_words(
    conversation: Conversation, text: str, here: Applying | None = None
) -> list[str]:
    """Return which words of an answer advise medically; more of them to who asked about a body."""
    found = advice_in(text)
    if not found and is_about_a_body(text):
        here = here or applying_to(conversation)
        found = advice_in(text, was_asked=here.kind is Kind.MEDICAL)
    return [each.words for each in found]


def refuse(actor: Actor, conversation: Conversation, text: str, *, reason: str) -> None:
    """Raise NotPossible when an answer goes against a style that is binding, or advises medically
    and nobody says why it may. Part of the transaction that sends."""
    kept = queries.style_for(conversation.channel_id)
    if kept and kept.is_binding and (found := remarks_on(text, queries.as_rule(kept))):
        told = " ".join(in_words(each) for each in found)
        raise NotPossible(
            _("Not sent: this goes against the house style. %(told)s Your text is kept.")
            % {"told": told}
        )
    if not (advice := advice_in_words(conversation, text)):
        return
    if not reason.strip():
        raise AdvisesMedically(
            _("This looks like medical advice: “%(words)s”. Nothing was sent; your text is kept. "
              "Only who treats somebody may say this.") % {"words": "”, “".join(advice)}
        )  # fmt: skip
    record(
        actor, "conversation.advised_medically", "conversation", conversation.pk,
        conversation_id=conversation.pk, team_id=conversation.channel.team_id,
        reason=reason.strip()[:1000],
    )  # fmt: skip


@transaction.atomic
def keep_style(actor: Actor, style: Style, wanted: Mapping[str, Any]) -> bool:
    """Keep a style as it is `wanted`; tells whether that is new. Raises NotKept."""
    is_new = style.pk is None
    changed = [name for name in AS_CHOSEN if getattr(style, name) != wanted[name]]
    for name in changed:
        setattr(style, name, wanted[name])
    if queries.has_other_style(style):
        raise NotKept
    if is_new or changed:
        actions.keep_style(style)
        record(actor, "add" if is_new else "change", "style", style.pk,
               channel=style.channel_id, changed=changed)  # fmt: skip
    return bool(is_new or changed)


@transaction.atomic
def forget_style(actor: Actor, style: Style) -> None:
    record(actor, "forget", "style", style.pk, channel=style.channel_id)
    actions.forget_style(style)


def all_tips() -> dict[Kind, str]:
    """Return the tips of every kind: one's own, else those Gehoor comes with."""
    own = queries.own_tips()
    return {kind: own.get(str(kind), "") or _(TIPS[kind]) for kind in Kind}


@transaction.atomic
def keep_tips(actor: Actor, wanted: Mapping[str, str]) -> list[str]:
    """Keep tips of one's own, by kind; those Gehoor comes with are not kept, so that a later
    version may say it better. Returns the kinds that changed."""
    changed = [
        kind
        for kind, text in wanted.items()
        if actions.keep_tip(kind, "" if text in usual_tips(Kind(kind)) else text)
    ]
    if changed:
        record(actor, "change", "tips", 0, kinds=changed)
    return changed


def usual_tips(kind: Kind) -> set[str]:
    """Return the tips Gehoor comes with, in every language there is."""
    texts = {""}
    for language, _name in settings.LANGUAGES:
        with override(language):
            texts.add(_(TIPS[kind]))
    return texts
