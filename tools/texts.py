"""Collects the texts people see into the Dutch catalogue, and compiles it. Run by `make texts`.

`python tools/texts.py --check` changes nothing; it fails when a text has no Dutch or the compiled
catalogue is stale.
"""

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "gehoor" / "locale" / "nl" / "LC_MESSAGES"
KEYWORDS = DEFAULT_KEYWORDS | {"gettext_lazy": None, "N_": None}


def main() -> int:
    """Write the catalogue anew, or with --check say what is wrong with it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare")
    only_compare = parser.parse_args().check
    catalogue = updated()
    complaints = [f"no Dutch text: {message}" for message in untranslated(catalogue)]
    if only_compare and compiled(catalogue) != (FOLDER / "django.mo").read_bytes():
        complaints.append("django.mo is stale: run `make texts`")
    if not only_compare:
        (FOLDER / "django.po").write_bytes(written(catalogue))
        (FOLDER / "django.mo").write_bytes(compiled(catalogue))
    sys.stderr.writelines(f"{complaint}\n" for complaint in complaints)
    return 1 if complaints else 0


def updated() -> Catalog:
    """Return the Dutch catalogue with exactly the texts the program has now."""
    with (FOLDER / "django.po").open("rb") as file:
        catalogue = read_po(file, locale="nl", domain="django")
    made = catalogue.creation_date
    catalogue.update(collected(), no_fuzzy_matching=True)
    catalogue.creation_date = made  # else the file would change at every run
    catalogue.obsolete.clear()
    return catalogue


def collected() -> Catalog:
    """Return every text marked for translation, in templates and code."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    template = Catalog(project="Gehoor")
    found = extract_from_dir(
        str(ROOT), methods, options, keywords=KEYWORDS, directory_filter=is_ours
    )
    for _, _, message, _, context in found:
        template.add(message, context=context)
    return template


def is_ours(folder: str) -> bool:
    path = Path(folder)
    return path == ROOT or path.is_relative_to(ROOT / "gehoor")


def untranslated(catalogue: Catalog) -> list[str]:
    return [str(message.id) for message in catalogue if message.id and not has_text(message.string)]


def has_text(string: str | Sequence[str] | None) -> bool:
    return bool(string) if isinstance(string, str) else bool(string and all(string))


def written(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    write_po(file, catalogue, width=100, sort_output=True, omit_header=False)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(main())
