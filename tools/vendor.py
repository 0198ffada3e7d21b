"""Fetches what we ship of others, as tools/vendor.toml pins it, and writes NOTICE.

`python tools/vendor.py --check` changes nothing and fails when a committed file differs.
"""

import argparse
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha512
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "gehoor" / "screens" / "static"
FOR_TESTS = ROOT / "tests" / "vendor"
SHAPES = re.compile(r"<path (?!stroke=\"none\")[^>]*/>")


def main() -> int:
    """Write every vendored file, or with --check say which of them differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare")
    only_compare = parser.parse_args().check
    packages = tomllib.loads((ROOT / "tools" / "vendor.toml").read_text())["package"]
    wanted = dict(every_file(packages))
    differing = [path for path, content in wanted.items() if read(path) != content]
    for path in differing:
        print(("differs: " if only_compare else "written: ") + str(path.relative_to(ROOT)))
        if not only_compare:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wanted[path])
    return 1 if only_compare and differing else 0


def read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def every_file(packages: list[dict[str, Any]]) -> Iterator[tuple[Path, bytes]]:
    for package in packages:
        place = FOR_TESTS if is_for_tests(package) else STATIC / "vendor"
        folder = place / f"{package['into']}-{package['version']}"
        inside = unpack(package)
        for name in package["files"]:
            yield folder / Path(name).name, inside[f"package/{name}"]
        if icons := package.get("sprite"):
            yield STATIC / "icons.svg", sprite(icons, inside)
    yield ROOT / "NOTICE", notice(packages).encode()


def is_for_tests(package: dict[str, Any]) -> bool:
    """Is it only in the repository, and in no wheel?"""
    return bool(package.get("for_tests"))


def unpack(package: dict[str, Any]) -> dict[str, bytes]:
    """Return the files of the pinned tarball; refuse it when it is not the one we pinned."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", f"{package['name']}@{package['version']}"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        [tarball] = Path(folder).glob("*.tgz")
        if b64encode(sha512(tarball.read_bytes()).digest()).decode() != package["sha512"]:
            sys.exit(f"{package['name']} {package['version']} is not the tarball we pinned")
        with tarfile.open(tarball) as inside:
            members = [member for member in inside.getmembers() if member.isfile()]
            return {member.name: inside.extractfile(member).read() for member in members}  # type: ignore[union-attr]


def sprite(icons: list[str], inside: dict[str, bytes]) -> bytes:
    symbols = [symbol(icon, inside[f"package/icons/outline/{icon}.svg"]) for icon in icons]
    return ('<svg xmlns="http://www.w3.org/2000/svg">\n' + "".join(symbols) + "</svg>\n").encode()


def symbol(icon: str, drawing: bytes) -> str:
    shapes = "".join(SHAPES.findall(drawing.decode()))
    return f'<symbol id="{icon}" viewBox="0 0 24 24">{shapes}</symbol>\n'


def notice(packages: list[dict[str, Any]]) -> str:
    lines = [
        "Gehoor ships these works of others. Each stands, with its licence, in",
        "gehoor/screens/static/vendor/. Written by tools/vendor.py.",
        "",
    ]
    lines += [line_of(each) for each in packages if not is_for_tests(each)]
    lines += ["", "Its tests use these, which stand in tests/vendor/ and are not shipped:", ""]
    lines += [line_of(each) for each in packages if is_for_tests(each)]
    lines += ["", "The lists of names in gehoor/kit/personal/lists/ that end on _faker are of:", ""]
    return "\n".join([*lines, "Faker: MIT", ""])


def line_of(package: dict[str, Any]) -> str:
    return f"{package['name']} {package['version']}: {package['licence']}"


if __name__ == "__main__":
    sys.exit(main())
