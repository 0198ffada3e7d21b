"""What colleagues call things: in any script, and never nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.forms import ValidationError
from django.test import Client
from django.urls import reverse

from gehoor.accounts.models import Account
from gehoor.consultations.models import Expert
from gehoor.inbox.models import Macro
from gehoor.knowledge.models import AgendaItem, KeptAnswer
from gehoor.people.models import Team
from gehoor.people.policies import Role
from gehoor.screens.typed import NameField
from gehoor.skills.models import Skill
from gehoor.testing import make
from gehoor.testing.web import BACKEND

GREEK, ARABIC = "Ύδρευση", "فريق المياه"
WORDS = "A name has at least one letter or figure."
NAMED: tuple[tuple[type[Model], str, dict[str, Any]], ...] = (
    (Team, "name", {}),
    (Expert, "name", {}),
    (Skill, "name", {}),
    (Macro, "name", {"ends": "seen"}),
    (AgendaItem, "title", {"starts_at": make.NOON, "ends_at": make.NOON + timedelta(hours=1)}),
    (KeptAnswer, "title", {"text": "Tekst", "review_on": make.NOON.date()}),
    (Account, "name", {"platform": "Mastodon", "handle": "@stad"}),
    (Account, "platform", {"name": "De stad", "handle": "@stad"}),
)


@pytest.mark.parametrize("name", [GREEK, ARABIC, "水", "3"])
def test_a_name_may_be_in_any_script(name: str) -> None:
    assert NameField().clean(f" {name} ") == name


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Fill this in."), (" \u00a0", "Fill this in."), ("…", WORDS),
     ("\u200b\u200b", WORDS)],
)  # fmt: skip
def test_a_name_nobody_sees_is_refused_in_words(typed: str, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        NameField().clean(typed)

    assert refused.value.messages == [said]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "column", "facts"), NAMED, ids=[f"{each[0].__name__}-{each[1]}" for each in NAMED]
)
def test_a_table_takes_a_name_in_any_script_and_no_blank_one(
    model: type[Model], column: str, facts: dict[str, Any]
) -> None:
    owner = {"owner": make.user(Role.COORDINATOR)} if model is KeptAnswer else {}
    rows = model._default_manager

    for name in (GREEK, ARABIC):
        kept = rows.create(**facts | owner | {column: name} | other_handle(model, name))
        kept.refresh_from_db()
        assert getattr(kept, column) == name

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.create(**facts | owner | {column: " \n"} | other_handle(model, "leeg"))


def other_handle(model: type[Model], name: str) -> dict[str, str]:
    """An account stands in the register once."""
    return {"handle": f"@{name}"} if model is Account else {}


@pytest.mark.django_db
def test_a_team_can_be_called_so_on_its_screen(client: Client) -> None:
    administrator = make.user(Role.ADMINISTRATOR, language="en")
    client.force_login(administrator, backend=BACKEND)
    given = {"identity": "team", "signature": "Webcare"}

    blank = client.post(reverse("new_team"), given | {"name": " "})
    client.post(reverse("new_team"), given | {"name": ARABIC})

    assert "Fill this in." in blank.content.decode()
    assert Team.objects.get().name == ARABIC
