"""Rules that send what comes in to the right team: made, tried, ordered, counted."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoor.flows import routing
from gehoor.people import policies
from gehoor.people import queries as people
from gehoor.people.policies import Actor, Place
from gehoor.planning.rules.norms import Way
from gehoor.routing import queries
from gehoor.routing.models import Rule
from gehoor.routing.rules import Asked, lines_in, share
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.norms import WAYS
from gehoor.screens.settings.route_forms import RuleForm
from gehoor.screens.settings.showing import show


@who_may(policies.see_channel_list)
@require_safe
def rule_list(request: Request) -> HttpResponse:
    """Show the rules in their order, with how often each sent something the wrong way."""
    by_rule, by_team = routing.passed()
    return show(
        request,
        "rules.html",
        "rules",
        rules=[
            _row(request.actor, rule, by_rule)
            for rule in queries.all_rules()
            if policies.see_rules(request.actor, place_of(rule))
        ],
        teams=_teams(request.actor, by_team),
        may_add=policies.make_some_rules(request.actor, Place()),
    )


def _row(actor: Actor, rule: Rule, by_rule: dict[int, queries.Passed]) -> dict[str, Any]:
    return {
        "rule": rule,
        "if": in_words(rule),
        "then": effects(rule),
        "passed": counted(by_rule.get(rule.pk, queries.Passed())),
        "may_change": policies.make_rules(actor, place_of(rule)),
    }


def place_of(rule: Rule) -> Place:
    return Place(team=rule.channel.team_id if rule.channel else None)


def counted(passed: queries.Passed) -> str:
    """Say how much went this way, and which share of it came back; empty when nothing did."""
    if not passed.number:
        return ""
    return _("%(number)s passed on, %(returned)s back (%(share)s%%)") % {
        "number": passed.number,
        "returned": passed.returned,
        "share": round(share(passed.returned, passed.number)),
    }


def _teams(actor: Actor, by_team: dict[int, queries.Passed]) -> list[tuple[str, str]]:
    """Return what went to each team one may know of."""
    known = [
        each
        for each in people.teams()
        if policies.see_channels(actor, Place(each.pk)) and each.pk in by_team
    ]
    return [(team.name, counted(by_team[team.pk])) for team in known]


def in_words(rule: Rule) -> str:
    """Say when a rule acts, and if what."""
    parts = [
        _("the label “%(tag)s” is set") % {"tag": rule.on_tag}
        if rule.when == Rule.When.LABEL
        else _("a message comes in"),
        _("in %(channel)s") % {"channel": rule.channel.name} if rule.channel else "",
        _("kind: %(way)s") % {"way": WAYS[Way(rule.way)]} if rule.way else "",
        _("of %(sender)s") % {"sender": rule.sender} if rule.sender else "",
        _("with %(words)s") % {"words": _quoted(rule.words)} if rule.words else "",
    ]
    return ", ".join(part for part in parts if part)


def _quoted(words: str) -> str:
    return _(" or ").join(f"“{line}”" for line in lines_in(words))


def effects(rule: Rule) -> str:
    parts = [
        _("to team %(team)s") % {"team": rule.to_team.name} if rule.to_team else "",
        _("label “%(tag)s”") % {"tag": rule.tag} if rule.tag else "",
        _("emergency: on top") if rule.is_urgent else "",
    ]
    return ", ".join(part for part in parts if part)


@who_may(policies.make_some_rules)
@require_http_methods(["GET", "HEAD", "POST"])
def new_rule(request: Request) -> HttpResponse:
    """Make a rule, or see first what it would have done."""
    form = RuleForm(request.POST or None, actor=request.actor)
    if not form.is_bound or not form.is_valid():
        return _form_page(request, form)
    if request.POST.get("act") == "try":
        return _tried(request, form)
    try:
        rule = routing.add_rule(request.actor, **form.cleaned_data)
    except routing.LeadsBack as problem:
        form.add_error(None, str(problem))
        return _form_page(request, form)
    messages.success(request, _("The rule “%(name)s” is kept.") % {"name": rule.name})
    return redirect("rules")


@who_may(policies.make_rules, see=policies.see_rules, on=queries.find_rule)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_page(request: Request, rule: Rule) -> HttpResponse:
    """Change a rule, or see first what it would have done."""
    form = RuleForm(request.POST or None, actor=request.actor, rule=rule)
    if not form.is_bound or not form.is_valid():
        return _form_page(request, form, rule)
    if request.POST.get("act") == "try":
        return _tried(request, form, rule)
    try:
        routing.change_rule(request.actor, rule, **form.cleaned_data)
    except routing.LeadsBack as problem:
        form.add_error(None, str(problem))
        return _form_page(request, form, rule)
    messages.success(request, _("Saved."))
    return redirect("rules")


@who_may(policies.make_rules, see=policies.see_rules, on=queries.find_rule)
@require_POST
def move_rule(request: Request, rule: Rule) -> HttpResponse:
    """Let it be asked before the one above it."""
    routing.move_up(request.actor, rule)
    return redirect("rules")


@who_may(policies.make_rules, see=policies.see_rules, on=queries.find_rule)
@require_POST
def switch_rule(request: Request, rule: Rule) -> HttpResponse:
    """Switch it on or off."""
    try:
        routing.change_rule(request.actor, rule, is_on=not rule.is_on)
    except routing.LeadsBack as problem:
        messages.error(request, str(problem))
    return redirect("rules")


@who_may(policies.make_rules, see=policies.see_rules, on=queries.find_rule)
@require_POST
def forget_rule(request: Request, rule: Rule) -> HttpResponse:
    routing.forget_rule(request.actor, rule)
    messages.success(request, _("Removed. What it did stays as it is."))
    return redirect("rules")


def _tried(request: Request, form: RuleForm, rule: Rule | None = None) -> HttpResponse:
    given = form.cleaned_data
    channel, team = given["channel"], given["to_team"]
    asked = Asked(
        pk=0, name=given["name"], when=given["when"], on_tag=given["on_tag"],
        channel=channel.pk if channel else None, way=given["way"], sender=given["sender"],
        words=given["words"], to_team=team.pk if team else None, tag=given["tag"],
        is_urgent=given["is_urgent"],
    )  # fmt: skip
    try:
        if rule is None or rule.is_on:
            routing.refuse_circle_with(asked, instead_of=rule.pk if rule else None)
    except routing.LeadsBack as problem:
        form.add_error(None, str(problem))
        return _form_page(request, form, rule)
    return _form_page(request, form, rule, tried=routing.try_on_last_week(request.actor, asked))


def _form_page(
    request: Request,
    form: RuleForm,
    rule: Rule | None = None,
    *,
    tried: routing.Tried | None = None,
) -> HttpResponse:
    return show(
        request,
        "rule.html",
        "rules",
        form=form,
        rule=rule,
        tried=tried,
        status=422 if form.errors else 200,
    )
