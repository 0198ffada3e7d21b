"""An empty installation of its own for a test: another database, another folder. And a full one."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import override_settings
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from gehoor.flows.portable.exporting import export
from gehoor.project import schema
from gehoor.project.backup import restoring
from gehoor.project.backup.archive import opened
from tests.backups.elsewhere import OLD, OWNER_URL, Elsewhere, database_of_its_own, quiet
from tests.backups.filling import Rows, fill, rows_carried


@dataclass(frozen=True)
class Whole:
    """An export of an installation with something of everything, and the rows it had."""

    path: Path
    rows: Rows


@pytest.fixture(scope="package")
def whole(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Whole:
    place = tmp_path_factory.mktemp("filled")
    with (
        database_of_its_own(OWNER_URL) as url,
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=place / "files", DATABASE_OWNER_URL=url),
        schema.connected_as_owner(),
    ):
        schema.bring_up_to_date()
        fill()
        rows = rows_carried()
        export(place / "export.zip", say=quiet)
    return Whole(place / "export.zip", rows)


@pytest.fixture(scope="package")
def once_restored(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[tuple[str, Path]]:
    """The address and folder of an installation that the oldest backup came back in."""
    files = tmp_path_factory.mktemp("restored") / "files"
    with (
        database_of_its_own(OWNER_URL) as url,
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=files, DATABASE_OWNER_URL=url),
    ):
        restoring.restore(opened(OLD), replace=False, say=quiet)
        yield url, files


@pytest.fixture
def came_back(
    once_restored: tuple[str, Path],
    tmp_path: Path,
    settings: Settings,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Elsewhere]:
    """A copy of it, of the test's own."""
    url, files = once_restored
    folder = tmp_path / "files"
    shutil.copytree(files, folder)
    with database_of_its_own(OWNER_URL, like=url) as own, django_db_blocker.unblock():
        yield Elsewhere(own, folder, settings)


@pytest.fixture
def filled(whole: Whole) -> Path:
    return whole.path


@pytest.fixture
def fresh(elsewhere: Elsewhere) -> Elsewhere:
    elsewhere.migrate()
    return elsewhere


@pytest.fixture
def elsewhere(
    tmp_path: Path, settings: Settings, django_db_blocker: DjangoDbBlocker
) -> Iterator[Elsewhere]:
    with database_of_its_own(OWNER_URL) as url, django_db_blocker.unblock():
        yield Elsewhere(url, tmp_path / "attachments", settings)
