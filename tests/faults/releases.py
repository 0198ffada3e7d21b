"""The next releases of the program: copies of it with a change to the tables that are busiest."""

import re
import shutil
from pathlib import Path

import gehoor

SOURCE = Path(gehoor.__file__).parent
CHANGED = (("inbox", "models/messages.py", "Message"), ("channels", "models.py", "Delivery"))
MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("{app}", "{after}")]
    operations = [
        migrations.AddField("{model}", "{field}", models.CharField(max_length=9, db_default="new")),
        migrations.AddIndex("{model}", models.Index(fields=["{field}"], name="{app}_{field}")),
    ]
"""


def version(number: int) -> str:
    return f"{gehoor.__version__}.{number}"


def make_release(folder: Path, number: int) -> Path:
    """Write release `number` below `folder`; return what to put first where Python looks.

    It has every migration of those before it, and one for each table of its own: a column that its
    models read and write, and the release before does not know.
    """
    place = folder / f"release-{number}"
    shutil.copytree(SOURCE, place / "gehoor", ignore=shutil.ignore_patterns("tests"))
    for each in range(1, number + 1):
        for app, models, model in CHANGED:
            _add_column(place / "gehoor" / app, models, model, f"release_{each}")
    _write(place / "gehoor" / "__init__.py", gehoor.__version__, version(number))
    return place


def _add_column(room: Path, models: str, model: str, field: str) -> None:
    last = sorted(path.stem for path in (room / "migrations").glob("[0-9]*.py"))[-1]
    name = f"{int(last[:4]) + 1:04}_{field}"
    text = MIGRATION.format(app=room.name, after=last, model=model.lower(), field=field)
    (room / "migrations" / f"{name}.py").write_text(text.lstrip())
    column = f'    {field} = models.CharField(max_length=9, db_default="new")\n'
    begin = re.compile(rf'(class {model}\(models\.Model\):\n    """.*?"""\n)', re.DOTALL)
    index = f'            models.Index(fields=["{field}"], name="{room.name}_{field}"),\n'
    path = room / models
    path.write_text(begin.sub(rf"\g<1>\n{column}", path.read_text(), count=1))
    _add_index(path, model, index)


def _add_index(path: Path, model: str, index: str) -> None:
    """Name the index in the model's own list of them."""
    before, found, after = path.read_text().partition(f"class {model}(models.Model):")
    start = after.index("indexes: ClassVar = [\n") + len("indexes: ClassVar = [\n")
    path.write_text(before + found + after[:start] + index + after[start:])


def _write(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text().replace(f'"{old}"', f'"{new}"'))
