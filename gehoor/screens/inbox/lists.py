"""The list of conversations, as the inbox and the conversation beside it show it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gehoor.channels import queries as channels
from gehoor.consultations import queries as consultations
from gehoor.flows.bulk import MOST
from gehoor.inbox import queries as inbox
from gehoor.inbox.rules import Tier
from gehoor.kit.clock import about_now
from gehoor.people.policies import Actor, act_on_many, answer
from gehoor.screens.access import may_anywhere

NAMES = {
    "mine": _("My work"),
    "unassigned": _("To divide"),
    "team": _("Team"),
    "snoozed": _("For later"),
    "done": _("Done"),
}
MOST_WORDS = 200
MOST_TAG = 40
KEYED = 9
"""how many saved views have a digit as their key"""
COUNTED = ("mine", "unassigned", "team", "snoozed", "problems", "failed", "named", "approvals")
BESIDE_TABS = "snoozed"
"""the list that stands apart from the tabs, and only when there is something in it"""
WORK = ("mine", "unassigned", "team")
"""the lists that open one tier after the other"""
TIERS = {
    Tier.TO_US: ("", _("To us")),
    Tier.OUR_PAGES: ("pages", _("On our pages")),
    Tier.FOUND: ("found", _("Found")),
}
"""by tier: how an address says that it is open, and its name; the first always is"""
UPTO = {name: tier for tier, (name, _text) in TIERS.items() if name}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which list somebody looks at: the view, the words searched for, and the page."""

    view: str = "mine"
    words: str = ""
    after: str = ""
    narrowed: inbox.Filter = inbox.NO_FILTER
    upto: str = ""
    """the tier up to which it was opened, by its name in an address; empty: the first with work"""

    @property
    def tier(self) -> Tier:
        """How far it is open."""
        return UPTO.get(self.upto, Tier.TO_US)

    @property
    def query(self) -> str:
        """What keeps this list beside a conversation, as the end of an address."""
        return encoded({"in": self.view, "after": self.after} | self.limits)

    @property
    def limits(self) -> dict[str, str]:
        """What narrows the list, as parts of an address."""
        return {
            "words": self.words,
            "channel": str(self.narrowed.channel or ""),
            "tag": self.narrowed.tag,
            "unread": "yes" if self.narrowed.only_unread else "",
            "risk": "yes" if self.narrowed.only_at_risk else "",
            "upto": self.upto,
        }


def encoded(parts: dict[str, str]) -> str:
    return urlencode({name: value for name, value in parts.items() if value})


def chosen(given: QueryDict, *, view: str | None = None) -> Choice:
    """Read the choice from an address; anything odd is the first view."""
    name = view or given.get("in", "mine")
    channel = given.get("channel", "")
    return Choice(
        view=name if name in NAMES else "mine",
        words=given.get("words", "").strip()[:MOST_WORDS],
        after=given.get("after", "")[:60],
        narrowed=inbox.Filter(
            channel=int(channel) if channel.isdecimal() and len(channel) < 10 else None,
            tag=given.get("tag", "").strip()[:MOST_TAG],
            only_unread=given.get("unread") == "yes",
            only_at_risk=given.get("risk") == "yes",
        ),
        upto=given.get("upto", "") if given.get("upto", "") in UPTO else "",
    )


def menu_counts(actor: Actor) -> dict[str, int]:
    """Count the work, for the menu and the tabs."""
    return menu_of(inbox.counts(actor))


def menu_of(found: inbox.Counts) -> dict[str, int]:
    return {name: getattr(found, name) for name in COUNTED}


def list_for(actor: Actor, choice: Choice) -> dict[str, Any]:
    """Return what the list pane needs: four queries, whatever the number of rows; one more when
    it is narrowed, and when it must be counted how many there are beyond the page."""
    # Counted first: what comes in meanwhile must not pass for shown.
    found = inbox.counts(actor)
    counts = menu_of(found)
    by_tier = _by_tier(actor, choice, found)
    choice = _opened(choice, by_tier)
    is_narrowed = choice.narrowed != inbox.NO_FILTER
    page = inbox.page_of(
        actor,
        choice.view,
        after=choice.after or None,
        words=choice.words,
        narrowed=choice.narrowed,
        upto=choice.tier,
    )
    return {
        "place": "inbox",
        "choice": choice,
        "rows": page.rows,
        "waited_for": consultations.waited_for([row.pk for row in page.rows]),
        "read_only": channels.read_only_connectors(),
        "counts": counts,
        "list_tabs": _tabs(choice, counts),
        "tiers": _tiers(choice, by_tier),
        "opened_by_itself": bool(by_tier) and Tier.TO_US not in by_tier and not is_narrowed,
        "put_off": _put_off(choice, counts),
        "at_risk": _at_risk(choice, found),
        "emergencies": found.emergencies,
        "away_until": found.away_until,
        "title": _("Search results") if choice.words else NAMES[choice.view],
        "saved_views": saved_views(actor),
        "is_narrowed": is_narrowed,
        "filter_href": reverse("views") + f"?{choice.query}",
        "next_href": _next(choice, page.next_after),
        "first_href": address_of(choice, after="") if choice.after else "",
        "now": about_now(),
        "may_many": may_anywhere(actor, act_on_many),
        "may_finish_many": may_anywhere(actor, answer),
        "seen": f"{found.newest_message}-{found.newest_entry}",
        "total": _total(actor, choice, page, counts, by_tier),
    }


def _by_tier(actor: Actor, choice: Choice, found: inbox.Counts) -> Mapping[int, int]:
    """Return how many there are in each tier of this list; nothing when it has no tiers."""
    if choice.words or choice.view not in WORK:
        return {}
    if choice.narrowed != inbox.NO_FILTER:
        return inbox.tiers_of(actor, choice.view, choice.narrowed)
    return found.by_tier[choice.view]


def _opened(choice: Choice, by_tier: Mapping[int, int]) -> Choice:
    """Open the first tier with something in it. From then on the address says how far it is open,
    so that what comes in nearer to us is added and takes nothing away."""
    first = min(by_tier, default=Tier.TO_US)
    if choice.upto or first == Tier.TO_US:
        return choice
    return replace(choice, upto=TIERS[Tier(first)][0])


def _tiers(choice: Choice, by_tier: Mapping[int, int]) -> list[dict[str, Any]]:
    """Return the tiers with what is in each, when there is more than what is said to us."""
    if not set(by_tier) - {Tier.TO_US}:
        return []
    return [
        {
            "text": text,
            "count": by_tier.get(tier, 0),
            "href": address_of(replace(choice, upto=name), after=""),
            "is_open": tier <= choice.tier,
            "current": tier == choice.tier,
        }
        for tier, (name, text) in TIERS.items()
        if by_tier.get(tier) or tier == Tier.TO_US
    ]


def _put_off(choice: Choice, counts: dict[str, int]) -> dict[str, Any] | None:
    is_current = choice.view == BESIDE_TABS and not choice.words
    if not counts[BESIDE_TABS] and not is_current:
        return None
    href = reverse("inbox_view", kwargs={"view": BESIDE_TABS})
    return {"count": counts[BESIDE_TABS], "href": href, "current": is_current}


def _at_risk(choice: Choice, found: inbox.Counts) -> dict[str, Any] | None:
    """Return the way to what is nearly late in a list of work, when there is something."""
    if choice.words or not found.at_risk.get(choice.view):
        return None
    nearly = Choice(view=choice.view, narrowed=inbox.Filter(only_at_risk=True))
    is_current = choice.narrowed.only_at_risk
    return {
        "count": found.at_risk[choice.view],
        "href": address_of(nearly),
        "current": is_current,
    }


def _total(
    actor: Actor,
    choice: Choice,
    page: inbox.Page,
    counts: dict[str, int],
    by_tier: Mapping[int, int],
) -> int:
    """Return how many fit this list, counted no further than one act may reach."""
    if not page.next_after and not choice.after:
        return len(page.rows)
    if by_tier:
        return sum(number for tier, number in by_tier.items() if tier <= choice.tier)
    is_whole = not choice.words and choice.narrowed == inbox.NO_FILTER
    if is_whole and choice.view in counts:
        return counts[choice.view]
    return len(
        inbox.matching(
            actor, choice.view, words=choice.words, narrowed=choice.narrowed, most=MOST + 1,
        )
    )  # fmt: skip


def address_of(choice: Choice, *, after: str | None = None) -> str:
    """Return the address of this list."""
    end = encoded(choice.limits | {"after": choice.after if after is None else after})
    return reverse("inbox_view", kwargs={"view": choice.view}) + (f"?{end}" if end else "")


def saved_views(actor: Actor) -> list[dict[str, Any]]:
    """Return the colleague's views with their addresses; the first nine have a digit as key."""
    return [
        {
            "pk": view.pk,
            "name": view.name,
            "href": address_of(Choice(view=view.view, words=view.words, narrowed=view.narrowed)),
            "key": str(place) if place <= KEYED else "",
            "view": view,
        }
        for place, view in enumerate(inbox.views_of(actor), start=1)
    ]


def _next(choice: Choice, next_after: str) -> str:
    return address_of(choice, after=next_after) if next_after else ""


def _tabs(choice: Choice, counts: dict[str, int]) -> list[dict[str, Any]]:
    is_narrowed = choice.narrowed != inbox.NO_FILTER
    return [
        {
            "name": name,
            "text": text,
            "href": reverse("inbox_view", kwargs={"view": name}),
            "count": counts.get(name),
            "current": name == choice.view and not choice.words and not is_narrowed,
        }
        for name, text in NAMES.items()
        if name != BESIDE_TABS
    ]
