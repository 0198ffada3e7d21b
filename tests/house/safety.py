"""What would let strangers' text act: in templates, in SQL, in translated sentences."""

import ast
import re
from collections.abc import Iterator

from tests.house.reading import Source, calls, rule

TRANSLATE = frozenset(
    {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
)
ASKS = frozenset({"execute", "executemany", "raw", "extra", "RawSQL", "copy", "RunSQL"})
# Names of roles, databases, channels and columns cannot be parameters of SQL; in these files they
# are constants written there.
NAMES_CANNOT_BE_PARAMETERS = (
    "gehoor/inbox/queries/pages.py",
    "gehoor/inbox/queries/reading_mode.py",
    "gehoor/project/embedded.py",
    "gehoor/screens/live/ear.py",
    "gehoor/testing/",
    "benchmarks/",
    "tests/",
)
# The one place where cleaned HTML of strangers is shown: on the second origin, in a sandbox.
SHOWS_CLEANED_HTML = frozenset({"gehoor/screens/untrusted/original.html"})
# The page on which builders look at the components speaks to builders only.
FOR_BUILDERS = ("gehoor/screens/components/",)
OUR_NAME = frozenset({"Gehoor"})
MAKES_FORMS_OF_TABLES = frozenset({"ModelForm", "modelform_factory", "modelformset_factory"})
TRUSTED = frozenset({"mark_safe", "SafeString", "SafeText"})
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
TRANS_BLOCK = re.compile(r"\{%-?\s*trans\b.*?%\}.*?\{%-?\s*endtrans\s*-?%\}", re.DOTALL)
CLASS_BLOCK = re.compile(r"\{%\s*block \w+_class\s*%\}.*?\{%\s*endblock\s*%\}", re.DOTALL)
TAGS = re.compile(
    r"""<!--.*?-->|<(style|script|svg)\b.*?</\1>|<[^>]*>|[\w-]+="[^"]*\"""", re.DOTALL
)
FORBIDDEN_IN_TEMPLATES = (
    (re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE), "has an inline handler."),
    (re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE), "has an inline style."),
    (re.compile(r"<style\b", re.IGNORECASE), "has a style block."),
    (re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE), "scripts."),
    (re.compile(r"javascript:", re.IGNORECASE), "has a javascript: address."),
    (re.compile(r"\|\s*safe\b|autoescape\s+false"), "lets text through unescaped."),
    (
        re.compile(r"""\b_\(\s*[^"'\s]"""),
        "lets text through unescaped; use |in_words.",
    ),
    (re.compile(r"""\b(src|href)=["']https?://""", re.IGNORECASE), "loads from elsewhere."),
)


def _is_built(node: ast.AST) -> bool:
    """Is this text put together from parts: an f-string, %, + or format?"""
    match node:
        case ast.JoinedStr() | ast.BinOp(op=ast.Mod() | ast.Add()):
            return True
        case ast.Call(func=ast.Attribute(attr="format" | "join", value=owner)):
            return not isinstance(owner, ast.Call)  # psycopg.sql.SQL("…").format quotes
        case ast.Call(func=ast.Attribute(attr="encode", value=inner)):
            return _is_built(inner)
    return False


@rule(
    ("gehoor/inbox/queries.py", "cursor.execute(f'SELECT {name}')\n"),
    ("gehoor/inbox/queries.py", "cursor.execute('SELECT %s' % name)\n"),
    ("gehoor/inbox/queries.py", "Message.objects.raw('SELECT ' + name)\n"),
)
def sql_is_not_put_together_from_text(source: Source) -> Iterator[str]:
    if source.is_test or source.name.startswith(NAMES_CANNOT_BE_PARAMETERS):
        return
    for call, name in calls(source):
        if name in ASKS and call.args and _is_built(call.args[0]):
            yield source.at(call, "SQL put together from text; use parameters.")


@rule(
    ("gehoor/screens/inbox/views.py", "_(f'Hello {name}')\n"),
    ("gehoor/flows/replies.py", "gettext('Hello %s' % name)\n"),
    ("gehoor/flows/replies.py", "gettext('Hello {}'.format(name))\n"),
)
def translated_sentences_are_whole(source: Source) -> Iterator[str]:
    for call, name in calls(source):
        if name in TRANSLATE and any(_is_built(part) for part in call.args):
            yield source.at(call, "a translated sentence is filled in after translation.")


@rule(("gehoor/screens/inbox/views.py", "from django.utils.safestring import mark_safe\n"))
def nothing_is_declared_safe(source: Source) -> Iterator[str]:
    for node in source.nodes:
        names = [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
        if TRUSTED & set(names):
            yield source.at(node, "declares text safe; let it be escaped.")


@rule(
    ("gehoor/screens/inbox/views.py", "class F(forms.ModelForm):\n    pass\n"),
    ("gehoor/screens/inbox/views.py", "form = modelform_factory(User)\n"),
    ("gehoor/flows/staffing.py", "User(**request.POST.dict())\n"),
)
def a_form_names_its_fields(source: Source) -> Iterator[str]:
    """Else what is sent along beside them could change what nobody offered to change."""
    for node in source.nodes:
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in MAKES_FORMS_OF_TABLES:
                yield source.at(node, "a form made of a table; name its fields.")
            case ast.keyword(arg=None, value=ast.Call(func=ast.Attribute(attr="dict", value=sent))):
                if isinstance(sent, ast.Attribute) and sent.attr in ("POST", "GET"):
                    yield source.at(node.value, "takes over whatever was sent.")


@rule(
    ("gehoor/screens/inbox/a.html", '<p onclick="a()"></p>\n'),
    ("gehoor/screens/inbox/b.html", '<p style="color: red"></p>\n'),
    ("gehoor/screens/inbox/c.html", "<style>p {}</style>\n"),
    ("gehoor/screens/inbox/d.html", "<script>a()</script>\n"),
    ("gehoor/screens/inbox/e.html", "{{ text|safe }}\n"),
    ("gehoor/screens/inbox/g.html", "{{ _(problem) }}\n"),
    ("gehoor/screens/inbox/f.html", '<img src="https://cdn.example/a.png">\n'),
    suffix=".html",
)
def templates_hold_no_code(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.text.splitlines(), 1):
        for pattern, sentence in FORBIDDEN_IN_TEMPLATES:
            is_cleaned = "|safe" in line and source.name in SHOWS_CLEANED_HTML
            if pattern.search(line) and source.is_in("gehoor") and not is_cleaned:
                yield source.at(number, sentence)


@rule(
    ("gehoor/screens/inbox/a.html", "<p>Goedemorgen</p>\n"),
    ("gehoor/screens/inbox/b.html", "<b>{{ name }}</b> wrote\n"),
    suffix=".html",
)
def words_on_screen_are_translated(source: Source) -> Iterator[str]:
    if not source.is_in("gehoor/screens") or source.name.startswith(FOR_BUILDERS):
        return
    text = CLASS_BLOCK.sub(_keep_lines, TRANS_BLOCK.sub(_keep_lines, source.text))
    text = TAGS.sub(_keep_lines, JINJA.sub(_keep_lines, text))
    for number, line in enumerate(text.splitlines(), 1):
        words = re.findall(r"(?<!&)\b[^\W\d_]{2,}", line)
        if set(words) - OUR_NAME:
            yield source.at(number, f"words that cannot be translated: {' '.join(words)}")


def _keep_lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


CALLS_OUT = re.compile(
    r"(httpx|httpcore|requests|aiohttp|urllib3|urllib\.request|http\.client|imaplib|imap_tools"
    r"|smtplib|ftplib|poplib|telnetlib|xmlrpc\.client|websockets?|socket|asyncio\.open_connection)\b"
)
CONNECTS = frozenset(
    {"create_connection", "open_connection", "connect_ex", "urlopen", "urlretrieve", "getaddrinfo"}
)
# Who may call out, and why that is no address a stranger gave us.
MAY_CALL_OUT = {
    "gehoor/kit/safefetch/": "the safe fetcher itself",
    "gehoor/kit/certificates.py": "our own address, which the operator set",
    "gehoor/connectors/email/certificates.py": "mail servers, set by an administrator",
    "gehoor/connectors/email/folders.py": "mail servers, set by an administrator",
    "gehoor/connectors/email/reading.py": "mail servers, set by an administrator",
    "gehoor/connectors/email/sending.py": "mail servers, set by an administrator",
    "gehoor/connectors/email/servers.py": "mail servers, set by an administrator",
    "gehoor/connectors/pretend/": "our own stand-in, which is on this machine or refused",
    "gehoor/flows/alarms.py": "names the errors of the mail server the operator set",
    "gehoor/project/": "our own ports and sockets, and the database the operator set",
    "gehoor/testing/": "servers on loopback",
    "benchmarks/": "servers on loopback",
    "tests/": "servers on loopback",
    "tools/": "builders' tools",
}


@rule(
    ("gehoor/connectors/feed/reading.py", "import httpx\n"),
    ("gehoor/connectors/email/oauth.py", "import httpx\n"),
    ("gehoor/flows/previews.py", "from urllib.request import urlopen\n"),
    ("gehoor/flows/previews.py", "import urllib.request\n"),
    ("gehoor/kit/links.py", "import socket\n"),
    ("gehoor/kit/links.py", "from http import client\nimport http.client\n"),
    ("gehoor/screens/settings/views.py", "import asyncio\nasyncio.open_connection('a', 1)\n"),
    ("gehoor/connectors/feed/parse.py", "import feedparser\nfeedparser.parse(address)\n"),
    ("gehoor/connectors/feed/parse.py", "import feedparser\nfeedparser.parse(given['url'])\n"),
)
def nothing_else_calls_out(source: Source) -> Iterator[str]:
    """An address somebody gave us is reached through the safe fetcher and in no other way."""
    if source.is_test or source.name.startswith(tuple(MAY_CALL_OUT)):
        return
    for node in source.nodes:
        if any(CALLS_OUT.match(module) for module in _modules(node)):
            yield source.at(node, "calls out; use gehoor.kit.safefetch.")
    for call, name in calls(source):
        if name in CONNECTS:
            yield source.at(call, "calls out; use gehoor.kit.safefetch.")
        if _hands_feedparser_a_name(call):
            yield source.at(call, "feedparser fetches a name; give it io.BytesIO(content).")


def _modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def _hands_feedparser_a_name(call: ast.Call) -> bool:
    """Feedparser opens what looks like an address or a file, unless it is given a stream."""
    match call.func:
        case ast.Attribute(attr="parse", value=ast.Name(id="feedparser")):
            return not (
                isinstance(call.args[0], ast.Call) and ast.unparse(call.args[0].func) == "BytesIO"
            )
    return False
