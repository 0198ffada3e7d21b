"""Writes the list of what Gehoor is made of (SBOM), as CycloneDX JSON: `make sbom`.

It names the packages that requirements/ pins for every installation and what vendor.toml says we
ship of others. What only our tests use is not in it. The hash of every file of a package stands in
requirements/; a package of npm, of which we ship pieces, carries the hash of its one file here.
"""

import re
import sys
import tomllib
from base64 import b64decode
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, metadata, requires
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from gehoor import __version__

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("base.txt", "build.txt")
PIN = re.compile(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
SORT_OF_LICENCE = "License :: OSI Approved :: "
LONGEST_LICENCE = 60


def main() -> int:
    """Write dist/gehoor-VERSION.cdx.json."""
    path = ROOT / "dist" / f"gehoor-{__version__}.cdx.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(JsonV1Dot6(made_of()).output_as_string(indent=2) + "\n")
    sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    return 0


def made_of() -> Bom:
    """Return everything a released Gehoor is made of, and what needs what."""
    bom = Bom()
    ours = _component("pypi", "gehoor", __version__, kind=ComponentType.APPLICATION)
    ours.licenses.add(_licence("EUPL-1.2"))
    bom.metadata.component = ours
    packages = {name: _of_python(name, version) for name, version in pinned()}
    pieces = [_of_npm(package) for package in shipped()]
    bom.components.update(packages.values(), pieces)
    needed = needs("gehoor")
    bom.register_dependency(ours, [packages[name] for name in needed["gehoor"]] + pieces)
    for name, package in packages.items():
        known = [packages[other] for other in needed.get(name, ()) if other in packages]
        bom.register_dependency(package, known)
    return bom


def pinned() -> Iterator[tuple[str, str]]:
    """Give each package of an installation with the version it is pinned to."""
    for lock in LOCKS:
        for name, version in PIN.findall((ROOT / "requirements" / lock).read_text()):
            yield canonicalize_name(name), version


def shipped() -> list[dict[str, Any]]:
    """Return the packages of npm of which pieces are in the wheel."""
    packages = tomllib.loads((ROOT / "tools" / "vendor.toml").read_text())["package"]
    return [package for package in packages if not package.get("for_tests")]


def needs(root: str) -> dict[str, set[str]]:
    """Return what each package needs of others on this machine, from what is installed."""
    found: dict[str, set[str]] = {}
    seen: set[tuple[str, str]] = set()
    todo = [(root, "")]
    while todo:
        name, extra = turn = todo.pop()
        if turn in seen:
            continue
        seen.add(turn)
        for line in requires(name) or ():
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
                other = canonicalize_name(wanted.name)
                found.setdefault(name, set()).add(other)
                todo += [(other, each) for each in ("", *wanted.extras)]
    return found


def _of_python(name: str, version: str) -> Component:
    component = _component("pypi", name, version)
    component.licenses.update(_licence(text) for text in _licences(metadata(name)))
    return component


def _of_npm(package: dict[str, Any]) -> Component:
    component = _component("npm", package["name"], package["version"])
    component.licenses.add(_licence(package["licence"]))
    digest = b64decode(package["sha512"]).hex()
    component.hashes.add(HashType(alg=HashAlgorithm.SHA_512, content=digest))
    return component


def _component(
    source: str, name: str, version: str, *, kind: ComponentType = ComponentType.LIBRARY
) -> Component:
    space, _, short = name.rpartition("/")
    purl = PackageURL(source, space or None, short, version)
    return Component(name=name, version=version, type=kind, purl=purl, bom_ref=str(purl))


def _licences(told: PackageMetadata) -> list[str]:
    """Return what a package says of its licence, in the best way it says it."""
    if "License-Expression" in told:
        return [told["License-Expression"]]
    sorts = [text for text in told.get_all("Classifier") or () if text.startswith(SORT_OF_LICENCE)]
    if sorts:
        return [text.removeprefix(SORT_OF_LICENCE) for text in sorts]
    text = told["License"].strip() if "License" in told else ""
    return [text] if text and len(text) <= LONGEST_LICENCE else []


def _licence(text: str) -> License:
    return LicenseFactory().make_from_string(text)


if __name__ == "__main__":
    sys.exit(main())
