"""The keys there are, what each does, and where: for the page of keys and for the palette."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Key:
    """One act, with its keys if it has any."""

    keys: Sequence[str]
    does: Promise | str
    needs: str = ""
    """what must be on the page for it to work, as a CSS selector; empty: it is no act to choose"""


IN_LIST = (
    Key(["j"], _("Next conversation, and open it")),
    Key(["k"], _("Previous conversation, and open it")),
    Key(["1"], _("Your first view; so up to 9")),
    Key(["q"], _("What waits for approval"), needs="body:has(#list) a[data-approvals]"),
    Key(["Enter"], _("To the conversation")),
    Key(["Escape"], _("Out of a field, then back to the list")),
)
CHOOSING = (
    Key(["x"], _("Choose this conversation, or not"), needs="#rows .choose"),
    Key(["Shift", "j"], _("Choose this one and the next")),
    Key(["Shift", "k"], _("Choose this one and the one before")),
    Key(["Ctrl", "A"], _("In the list: choose the whole page")),
    Key(["l"], _("Then: add a label to all; so a, g and e too")),
)
WITH_CONVERSATION = (
    Key(["e"], _("Finish, and on to the next"), needs="[data-act=finish]"),
    Key(["g"], _("Seen, no action, and on to the next"), needs="[data-act=seen]"),
    Key(["i"], _("Take it"), needs="[data-act=mine]"),
    Key(["o"], _("Take over the answer a colleague is writing"), needs="[data-act=take-over]"),
    Key(["a"], _("Assign"), needs="[data-act=assign]"),
    Key(["l"], _("Add a label"), needs="#tag-name"),
    Key(["h"], _("Put off until later"), needs="a[data-snooze]"),
    Key(["m"], _("Macros: several acts at once"), needs="a[data-macros]"),
    Key(["v"], _("Ask a colleague of the second line"), needs="a[data-ask]"),
    Key(["u"], _("Mark as unread"), needs="[data-act=unread]"),
    Key(["t"], _("Give back what a rule passed on to you"), needs="[data-act=giveback]"),
    Key(["d"], _("In an emergency: put the 112 text in the answer"), needs="[data-insert]"),
    Key(["f"], _("False alarm: nobody is in danger"), needs="[data-act=false-alarm]"),
    Key(["w"], _("Hand over to a colleague or a team"), needs="a[data-hand-over]"),
    Key(["b"], _("Follow it, or no longer"), needs="[data-act=follow]"),
    Key(["z"], _("Undo the last act"), needs="form[data-undo]"),
)
WRITING = (
    Key(["r"], _("Write a reply"), needs="#reply-text"),
    Key(["n"], _("Write an internal note"), needs="#note-text"),
    Key(["/"], _("Put a kept answer in a reply, then a shortcut or Enter")),
    Key(["Ctrl", "Enter"], _("Send, or save the note")),
    Key(["Ctrl", "Shift", "Enter"], _("Send and finish")),
)
EVERYWHERE = (
    Key(["Ctrl", "K"], _("Search, or choose what to do")),
    Key(["?"], _("Show these keys")),
)

IN_THREAD = (
    Key(["j"], _("Next message of the thread")),
    Key(["k"], _("Previous message of the thread")),
    Key(["x"], _("Choose this message, or not")),
    Key(["r"], _("Answer this message")),
)

IN_READING = (
    Key(["j"], _("Next conversation")),
    Key(["k"], _("Previous conversation")),
    Key(["g"], _("Seen, no action, and on to the next")),
    Key(["l"], _("Add a label")),
    Key(["i"], _("Leave it to be answered: to the inbox")),
    Key(["a"], _("Assign")),
    Key(["e"], _("Finish")),
    Key(["h"], _("Put off until later")),
    Key(["o"], _("Open the conversation")),
    Key(["Shift", "g"], _("Done with this screen: all seen")),
    Key(["Shift", "e"], _("All seen: everything that fits")),
)

WITHOUT_KEY = (
    Key([], _("Done with this screen: all seen"), needs="#reading-page button"),
    Key([], _("All seen: everything that fits"), needs="#reading-all button"),
    Key([], _("Emergency: put on top"), needs="[data-act=emergency] [value=yes] ~ button"),
    Key([], _("They tried before"), needs="[data-act=earlier] button"),
    Key([], _("Note a phone call"), needs="a[data-phoned]"),
    Key([], _("Block for a while"), needs="a[data-block]"),
    Key([], _("Take distance"), needs="a[data-keep-away]"),
    Key([], _("Link to a matter"), needs="a[data-link-matter]"),
    Key([], _("Split conversation"), needs="[data-regroup=split]"),
    Key([], _("Merge conversations"), needs="[data-regroup=merge]"),
)

GROUPS: Sequence[tuple[Promise | str, Sequence[Key]]] = (
    (_("In the list"), IN_LIST),
    (_("Several at once"), CHOOSING),
    (_("With the conversation"), WITH_CONVERSATION),
    (_("Writing"), WRITING),
    (_("In a thread"), IN_THREAD),
    (_("In the reading mode"), IN_READING),
    (_("Everywhere"), EVERYWHERE),
)
ACTS = tuple(key for _name, group in (*GROUPS, ("", WITHOUT_KEY)) for key in group if key.needs)
"""what can be chosen by name; without a key it is done by pressing what it needs"""
