"""An empty installation of its own for a test: another database, another folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from tests.backups.elsewhere import OWNER_URL, Elsewhere, database_of_its_own


@pytest.fixture
def elsewhere(
    tmp_path: Path, settings: Settings, django_db_blocker: DjangoDbBlocker
) -> Iterator[Elsewhere]:
    with database_of_its_own(OWNER_URL) as url, django_db_blocker.unblock():
        yield Elsewhere(url, tmp_path / "attachments", settings)
