"""Setting up from a file, how the work is done: kept answers, macros, rules, protocol, house style.

What is kept is known by its name, a house style by its channel. What goes wrong is told with the
line of the file it stands on, and nothing is changed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from gehoor.channels.models import Channel
from gehoor.flows import kept_answers, macros, protocol, protocol_ready, routing, styling
from gehoor.flows.refusing import NotPossible
from gehoor.inbox.models import Macro
from gehoor.kit.clock import now
from gehoor.knowledge.models import KeptAnswer, ProtocolLine, Style
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor
from gehoor.people.rules import fold_email
from gehoor.routing.models import Rule

SETTING_UP = Actor(system="setup")


class WorkNotSetUp(Exception):
    """Nothing was changed. The message says why, with the line of the file."""


@dataclass(frozen=True)
class Item:
    """One table of the file: what it says, and how a complaint about it is told."""

    values: Mapping[str, Any]
    say: Callable[[str, str], str] = field(repr=False)
    """given a key and words, the complaint with its line"""

    def wrong(self, key: str, words: str) -> WorkNotSetUp:
        return WorkNotSetUp(self.say(key, words))

    def team(self, key: str = "team") -> Team | None:
        found: Team | None = self._found(key, Team, "team", "Name it under [[teams]].")
        return found

    def channel(self) -> Channel | None:
        hint = "Name it under [[channels]]."
        found: Channel | None = self._found("channel", Channel, "channel", hint)
        return found

    def _found(self, key: str, model: Any, what: str, hint: str) -> Any:
        name = self.values[key]
        if not name:
            return None
        found = model.objects.filter(name=name).order_by("pk").first()
        if found is None:
            raise self.wrong(key, f"there is no {what} named {name}. {hint}")
        return found


@dataclass(frozen=True)
class Work:
    """What a file says of the work. What it does not name stays as it is."""

    kept_answers: Sequence[Item] = ()
    macros: Sequence[Item] = ()
    rules: Sequence[Item] = ()
    lines: Sequence[Item] = ()
    takes_ready_made: bool = False
    styles: Sequence[Item] = ()


def bring_about(wanted: Work) -> list[str]:
    """Change what differs; return a line for each change. Raises WorkNotSetUp."""
    changes = [*_each("kept answer", "title", wanted.kept_answers, _kept_answer)]
    changes += _each("macro", "name", wanted.macros, _macro)
    changes += _each("rule", "name", wanted.rules, _rule)
    changes += _each("protocol", "name", wanted.lines, _line)
    if wanted.takes_ready_made and (taken := protocol_ready.take(SETTING_UP)):
        changes.append(f"protocol: {taken} ready-made lines added")
    changes += _each("house style", "channel", wanted.styles, _style)
    return changes


def _each(what: str, key: str, items: Sequence[Item], keep: Callable[[Item], bool]) -> list[str]:
    return [
        f"{what} {each.values[key] or 'of all channels'}: changed" for each in items if keep(each)
    ]


def _kept_answer(item: Item) -> bool:
    team, given = item.team(), dict(item.values)
    kept = KeptAnswer.objects.filter(team=team, title=given["title"]).first()
    owner = _owner(item, kept)
    review_on: date | None = given.pop("review_on") or (kept.review_on if kept else None)
    wanted = {
        **{name: given[name] for name in ("title", "shortcut", "text", "link", "misconception")},
        "labels": given["labels"],
        "forms": given["forms"],
        "team_id": team.pk if team else None,
        "owner_id": owner.pk,
        "review_on": review_on or kept_answers.next_review(timezone.localdate(now())),
    }
    try:
        return kept_answers.keep(SETTING_UP, kept or KeptAnswer(), wanted)
    except kept_answers.NotKept as problem:
        raise item.wrong(problem.field, problem.told) from problem


def _owner(item: Item, kept: KeptAnswer | None) -> User:
    email = item.values["owner"]
    if not email and kept:
        return kept.owner
    found = User.objects.filter(email=fold_email(email), is_active=True).first()
    if found is None:
        raise item.wrong("owner", f"{email or 'nobody'} is no colleague. Name them in [[people]].")
    return found


def _macro(item: Item) -> bool:
    team, given = item.team(), item.values
    title = given["kept_answer"]
    of_team = KeptAnswer.objects.filter(title=title)
    kept = of_team.filter(team=team).first() or of_team.filter(team=None).first() if title else None
    if title and kept is None:
        raise item.wrong("kept_answer", f"there is none named {title} for this team.")
    found = Macro.objects.filter(team=team, name=given["name"]).first()
    wanted = {
        "team_id": team.pk if team else None, "name": given["name"], "inserts": bool(kept),
        "kept_answer_id": kept.pk if kept else None, "tag": given["label"],
        "gives": given["gives"], "ends": given["ends"],
    }  # fmt: skip
    if found and all(getattr(found, name) == value for name, value in wanted.items()):
        return False
    try:
        macros.keep(SETTING_UP, found or Macro(), wanted)
    except NotPossible as problem:
        raise item.wrong("label", str(problem)) from problem
    return True


def _rule(item: Item) -> bool:
    given = dict(item.values)
    facts = given | {"channel": item.channel(), "to_team": item.team("to_team")}
    found = Rule.objects.filter(name=given["name"]).first()
    try:
        if found:
            return routing.change_rule(SETTING_UP, found, **facts)
        routing.add_rule(SETTING_UP, **facts)
    except NotPossible as problem:
        raise item.wrong("", str(problem)) from problem
    return True


def _line(item: Item) -> bool:
    given, channel = dict(item.values), item.channel()
    given["channel_id"] = channel.pk if channel else None
    found = ProtocolLine.objects.filter(name=given["name"]).first()
    try:
        return protocol.keep_line(SETTING_UP, found or ProtocolLine(), given)
    except protocol.NotKept as problem:
        raise item.wrong(problem.field, problem.told) from problem


def _style(item: Item) -> bool:
    given, channel = dict(item.values), item.channel()
    given["channel_id"] = channel.pk if channel else None
    found = Style.objects.filter(channel=channel).first()
    return styling.keep_style(SETTING_UP, found or Style(), given)
