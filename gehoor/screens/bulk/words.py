"""How an act on many conversations went, in sentences."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gehoor.inbox.models import BulkAct
from gehoor.inbox.queries import Coming, LeftOut
from gehoor.screens.words import long_moment

REASONS = (
    gettext_lazy("No question was asked"),
    gettext_lazy("Answered elsewhere"),
    gettext_lazy("Not meant for us"),
    gettext_lazy("Double: it is in another conversation"),
)
"""why something is finished without an answer, to choose from"""
WHY = {
    "changed": gettext_lazy("changed since it was shown"),
    "problem": gettext_lazy("a reply did not go out, or may not have"),
    "not_allowed": gettext_lazy("not in a team of yours, or not of who would get it"),
    "kept": gettext_lazy("a colleague went on with it, so it stays as it is"),
}

KEPT = "kept"
GOING_BACK = (BulkAct.State.UNDOING, BulkAct.State.UNDONE)


def done_words(coming: Coming) -> str:
    """Say what was done, or undone."""
    bulk = coming.bulk
    if bulk.thread_id:
        return _in_thread(coming)
    if bulk.state in GOING_BACK:
        n = coming.undone
        return ngettext(
            "Undone for %(n)s conversation.", "Undone for %(n)s conversations.", n
        ) % {"n": n}  # fmt: skip
    return _what(coming, coming.applied)


def _in_thread(coming: Coming) -> str:
    if coming.bulk.state in GOING_BACK:
        n = coming.undone
        words = ngettext(
            "Undone for %(n)s message of the thread.",
            "Undone for %(n)s messages of the thread.",
            n,
        )
    elif coming.bulk.act == BulkAct.Act.SEEN:
        n = coming.applied
        words = ngettext(
            "%(n)s message of the thread seen, no action.",
            "%(n)s messages of the thread seen, no action.",
            n,
        )
    else:
        n = coming.applied
        words = ngettext(
            "%(n)s message of the thread finished.", "%(n)s messages of the thread finished.", n
        )
    return words % {"n": n}


def _what(coming: Coming, n: int) -> str:
    bulk = coming.bulk
    if bulk.act == BulkAct.Act.TAG:
        words = ngettext(
            "Label “%(name)s” added to %(n)s conversation.",
            "Label “%(name)s” added to %(n)s conversations.",
            n,
        )
    elif bulk.act == BulkAct.Act.ASSIGN and bulk.assignee_id:
        words = ngettext(
            "%(n)s conversation given to %(name)s.", "%(n)s conversations given to %(name)s.", n
        )
    elif bulk.act == BulkAct.Act.ASSIGN:
        words = ngettext(
            "%(n)s conversation put back to divide.", "%(n)s conversations put back to divide.", n
        )
    elif bulk.act == BulkAct.Act.SEEN:
        words = ngettext(
            "%(n)s conversation seen, no action.", "%(n)s conversations seen, no action.", n
        )
    elif bulk.act == BulkAct.Act.SNOOZE:
        return _put_off(coming, n)
    elif bulk.act == BulkAct.Act.INBOX:
        words = ngettext(
            "%(n)s conversation waits in the inbox for an answer.",
            "%(n)s conversations wait in the inbox for an answer.",
            n,
        )
    else:
        words = ngettext("%(n)s conversation finished.", "%(n)s conversations finished.", n)
    named = bulk.tag.name if bulk.tag else bulk.assignee.name if bulk.assignee else ""
    return words % {"n": n, "name": named}


def _put_off(coming: Coming, n: int) -> str:
    bulk = coming.bulk
    if bulk.until is None:
        return ngettext(
            "%(n)s conversation put off until an answer comes.",
            "%(n)s conversations put off until an answer comes.",
            n,
        ) % {"n": n}  # fmt: skip
    first, last = coming.back or (bulk.until, bulk.until)
    told = {"n": n, "moment": long_moment(first), "last": long_moment(last)}
    if first != last:
        return (
            _("%(n)s conversations put off, each until its team is there: the first until "
              "%(moment)s, the last until %(last)s.") % told
        )  # fmt: skip
    return (
        ngettext(
            "%(n)s conversation put off until %(moment)s.",
            "%(n)s conversations put off until %(moment)s.",
            n,
        )
        % told
    )


def rest_words(coming: Coming) -> str:
    """Say how many were left alone; empty when none. Undoing leaves alone what it did not touch."""
    if coming.bulk.state in GOING_BACK:
        kept = left_out(coming)
        told = ngettext("%(n)s stays as it is.", "%(n)s stay as they are.", kept)
        return told % {"n": kept} if kept else ""
    left, same = left_out(coming), coming.by_state.get("same", 0)
    words = []
    if left:
        told = ngettext("%(n)s was left out.", "%(n)s were left out.", left)
        words.append(told % {"n": left})
    if same:
        told = ngettext("%(n)s was so already.", "%(n)s were so already.", same)
        words.append(told % {"n": same})
    return " ".join(words)


def left_out(coming: Coming) -> int:
    states = [KEPT] if coming.bulk.state in GOING_BACK else list(WHY)
    return sum(coming.by_state.get(state, 0) for state in states)


def which_left(coming: Coming) -> Sequence[LeftOut]:
    """Return what was left alone, by name. What an act did not touch, undoing it leaves out."""
    if coming.bulk.state not in GOING_BACK:
        return coming.left_out
    return [each for each in coming.left_out if each.why == KEPT]
