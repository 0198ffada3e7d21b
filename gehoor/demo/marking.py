"""Marks every page as a demo, on its way out: no page can be made that goes without."""

import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation

from gehoor.demo.doors import world
from gehoor.demo.views import tasks_facts
from gehoor.demo.world import World
from gehoor.kit.clock import now
from gehoor.kit.table import MARK

WORD: Final = "[Voorbeeld]"
ON_TOP: Final = f'"{WORD} Verzonnen gegevens uit een demo van Gehoor"\r\n'
TITLE: Final = re.compile(rb"<title>\s*")
HEAD_END, HEADER, BODY = b"</head>", b'<header class="top">', re.compile(rb"<body[^>]*>")
FILE_NAME: Final = re.compile(r"""filename(\*?)=("?)(UTF-8'')?""")


class Marked:
    """Middleware: the word in the title, the bar above the page, the word in a file's name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        mark_file(answer)
        if isinstance(answer, HttpResponse):
            if is_page(answer):
                answer.content = marked(request, answer.content)
            elif answer.headers.get("Content-Type", "").startswith("text/csv"):
                answer.content = marked_table(answer.content)
            if answer.has_header("Content-Length"):
                answer["Content-Length"] = str(len(answer.content))
        return answer


def marked_table(content: bytes) -> bytes:
    """A table says on its first line that it is of a demo."""
    says_utf8 = MARK.encode()
    rows = content.removeprefix(says_utf8)
    return content[: len(content) - len(rows)] + ON_TOP.encode() + rows


def is_page(answer: HttpResponse) -> bool:
    """A whole page, and no part of one that a script put in its place."""
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    return is_html and not answer.has_header("Content-Encoding") and b"<body" in answer.content


def marked(request: HttpRequest, page: bytes) -> bytes:
    page = TITLE.sub(f"<title>{WORD} ".encode(), page, count=1)
    if not hasattr(request, "session"):
        return page  # the second origin: what a stranger sent, in a frame within a marked page
    page = page.replace(HEAD_END, links() + HEAD_END, 1)
    bar = bar_for(request)
    if HEADER in page:
        return page.replace(HEADER, bar + HEADER, 1)
    return BODY.sub(lambda found: found[0] + bar, page, count=1)


def links() -> bytes:
    style, script = staticfiles_storage.url("demo.css"), staticfiles_storage.url("demo.js")
    return (
        f'<link rel="stylesheet" href="{style}">\n<script type="module" src="{script}"></script>\n'
    ).encode()


def bar_for(request: HttpRequest) -> bytes:
    """Return the bar as this visitor sees it."""
    outside = world()
    email, language = who_looks(request)
    facts = {
        "colleagues": outside.town.colleagues.values(),
        "looks_as": email,
        "speed": outside.pace.speed,
        "minutes": outside.pace.minutes_at(now()),
        "page": request.get_full_path() if request.method == "GET" else "/",
        **tried(outside),
    }
    with translation.override(language):
        return render_to_string("demo/_bar.html", facts, request=request).encode()


def who_looks(request: HttpRequest) -> tuple[str, str]:
    """Return the address and language of who is logged in."""
    try:
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            return user.email, user.language
    except Error:
        pass  # the page says that the database is away
    return "", settings.LANGUAGE_CODE


def tried(outside: World) -> dict[str, Any]:
    """Return what was tried; nothing while the database is away, so that a page can say that."""
    try:
        return tasks_facts(outside)
    except Error:
        return {"tasks": [], "tasks_done": 0}


def mark_file(answer: HttpResponseBase) -> None:
    """Let every file that is saved carry the word in its name."""
    told = answer.headers.get("Content-Disposition", "")
    if "attachment" in told and WORD not in told:
        answer.headers["Content-Disposition"] = FILE_NAME.sub(named, told)


def named(found: re.Match[str]) -> str:
    word = quote(f"{WORD} ") if found[1] else "VOORBEELD-"
    return f"{found[0]}{word}"
