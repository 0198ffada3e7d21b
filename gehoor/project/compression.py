"""Makes pages small on their way out. Static files are compressed beforehand, streams never."""

import gzip
import re
import secrets
from collections.abc import Callable

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

# Below this the frame of a compressed answer weighs more than it saves.
SMALLEST = 400
# A page is compressed anew for every visit, so speed counts as much as size.
BROTLI_QUALITY = 4
GZIP_LEVEL = 5
COMPRESSIBLE = ("text/html", "application/json")
LONGEST_PADDING = 64
REFUSED = re.compile(r";\s*q=0(\.0*)?$")


class Compression:
    """Middleware: brotli or gzip, whichever the browser takes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if isinstance(answer, HttpResponse) and _is_worth_it(answer):
            patch_vary_headers(answer, ["Accept-Encoding"])
            _compress(answer, request.headers.get("Accept-Encoding", ""))
        return answer


def _is_worth_it(answer: HttpResponse) -> bool:
    return (
        not answer.has_header("Content-Encoding")
        and answer.headers.get("Content-Type", "").startswith(COMPRESSIBLE)
        and len(answer.content) >= SMALLEST
    )


def _compress(answer: HttpResponse, accepted: str) -> None:
    offers = [offer.strip() for offer in accepted.lower().split(",")]
    taken = {offer.split(";")[0].strip() for offer in offers if not REFUSED.search(offer)}
    if "br" in taken:
        answer.content = brotli.compress(answer.content, quality=BROTLI_QUALITY)
        answer["Content-Encoding"] = "br"
    elif "gzip" in taken:
        answer.content = gzip.compress(answer.content, compresslevel=GZIP_LEVEL, mtime=0)
        answer["Content-Encoding"] = "gzip"
    else:
        return
    if answer.has_header("Content-Length"):
        answer["Content-Length"] = str(len(answer.content))
    # Who can put text in a page and see how long the answer is, over and over, could guess a
    # secret in it from how well it compresses (BREACH). A random length hides that difference;
    # Django's form tokens besides differ in every page.
    answer["X-Padding"] = "." * (1 + secrets.randbelow(LONGEST_PADDING))
