"""The open format is described as it is, and everything we keep is in it or named as not."""

import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from gehoor.contracts.posts import Visibility
from gehoor.flows.portable.exporting import RECORDS
from gehoor.flows.portable.importing import ADD
from gehoor.flows.portable.kinds import KINDS, VISIBILITIES
from gehoor.flows.portable.left_out import COLUMNS, ELSEWHERE, IN, TABLES
from gehoor.kit.records import Kind, schema
from tests.house.reading import ROOT

GUIDE = (ROOT / "docs" / "guides" / "export.md").read_text()
SHAPES = schema(KINDS)["$defs"]


def test_the_schema_in_the_docs_is_the_one_we_check_by() -> None:
    written = json.loads((ROOT / "docs" / "export.schema.json").read_text())

    assert written == schema(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_is_in_the_guide(kind: Kind) -> None:
    [chapter] = re.findall(rf"^### {kind.name}\n(.*?)^##", GUIDE, re.MULTILINE | re.DOTALL)

    told = set(re.findall(r"`(\w+)`", chapter))

    assert names_in(SHAPES[kind.name]) - told == set()


def test_every_kind_goes_out_and_comes_in() -> None:
    names = [kind.name for kind in KINDS]

    assert list(RECORDS) == names
    assert list(ADD) == names


def test_every_table_is_in_the_export_or_named_as_not_with_a_reason() -> None:
    tables = {model._meta.label for model in apps.get_models()}

    undecided = tables - set(IN) - set(TABLES)
    assert not undecided, (
        f"{sorted(undecided)}: carry it in the export (gehoor/flows/portable/kinds.py), or say in "
        "left_out.py why it is not in it"
    )
    assert set(IN) | set(TABLES) == tables
    assert not set(IN) & set(TABLES)


def test_every_column_is_in_the_export_or_named_as_not_with_a_reason() -> None:
    undecided, stale = [], set(COLUMNS) | set(ELSEWHERE)
    for label, kind in IN.items():
        carried = names_in(SHAPES[kind])
        for column in columns_of(apps.get_model(label)):
            name = f"{label}.{column}"
            stale.discard(name)
            if name not in COLUMNS and ELSEWHERE.get(name, column) not in carried:
                undecided.append(name)

    assert undecided == [], (
        "carry it in the export (gehoor/flows/portable), or say in left_out.py why it is not in it"
    )
    assert stale == set()


def test_a_column_nobody_decided_about_is_found() -> None:
    carried = names_in(SHAPES["messages"])

    assert "gone_at" in carried
    assert "words" not in carried
    assert "words" in columns_of(apps.get_model("inbox.Message"))


def test_a_choice_of_the_format_is_a_choice_of_the_table() -> None:
    """A state that came later would be refused by the very program that wrote it."""
    for label, column, kind, path in CHOICES:
        field = apps.get_model(label)._meta.get_field(column)
        shape = SHAPES[kind]
        for step in path:
            shape = shape["properties"][step] if step else first_of(shape)
        assert isinstance(field, models.CharField)
        assert {value for value, _ in field.choices or ()} <= set(first_of(shape)["enum"]), label


CHOICES = (
    ("people.Team", "identity", "teams", ("identity",)),
    ("people.RoleHeld", "role", "people", ("roles", "", "role")),
    ("channels.Channel", "stage", "channels", ("stage",)),
    ("inbox.Conversation", "status", "conversations", ("status",)),
    ("inbox.Conversation", "outcome", "conversations", ("outcome",)),
    ("inbox.Message", "kind", "messages", ("kind",)),
    ("inbox.Reply", "state", "messages", ("reply", "", "state")),
    ("inbox.Draft", "kind", "drafts", ("kind",)),
    ("inbox.Regrouping", "kind", "regroupings", ("kind",)),
    ("inbox.BulkAct", "act", "bulk_acts", ("act",)),
    ("inbox.BulkAct", "state", "bulk_acts", ("state",)),
    ("inbox.BulkItem", "state", "bulk_acts", ("items", "", "state")),
)


def test_who_may_read_a_post_is_said_in_the_words_of_the_contract() -> None:
    from_contract = {str(each) for each in Visibility}

    assert set(VISIBILITIES) == from_contract


def first_of(shape: dict[str, Any]) -> dict[str, Any]:
    """Return what is inside a list or an optional value, or the shape itself."""
    if "items" in shape:
        return dict(shape["items"])
    inside = shape.get("anyOf")
    return dict(inside[0]) if isinstance(inside, list) else shape


def columns_of(model: type[models.Model]) -> list[str]:
    return [field.name for field in [*model._meta.fields, *model._meta.many_to_many]]


def names_in(shape: object) -> set[str]:
    """Return every name of a field in a schema, however deep."""
    if isinstance(shape, list):
        return set().union(*map(names_in, shape))
    if not isinstance(shape, dict):
        return set()
    properties = shape.get("properties", {})
    deeper = [value for name, value in shape.items() if name != "properties"]
    return set(properties).union(*map(names_in, [*properties.values(), *deeper]))
