"""The list of what we ship (SBOM) names all of it, and nothing else."""

import json
from importlib.metadata import version

from cyclonedx.output.json import JsonV1Dot6

from tests.house.reading import ROOT
from tools import sbom

VENDORED = ROOT / "gehoor" / "screens" / "static" / "vendor"
LIST = json.loads(JsonV1Dot6(sbom.made_of()).output_as_string())


def of(source: str) -> dict[str, str]:
    found = [each for each in LIST["components"] if each["purl"].startswith(f"pkg:{source}/")]
    return {each["name"]: each["version"] for each in found}


def test_the_list_is_cyclonedx_about_this_version_of_gehoor() -> None:
    about = LIST["metadata"]["component"]

    assert (LIST["bomFormat"], LIST["specVersion"]) == ("CycloneDX", "1.6")
    assert (about["name"], about["type"]) == ("gehoor", "application")
    assert len(of("pypi")) + len(of("npm")) == len(LIST["components"])


def test_it_names_what_is_installed_from_the_lock_in_the_same_versions() -> None:
    names = {name for name, _ in sbom.pinned()}

    assert of("pypi") == {name: version(name) for name in names}


def test_nothing_that_an_installation_needs_is_missing() -> None:
    found = sbom.needs("gehoor")

    reached = set().union(*found.values())
    assert len(reached) > 25
    assert reached - set(of("pypi")) == set()


def test_it_names_what_we_ship_of_npm_and_nothing_of_our_tests() -> None:
    folders = {path.name for path in VENDORED.iterdir()}

    told = {f"{package['into']}-{package['version']}" for package in sbom.shipped()}
    assert told == folders
    assert of("npm") == {package["name"]: package["version"] for package in sbom.shipped()}
    assert "axe-core" not in of("npm")


def test_every_component_says_its_licence_and_where_it_stands() -> None:
    silent = [each["name"] for each in LIST["components"] if not each.get("licenses")]
    needing = {each["ref"] for each in LIST["dependencies"]}

    assert silent == []
    assert {each["bom-ref"] for each in LIST["components"]} <= needing
