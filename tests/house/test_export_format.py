"""The open format is described as it is: for people in the guide, for programs in the schema."""

import json
import re

import pytest

from gehoor.flows.portable.kinds import KINDS
from gehoor.kit.records import Kind, schema
from tests.house.reading import ROOT

GUIDE = (ROOT / "docs" / "guides" / "export.md").read_text()


def test_the_schema_in_the_docs_is_the_one_we_check_by() -> None:
    written = json.loads((ROOT / "docs" / "export.schema.json").read_text())

    assert written == schema(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_is_in_the_guide(kind: Kind) -> None:
    [chapter] = re.findall(rf"^### {kind.name}\n(.*?)^##", GUIDE, re.MULTILINE | re.DOTALL)

    told = set(re.findall(r"`(\w+)`", chapter))

    assert names_in(schema((kind,))["$defs"][kind.name]) - told == set()


def names_in(shape: object) -> set[str]:
    """Return every name of a field in a schema, however deep."""
    if isinstance(shape, list):
        return set().union(*map(names_in, shape))
    if not isinstance(shape, dict):
        return set()
    properties = shape.get("properties", {})
    deeper = [value for name, value in shape.items() if name != "properties"]
    return set(properties).union(*map(names_in, [*properties.values(), *deeper]))
