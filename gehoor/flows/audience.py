"""Who may read an answer: as many as read what it answers, or fewer if its writer chose so."""

from django.utils.translation import gettext as _

from gehoor.channels import queries as channel_queries
from gehoor.contracts.posts import Visibility
from gehoor.flows.refusing import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox import rules
from gehoor.inbox.models import Conversation, Draft, Message


def settle(
    conversation: Conversation,
    message: Message | None,
    *,
    wanted: Visibility,
    meant_for: str = "",
) -> Visibility:
    """Return who may read an answer to a message: never more people than read that.

    `meant_for` is whom the writer had on screen as the only reader. Raises NotPossible when it
    would reach another, or when the platform cannot keep it from others.
    """
    answered = visibility_of(message)
    settled = rules.visibility_of_answer(answered, wanted=wanted)
    known = channel_queries.capabilities_of(conversation.channel).visibilities
    if known and settled is not answered and settled not in known:
        raise NotPossible(
            _("On this platform an answer cannot be kept from others. Nothing was sent; your text "
              "is kept.")
        )  # fmt: skip
    if reason := conversation.channel.private_only:
        _refuse_unless_private(conversation, settled, reason=reason)
    to = inbox.address_of(conversation, message)
    if settled is Visibility.DIRECT and meant_for not in {"", to}:
        raise NotPossible(
            _("Somebody else wrote here in the meantime, and a private answer would go to them. "
              "Nothing was sent; your text is kept. Look who is answered now.")
        )  # fmt: skip
    return settled


def _refuse_unless_private(conversation: Conversation, readers: Visibility, *, reason: str) -> None:
    if reaches_more(conversation, readers):
        raise NotPossible(
            _("In this channel we answer in private only: %(reason)s Nothing was sent; your text "
              "is kept. Choose to answer only who wrote.") % {"reason": sentence(reason)}
        )  # fmt: skip


def sentence(reason: str) -> str:
    """Return a reason as a sentence that ends."""
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."


def reaches_more(conversation: Conversation, readers: Visibility) -> bool:
    """Do others read along with whoever is answered?"""
    if readers is Visibility.UNSAID:
        return conversation.is_public
    return readers is not Visibility.DIRECT


def visibility_of(message: Message | None) -> Visibility:
    return Visibility(message.visibility if message else "")


def draft_kind(readers: str) -> Draft.Kind:
    """Return under which kind a text and files for these readers are kept.

    What is for one person stays apart wherever it is written: of two messages in one conversation
    one may be for everybody and the other not.
    """
    return Draft.Kind.PRIVATE if readers == Visibility.DIRECT else Draft.Kind.REPLY


def kind_wanted(conversation: Conversation, *, wanted: str, answers: int | None) -> Draft.Kind:
    """Return the same for what is wanted of an answer to message number `answers`, or to the
    newest: never for more people than read that."""
    if draft_kind(wanted) == Draft.Kind.PRIVATE:
        return Draft.Kind.PRIVATE
    chosen = inbox.answerable(conversation, pk=answers) if answers else None
    return draft_kind(visibility_of(chosen or inbox.newest_incoming(conversation)))


def readers_of(conversation: Conversation, kind: str, *, answers: int | None = None) -> Visibility:
    """Return who will read a text that is kept under this kind, as an answer to message number
    `answers` or to the newest."""
    if kind == Draft.Kind.PRIVATE:
        return Visibility.DIRECT
    chosen = inbox.answerable(conversation, pk=answers) if answers else None
    return visibility_of(chosen or inbox.newest_incoming(conversation))
