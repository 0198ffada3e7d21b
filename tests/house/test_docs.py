"""The docs are complete and true: what is built is named, what is named exists, links resolve."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from gehoor.project.commands import COMMANDS
from tests.house.reading import ROOT, floors, project_settings
from tools import figures

SETTING = re.compile(
    r"""\b(?:text|number|decimal|path|pairs|secret|choice)\(\s*["']([A-Z][A-Z_]+)["']"""
)
READ_FROM_SYSTEM = re.compile(r"""environ(?:\.get\(|\[)["']([A-Z][A-Z_]+)["']""")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
# The places of one machine; what runs elsewhere must not know them.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/[\w.-]+")
ARTICLES = 15
# Told to us by Django, by the system or by our own tests; nobody sets them for an installation.
NOT_A_SETTING = frozenset({"DJANGO_SETTINGS_MODULE", "GEHOOR_TESTING", "INVOCATION_ID", "PATH"})


def docs(*names: str) -> str:
    return "\n".join((ROOT / name).read_text() for name in names)


def guides() -> str:
    return docs(*(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")))


def files_of_git() -> list[Path]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if answer.returncode:
        pytest.skip("This is no clone, so nobody can say which files are ours.")
    return [path for name in answer.stdout.splitlines() if (path := ROOT / name).is_file()]


def texts() -> Iterator[tuple[Path, str]]:
    for path in files_of_git():
        try:
            yield path, path.read_text()
        except UnicodeDecodeError:
            continue


def pages() -> list[Path]:
    return [path for path in files_of_git() if path.suffix == ".md"]


def settings_in(text: str) -> set[str]:
    found = {*SETTING.findall(text), *READ_FROM_SYSTEM.findall(text)}
    return found - NOT_A_SETTING


def test_every_setting_is_in_the_guide() -> None:
    code = "\n".join(
        path.read_text()
        for path in (ROOT / "gehoor").rglob("*.py")
        if not {"tests", "testing"} & set(path.parts)
    )
    guide = docs("docs/guides/settings.md")

    assert settings_in(code)
    assert {name for name in settings_in(code) if f"`{name}`" not in guide} == set()


def test_the_guide_names_no_setting_that_is_gone() -> None:
    code = "\n".join(path.read_text() for path in (ROOT / "gehoor").rglob("*.py"))
    listed = set(re.findall(r"^\|\s*`([A-Z][A-Z_]+)`", docs("docs/guides/settings.md"), re.M))

    assert listed - settings_in(code) - NOT_A_SETTING == set()


def test_a_setting_that_is_read_is_found() -> None:
    assert settings_in('env.text("GEHOOR_NEW", "")\nos.environ["GEHOOR_OTHER"]') == {
        "GEHOOR_NEW",
        "GEHOOR_OTHER",
    }


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_in_the_docs(command: str) -> None:
    assert f"`gehoor {command}" in guides()


@pytest.mark.parametrize("place", [*sorted(floors()), "testing"])
def test_every_floor_is_told_of_in_the_architecture(place: str) -> None:
    assert re.search(rf"^\s+{place}/\s+\w", docs("ARCHITECTURE.md"), re.MULTILINE)


def names_in(folder: str) -> list[str]:
    """Return the modules and packages of ours in a folder, without tests."""
    found = {path.stem for path in (ROOT / folder).iterdir() if path.suffix == ".py"}
    found |= {path.parent.name for path in (ROOT / folder).glob("*/__init__.py")}
    return sorted(found - {"__init__", "tests"})


@pytest.mark.parametrize("flow", names_in("gehoor/flows"))
def test_every_flow_is_told_of_in_the_architecture(flow: str) -> None:
    assert f"`flows/{flow}`" in docs("ARCHITECTURE.md")


@pytest.mark.parametrize("connector", names_in("gehoor/connectors"))
def test_every_connector_brings_its_own_page(connector: str) -> None:
    """A new connector edits nothing elsewhere, so its page lives in its folder."""
    found = list((ROOT / "gehoor" / "connectors" / connector).glob("*.md"))

    assert found, "a connector needs a page for the manual"
    assert all(path.read_text().startswith("# ") for path in found)


@pytest.mark.parametrize("connector", names_in("gehoor/connectors"))
def test_every_page_of_a_connector_is_reached_from_the_manual(connector: str) -> None:
    index = docs("docs/handleiding/README.md")

    assert f"](../../gehoor/connectors/{connector}/manual.md)" in index


def test_every_page_of_the_manual_is_in_its_index() -> None:
    folder = ROOT / "docs" / "handleiding"
    index = (folder / "README.md").read_text()

    missing = [page.name for page in folder.glob("*.md") if f"]({page.name})" not in index]
    assert missing == ["README.md"]


def test_every_decision_is_in_the_index() -> None:
    index = docs("docs/adr/README.md")
    decisions = [path.name for path in (ROOT / "docs" / "adr").glob("[0-9]*.md")]

    assert decisions
    assert [name for name in decisions if f"]({name})" not in index] == []


def test_a_decision_is_half_a_page() -> None:
    for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"):
        assert len(path.read_text().split()) <= 350, path.name


def test_the_changelog_has_the_version() -> None:
    version = project_settings()["project"]["version"]

    assert re.search(rf"^## {re.escape(version)}\b", docs("CHANGELOG.md"), re.MULTILINE)
    assert f'"{version}"' in docs("gehoor/__init__.py")
    assert public_code()["softwareVersion"] == version


def anchors(text: str) -> set[str]:
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in HEADING.findall(text)
    }


def broken_links(page: Path) -> list[str]:
    found = []
    for text, picture in LINK.findall(page.read_text()):
        target, _, anchor = (text or picture).partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        place = page.parent / target if target else page
        is_there = place.exists()
        if is_there and anchor and place.suffix == ".md":
            is_there = anchor in anchors(place.read_text())
        if not is_there:
            found.append(f"{page.name}: {text or picture}")
    return found


def test_links_between_pages_resolve() -> None:
    assert [link for page in pages() for link in broken_links(page)] == []


def test_a_broken_link_is_reported(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A\n[gone](gone.md) [here](#a) [not here](#b) ![picture](gone.png)\n")

    assert len(broken_links(page)) == 3


def test_no_file_knows_the_paths_of_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path, text in texts()
        if (match := MACHINE_PATH.search(text))
    ]

    assert found == []


def test_a_machine_path_is_recognised() -> None:
    assert MACHINE_PATH.search("see /" + "home/somebody/file")
    assert not MACHINE_PATH.search("see https://example.org/home/page")


def test_the_licence_is_whole() -> None:
    licence = docs("LICENSE")

    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert all(re.search(rf"^{n}\.\w", licence, re.MULTILINE) for n in range(1, ARTICLES + 1))
    assert "Compatible Licences" in licence


def public_code() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(docs("publiccode.yml"))
    return read


def test_publiccode_says_what_the_standard_asks() -> None:
    found = public_code()

    assert found["publiccodeYmlVersion"].startswith("0")
    assert {"name", "url", "platforms", "categories", "developmentStatus", "softwareType"} <= set(
        found
    )
    assert found["legal"]["license"] == project_settings()["project"]["license"]
    assert found["maintenance"]["type"] in {"internal", "contract", "community", "none"}
    assert found["maintenance"]["contacts"][0]["name"]
    assert set(found["localisation"]["availableLanguages"]) == {"nl", "en"}
    assert isinstance(found["localisation"]["localisationReady"], bool)
    for language in ("nl", "en"):
        described = found["description"][language]
        assert len(described["shortDescription"]) <= 150
        assert 150 <= len(described["longDescription"]) <= 10_000
        assert described["features"]


def test_the_list_of_figures_is_up_to_date() -> None:
    found = docs("docs/figures.md")

    assert found == figures.page(ROOT), "docs/figures.md is stale; run make bench."
