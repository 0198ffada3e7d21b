"""`gehoor processing` prints the register of processing."""

import pytest

from gehoor.organisation.models import ONLY, Organisation
from gehoor.project.commands import main

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("asked", "head"),
    [
        ([], "# Verwerkingsregister"),
        (["--language", "nl"], "# Verwerkingsregister"),
        (["--language", "en"], "# Register of processing"),
    ],
)
def test_it_is_printed_in_the_language_that_was_asked_for_or_the_organisations(
    asked: list[str], head: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Organisation.objects.create(pk=ONLY, name="Gemeente Voorbeeld", language="nl")

    assert main(["processing", *asked]) == 0

    assert capsys.readouterr().out.startswith(f"{head}\n")
