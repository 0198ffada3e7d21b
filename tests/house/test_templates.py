"""Nothing in a template stands where a browser takes it apart: there script and style miss it."""

import re
from html.parser import HTMLParser
from pathlib import Path

from tests.house.reading import ROOT

TEMPLATES = sorted((ROOT / "gehoor").rglob("*.html"))
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.S)
# A paragraph ends by itself where one of these begins.
ENDS_A_PARAGRAPH = {
    "address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "menu",
    "nav", "ol", "p", "pre", "search", "section", "table", "ul",
}  # fmt: skip
NEVER_WITHIN = {
    "p": ENDS_A_PARAGRAPH,
    "form": {"form"},
    "label": {"label"},
    "a": {"a", "button", "input", "select", "textarea", "label", "details"},
    "button": {"a", "button", "input", "select", "textarea", "label", "details"},
    "summary": {"button", "input", "select", "textarea", "details"},
}
# What may be in it whatever is around it: a page of its own, as it were.
APART = {"template", "details", "td", "th"}
EMPTY = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
}  # fmt: skip


class Nesting(HTMLParser):
    """Reads tags as they are written, and notes what stands where it cannot stay."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for around in reversed(self.open):
            if tag in NEVER_WITHIN.get(around, ()):
                self.found.append(f"line {self.getpos()[0]}: <{tag}> within <{around}>")
            if around in APART:
                break
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag) :]


def misplaced(template: str) -> list[str]:
    """Return what a browser would move or end, by line. Both sides of a choice count as written."""
    reader = Nesting()
    # Lines stay where they are; what a template works out may be any text, but for a whole form.
    reader.feed(JINJA.sub(lambda part: _form(part[0]) + "\n" * part[0].count("\n"), template))
    return reader.found


def _form(part: str) -> str:
    return "<form></form>" * len(re.findall(r"\bpost_button\(", part))


def told(path: Path) -> list[str]:
    name = path.relative_to(ROOT)
    return [f"{name}, {each}" for each in misplaced(path.read_text())]


def test_nothing_stands_where_a_browser_takes_it_apart() -> None:
    assert [each for path in TEMPLATES for each in told(path)] == []


def test_a_form_in_a_paragraph_and_a_button_in_a_link_are_found() -> None:
    paragraph = '<p>Gesplitst.\n{% if may %}<form method="post"></form>{% endif %}</p>'

    assert misplaced(paragraph) == ["line 2: <form> within <p>"]
    assert misplaced('<p class="actions">{{ post_button("/weg/", "Weg") }}</p>') != []
    assert misplaced("<a href='/'><button>Weg</button></a>") == ["line 1: <button> within <a>"]
    assert misplaced("<form><p>Een</p><p>Twee</p></form>") == []
