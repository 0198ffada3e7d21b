"""A mark by which files are found stands in the file of its test: others are not even read."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# It gives `axe`, and no file is passed over for want of that.
MAY_MARK = {"tests/journeys/conftest.py"}


def test_no_test_gets_a_mark_elsewhere_than_in_its_own_file() -> None:
    files = [path for folder in ("gehoor", "tests") for path in (ROOT / folder).rglob("*.py")]
    wanted = ("add_" + "marker(", "import " + "pytestmark")
    marking = {
        str(path.relative_to(ROOT))
        for path in files
        if any(each in path.read_text() for each in wanted)
    }
    assert marking == MAY_MARK
