"""What people read: complete in Dutch, and never written into a template."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCREENS = ROOT / "gehoor" / "screens"
TEMPLATES = sorted(path for path in SCREENS.rglob("*.html"))
# Names are the same in every language; the page of parts holds examples.
SAME_EVERYWHERE = {"Gehoor", "UTF-8"}
EXAMPLES = {"components/page.html"}


def test_every_text_has_a_dutch_one_and_the_compiled_catalogue_is_fresh() -> None:
    checked = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "texts.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SCREENS)))
def test_a_template_holds_no_text_of_its_own(template: Path) -> None:
    if str(template.relative_to(SCREENS)) in EXAMPLES:
        pytest.skip("Its words are examples, in English only.")

    assert texts_in(template.read_text()) - SAME_EVERYWHERE == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SCREENS)))
def test_a_template_holds_no_inline_script_or_style(template: Path) -> None:
    source = re.sub(r"\{#.*?#\}", "", template.read_text(), flags=re.DOTALL)

    assert not re.search(r"<[^>]*\son\w+\s*=", source)
    assert not re.search(r"<[^>]*\sstyle\s*=", source)
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)", source)
    assert "javascript:" not in source
    assert not re.search(r"\bhx-on|\bhx-live|\bjs:", source)


def texts_in(source: str) -> set[str]:
    """Return the words that stand between tags, after everything Jinja has been taken out."""
    bare = re.sub(r"\{#.*?#\}|\{%\s*trans.*?endtrans\s*%\}", " ", source, flags=re.DOTALL)
    # A block that gives a class name, and a macro that gives an attribute, are not between tags.
    bare = re.sub(r"\{% block \w+_class %\}.*?\{% endblock %\}", "", bare)
    bare = re.sub(r"\{% macro _described.*?endmacro %\}", "", bare)
    bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", bare, flags=re.DOTALL)
    lines = re.sub(r"<[^>]*>", "\n", bare, flags=re.DOTALL).split("\n")
    bare_lines = (re.sub(r"^\W+|\W+$", "", line) for line in lines)
    return {line for line in bare_lines if re.search(r"[A-Za-z]{2}", line)}
