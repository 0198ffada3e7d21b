"""The register of processing says of every field whose it is, what for and how long."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import translation

from gehoor import __version__
from gehoor.flows import attaching, blocking, bulk, keeping_away
from gehoor.flows.processing.document import DECLARED, page
from gehoor.flows.processing.words import Term
from gehoor.logins.rules import FORGET_TRIES_AFTER
from gehoor.organisation.models import ONLY, Organisation
from gehoor.people.policies import Role
from gehoor.testing import make

GOLDEN = Path(__file__).parent / "golden"
PEOPLE = {"people.User", "contacts.Contact", "consultations.Expert"}
WORDS = {
    "CharField", "TextField", "JSONField", "BinaryField", "GenericIPAddressField", "ArrayField",
    "SearchVectorField", "FileField", "DurationField", "EmailField", "URLField", "SlugField",
}  # fmt: skip


def may_be_about_people(field: Any) -> bool:
    """Can it hold words, bytes or somebody? Numbers, moments and choices go with their row."""
    if field.is_relation:
        return field.related_model._meta.label in PEOPLE
    return field.get_internal_type() in WORDS and not field.choices


def fields_of(model: type[models.Model]) -> set[str]:
    fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return {field.name for field in fields if may_be_about_people(field)}


def test_every_table_and_field_says_whose_it_is_what_for_and_how_long() -> None:
    found = {model._meta.label: fields_of(model) for model in apps.get_models()}

    told = {
        label: {name for held in all_ for name in held.fields} for label, all_ in DECLARED.items()
    }
    silent = {label: names - told.get(label, set()) for label, names in found.items()}
    gone = {label: names - found.get(label, set()) for label, names in told.items()}
    assert {label: names for label, names in silent.items() if names} == {}, (
        "say in gehoor/flows/processing whose these are, what for and how long"
    )
    assert set(found) == set(told)
    assert {label: names for label, names in gone.items() if names} == {}


def test_no_field_is_declared_twice() -> None:
    for label, declared in DECLARED.items():
        names = [name for held in declared for name in held.fields]

        assert len(names) == len(set(names)), label


def test_the_terms_in_words_are_those_the_program_keeps() -> None:
    kept = {
        Term.TRIES: FORGET_TRIES_AFTER == settings.AXES_COOLOFF_TIME == timedelta(minutes=15),
        Term.BULK: bulk.DAYS_TO_KEEP == 30,
        Term.BLOCK: timedelta(days=366) == blocking.KEPT_AFTER_END,
        Term.DRAFT: timedelta(hours=1) == attaching.KEPT_FOR,
        Term.DISTANCE: timedelta(minutes=15) == keeping_away.LASTS,
    }

    assert all(kept.values()), kept


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_register_is_made_from_what_is_declared_and_set(language: str) -> None:
    fill()

    with translation.override(language):
        written = page(day=date(2026, 11, 27))

    written = written.replace(f"Gehoor {__version__}", "Gehoor VERSION")
    assert written == (GOLDEN / f"processing.{language}.md").read_text()


@pytest.mark.django_db
def test_before_anything_is_set_it_says_what_is_not_filled_in() -> None:
    with translation.override("en"):
        written = page(day=date(2026, 11, 27))

    assert written.count("| not filled in |") == 4


def fill() -> None:
    Organisation.objects.update_or_create(
        pk=ONLY,
        defaults={
            "name": "Gemeente Voorbeeld",
            "purpose": "Vragen van inwoners\nbeantwoorden",
            "retention_months": 12,
        },
    )
    make.user(Role.PRIVACY_OFFICER, name="Fatima de Wit")
    make.channel(name="Post | algemeen", purpose="vragen over de gemeente")
