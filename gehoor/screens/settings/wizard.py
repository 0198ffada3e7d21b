"""Setting up step by step: one question a page, to stop, to skip and to return to."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from gehoor.channels import queries as channels
from gehoor.contracts.connector import Preset, presets_of
from gehoor.flows import connecting, setup, staffing
from gehoor.organisation import queries as organisation
from gehoor.organisation import rules
from gehoor.people import queries as people
from gehoor.people.policies import ORGANISATION, Place, administer
from gehoor.screens.access import Request, who_may
from gehoor.screens.settings.accounts import PREFIX, ChannelForm
from gehoor.screens.settings.consents import needs
from gehoor.screens.settings.showing import show
from gehoor.screens.settings.steps import STEPS

SKIP, SAVE_ANYWAY, CHANNEL = "skip", "save_anyway", "channel"


def find_step(step: str) -> tuple[str, Place] | None:
    """A step that does not exist is no page."""
    return (step, ORGANISATION) if step in rules.STEPS else None


@who_may(administer)
@require_safe
def begin(request: Request) -> HttpResponse:
    """Lead to where somebody stopped."""
    ours = organisation.ours()
    if ours.set_up_at:
        return redirect("begin_done")
    return redirect("begin_step", step=rules.where_to_go_on(ours.at_step))


@who_may(administer)
@require_http_methods(["GET", "HEAD", "POST"])
def step_page(request: Request, step: str) -> HttpResponse:
    """Ask one question; keep the answer, or skip it."""
    if find_step(step) is None:
        raise Http404
    if request.method == "POST" and request.POST.get("act") == SKIP:
        setup.skip(request.actor, step)
        return _go_on(step)
    setup.stand_at(step)
    return _choose_channel(request) if step == CHANNEL else _ask(request, step)


def _ask(request: Request, step: str) -> HttpResponse:
    page = STEPS[step]
    form = page.form(request)
    if form.is_valid():
        try:
            links = page.keep(request, form)
        except staffing.NotChanged as problem:
            form.add_error(None, str(problem))
        else:
            setup.complete(request.actor, step)
            return _show_links(request, step, links) if links else _go_on(step)
    return _show(request, step, form=form, title=page.title, lead=page.lead, status=_status(form))


@who_may(administer)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def connect(request: Request, key: str) -> HttpResponse:
    """Connect the first channel, after a real try of the connection."""
    connector = channels.connectors().get(key)
    if connector is None:
        raise Http404
    if request.POST.get("act") == SKIP:
        setup.skip(request.actor, CHANNEL)
        return _go_on(CHANNEL)
    preset = _preset(request, presets_of(connector))
    form = ChannelForm(request.POST or None, connector)
    _propose(request, form, preset)
    if form.is_valid() and _works(request, form):
        try:
            channel = connecting.connect(request.actor, connector, form.wanted())
        except connecting.NotChanged as problem:
            form.add_error(None, str(problem))
        else:
            setup.complete(request.actor, CHANNEL)
            messages.success(
                request,
                _("%(name)s is connected. It listens: nothing leaves it.") % {"name": channel.name},
            )
            return redirect("consent", pk=channel.pk) if needs(channel) else _go_on(CHANNEL)
    return _show(
        request,
        CHANNEL,
        template="wizard_account.html",
        form=form,
        asked=_asked_first(form, preset, request.POST),
        platform=connector,
        preset=preset,
        title=_("Connect: %(platform)s")
        % {"platform": _(preset.name if preset else connector.name)},
        lead=_(preset.note) if preset else "",
        may_choose_team=people.teams().count() > 1,
        may_save_anyway=request.method == "POST" and "act" in request.POST,
        status=_status(form),
    )


@who_may(administer)
@require_safe
def done(request: Request) -> HttpResponse:
    """The end of setting up: what was done, what waits, and where it is found again."""
    ours = organisation.ours()
    connected = [each for each in channels.all_channels() if not each.is_closed]
    return show(
        request,
        "wizard_done.html",
        "begin",
        channels=connected,
        read_only={each.pk for each in connected if not channels.can_answer(each)},
        undone=[(step, title_of(step)) for step in rules.left_undone(ours.steps)],
    )


def _choose_channel(request: Request) -> HttpResponse:
    found = sorted(
        channels.connectors().values(), key=lambda each: (each.key != "email", _(each.name))
    )
    return _show(
        request,
        CHANNEL,
        template="wizard_channel.html",
        title=title_of(CHANNEL),
        lead=_("Begin with one. It only listens: nothing leaves it, and nothing is changed in it."),
        platforms=[(each, presets_of(each)) for each in found],
        connected=[each for each in channels.all_channels() if not each.is_closed],
    )


def _preset(request: Request, presets: Any) -> Preset | None:
    wanted = request.GET.get("preset", "")
    return next((each for each in presets if each.key == wanted), None)


def _propose(request: Request, form: ChannelForm, preset: Preset | None) -> None:
    """Fill in what can be known: the name, the team, and the servers of a known provider."""
    team = setup.first_team(request.actor) if request.method == "POST" else None
    form.fields["name"].initial = _(preset.name if preset else form.connector.name)
    if team is not None and "team" not in request.POST:
        given = request.POST.copy()
        given["team"] = str(team.pk)
        form.data = given
    for name, value in (preset.settings if preset else {}).items():
        form.fields[PREFIX + name].initial = value


def _asked_first(
    form: ChannelForm, preset: Preset | None, typed: Mapping[str, str]
) -> list[forms.BoundField]:
    """Return what nobody can guess; the rest is folded away, filled in."""
    known = dict(preset.settings) if preset else {}
    answers = {asked.name: asked.default for asked in form.connector.fields} | known
    answers |= {name.removeprefix(PREFIX): value for name, value in typed.items()}
    return [
        form[PREFIX + asked.name]
        for asked in form.connector.fields
        if asked.name not in known and not asked.default and asked.is_asked(answers)
        if asked.required or asked.only_if
    ]


def _works(request: Request, form: ChannelForm) -> bool:
    """Try the connection, unless somebody who saw it fail wants to go on without."""
    if request.POST.get("act") == SAVE_ANYWAY:
        return True
    settings, secrets = form.account()
    try:
        connecting.try_connection(request.actor, form.connector, None, settings, secrets)
    except connecting.NeedsConsent:
        return True
    except connecting.NoConnection as problem:
        form.add_error(None, _("No connection. %(why)s Nothing was stored.") % {"why": problem})
        return False
    return True


def title_of(step: str) -> str:
    return _("Where do people write to you?") if step == CHANNEL else str(STEPS[step].title)


def _go_on(step: str) -> HttpResponse:
    following = rules.step_after(step)
    return redirect("begin_step", step=following) if following else redirect("begin_done")


def _show_links(request: Request, step: str, links: list[staffing.Invited]) -> HttpResponse:
    return _show(
        request,
        step,
        template="wizard_links.html",
        title=_("Hand over the links"),
        lead="",
        links=links,
        following=rules.step_after(step),
    )


def _show(
    request: Request,
    step: str,
    *,
    template: str = "wizard_step.html",
    status: int = 200,
    **facts: Any,
) -> HttpResponse:
    return show(
        request,
        template,
        "begin",
        status=status,
        step=step,
        number=rules.number_of(step),
        steps=len(rules.STEPS),
        before=rules.step_before(step),
        **facts,
    )


def _status(form: forms.Form) -> int:
    return 422 if form.errors else 200
