"""The demo's own pages: where it begins, its bar's buttons, and the page of a resident.

Everybody may use them, logged in or not: nobody in the demo is real, and it answers this computer
only.
"""

import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import login as start_session
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoor.demo import again, tasks
from gehoor.demo.doors import world
from gehoor.demo.drawing import draw
from gehoor.demo.letters import Letter
from gehoor.demo.mailbox import channels_of, threads_of
from gehoor.demo.pace import SPEEDS
from gehoor.demo.stories import MAIL, Resident
from gehoor.demo.world import World
from gehoor.kit.clock import now
from gehoor.logins.models import Session
from gehoor.people import queries as people
from gehoor.people.policies import anyone
from gehoor.screens.access import Request, who_may

BACKEND = settings.AUTHENTICATION_BACKENDS[-1]
LONGEST_TEXT = {"mastodon": 500, "bluesky": 300, "messages": 500}
LONGEST_MAIL, LONGEST_SUBJECT = 5000, 150
SPEAK_TO = ("fatima", "kees", "sanne", "abdel", "wilma", "marijn", "noor", "joris")
"""residents who stand first in the list"""
WORDS = {
    "info": "E-mail aan info@",
    "afval": "E-mail aan afval@",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
    "messages": "Berichtendienst",
}


@who_may(anyone)
@require_safe
@never_cache
def welcome(request: Request) -> HttpResponse:
    """Say what this is, and let somebody choose as whom they look around."""
    facts = {"colleagues": world().town.colleagues.values(), "place": "demo"}
    return render(request, "demo/welcome.html", facts)


@who_may(anyone)
@require_POST
def look_as(request: Request) -> HttpResponse:
    """Log in as one of the five colleagues, or go to the page of a resident."""
    key = request.POST.get("as", "")
    if key == "resident":
        return redirect("demo_residents")
    colleague = world().town.colleagues.get(key)
    user = people.active().filter(email=colleague.email).first() if colleague else None
    if user is None:
        raise Http404
    start_session(request, user, backend=BACKEND)
    request.session["how"] = Session.How.PASSWORD.value
    return redirect("/")


@who_may(anyone)
@require_POST
def change_pace(request: Request) -> HttpResponse:
    """Let what comes in stand still, go on, or come faster."""
    speed = SPEEDS.get(request.POST.get("speed", ""))
    if speed is None:
        raise Http404
    world().go(speed, now=now())
    return redirect(_where_from(request))


@who_may(anyone)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def begin_again(request: Request) -> HttpResponse:
    """Throw this demo away and begin a new one, once somebody says so."""
    if request.method == "POST":
        again.ask(Path(settings.GEHOOR_HOME))
    facts = {"is_asked": request.method == "POST", "place": "demo"}
    return render(request, "demo/again.html", facts)


@who_may(anyone)
@require_safe
@never_cache
def show_tasks(request: Request) -> HttpResponse:
    """The list of things to try, with what was done ticked; our script fetches it anew."""
    return render(request, "demo/_tasks.html", tasks_facts(world()))


def tasks_facts(outside: World) -> dict[str, Any]:
    found = tasks.state(outside)
    return {
        "tasks": [(_(task.words), _(task.how), is_done) for task, is_done in found],
        "tasks_done": sum(is_done for _task, is_done in found),
    }


@who_may(anyone)
@require_safe
def begin_real(request: Request) -> HttpResponse:
    """Say how a real installation is made; this one can never become it."""
    return render(request, "demo/real.html", {"place": "demo"})


@who_may(anyone)
@require_safe
@never_cache
def residents(request: Request) -> HttpResponse:
    """Let somebody choose the resident as whom they write."""
    town = world().town
    people_of = [each for each in town.residents.values() if each.kind == "person"]
    first = [town.residents[key] for key in SPEAK_TO if key in town.residents]
    rest = sorted((each for each in people_of if each not in first), key=lambda each: each.name)
    return render(request, "demo/residents.html", {"first": first, "rest": rest, "place": "demo"})


@who_may(anyone)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def resident(request: Request, key: str) -> HttpResponse:
    """The municipality's own site as one resident sees it: writing, and what came back."""
    outside = world()
    writer = outside.town.residents.get(key)
    if writer is None or writer.kind != "person":
        raise Http404
    typed = {name: request.POST.get(name, "").strip() for name in ("text", "subject", "channel")}
    problem = ""
    if request.method == "POST":
        answers = request.POST.get("thread", "")
        problem = write(outside, writer, typed, thread=answers)
        if not problem:
            return redirect("demo_resident", key=key)
    facts = {
        "writer": writer,
        "threads": threads_of(writer, outside),
        "channels": [(each, WORDS[each]) for each in channels_of(writer)],
        "channel_words": WORDS | {"news": "Nieuws"},
        "typed": typed,
        "problem": problem,
        "place": "demo",
    }
    return render(request, "demo/resident.html", facts, status=422 if problem else 200)


@who_may(anyone)
@require_safe
def picture(request: Request, letter: str) -> HttpResponse:
    """The picture a resident sent along, as they have it themselves."""
    seen = world().picture_alt_of(letter)
    if not seen:
        raise Http404
    return HttpResponse(draw(seen), "image/png")


def write(outside: World, writer: Resident, typed: dict[str, str], *, thread: str) -> str:
    """Post what somebody typed as a resident; return what is wrong with it, or nothing."""
    begun = next((each for each in threads_of(writer, outside) if each.id == thread), None)
    channel = begun.channel if begun else typed["channel"]
    if channel not in channels_of(writer):
        return _("Choose where this resident writes. Nothing was sent.")
    longest = LONGEST_TEXT.get(channel, LONGEST_MAIL)
    if not typed["text"] or len(typed["text"]) > longest:
        return _("Write between 1 and %(longest)s characters. Nothing was sent.") % {
            "longest": longest
        }
    mark = uuid.uuid4().hex[:12]
    outside.write(
        Letter(
            id=f"hand.{mark}",
            thread=begun.id if begun else f"hand-{mark}",
            channel=channel,
            resident=writer.key,
            text=typed["text"].replace("\r\n", "\n"),
            at=now(),
            subject=subject_of(begun.subject if begun else typed["subject"], channel),
            above=tuple(said.name for said in reversed(begun.said)) if begun else (),
        )
    )
    return ""


def subject_of(typed: str, channel: str) -> str:
    if channel not in MAIL:
        return ""
    return typed[:LONGEST_SUBJECT] or _("A question")


def _where_from(request: Request) -> str:
    """Return the page a button of the bar stood on."""
    page = request.POST.get("from", "")
    return page if page.startswith("/") and url_has_allowed_host_and_scheme(page, None) else "/"
