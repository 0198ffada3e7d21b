"""Every column that belongs in an export comes back as it was, and what was regrouped leads on."""

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from gehoor.flows import regrouping
from gehoor.flows.portable.importing import bring_in
from gehoor.flows.portable.left_out import IN
from gehoor.flows.portable.reading import Refused
from gehoor.inbox import queries as inbox
from gehoor.inbox.models import BulkAct, Conversation, Regrouping
from gehoor.people import queries as people
from gehoor.people.models import User
from gehoor.testing import make
from tests.backups.conftest import Whole
from tests.backups.elsewhere import Elsewhere, quiet
from tests.backups.filling import is_filled, rows_carried

CHANGED_ON_PURPOSE = {
    "channels.Channel.stage": "a channel listens",
    "inbox.Conversation.status": "where a reply is held, somebody waits again",
    "inbox.Conversation.waiting_since": "the same",
    "inbox.Conversation.sort_at": "the same",
    "inbox.Regrouping.before": "it holds numbers of labels, which are new",
    "inbox.Regrouping.after": "the same",
}


def test_there_is_something_in_every_column_that_is_carried(whole: Whole) -> None:
    """Without it, a column that gets lost on the way would lose nothing here."""
    empty = [
        f"{label}.{column}"
        for label, rows in whole.rows.items()
        for column in (rows[0] if rows else ("(no row at all)",))
        if not rows or not is_filled(label, column, whole.rows)
    ]

    assert empty == [], "give it something in tests/backups/filling.py"


def test_every_column_that_is_carried_comes_back_as_it_was(whole: Whole, fresh: Elsewhere) -> None:
    with fresh.looked_at():
        bring_in(whole.path, say=quiet)
        after = rows_carried()

    for label in IN:
        before = alike(label, whole.rows[label])
        # The import, and each reply it holds, are new lines of the log.
        assert alike(label, after[label])[: len(before)] == before, label
        assert len(after[label]) == len(before) or label == "audit.Entry"


def alike(label: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {name: row[name] for name in row if f"{label}.{name}" not in CHANGED_ON_PURPOSE}
        for row in rows
    ]


def test_a_number_that_was_merged_away_leads_to_where_it_went(
    whole: Whole, fresh: Elsewhere
) -> None:
    with fresh.looked_at():
        bring_in(whole.path, say=quiet)
        away = Conversation.objects.get(merged_into__isnull=False, subject="Samen 1")

        found = inbox.find(away.pk)

        assert found is not None
        assert found[0].pk == away.merged_into_id
        assert found[0].messages.count() == 2
        assert away.messages.count() == 0


def test_what_was_merged_elsewhere_is_put_back_here(whole: Whole, fresh: Elsewhere) -> None:
    with fresh.looked_at():
        bring_in(whole.path, say=quiet)
        agent = User.objects.get(name="Yusuf de Vries")
        merged = Regrouping.objects.get(kind="merge", undone_at=None)

        regrouping.undo(people.actor_of(agent), merged)

        one, two = (Conversation.objects.get(subject=f"Samen {n}") for n in (0, 1))
        assert two.merged_into is None
        assert [each.messages.count() for each in (one, two)] == [1, 1]
        assert [tag.name for tag in two.tags.all()] == ["los zand"]
        assert [tag.name for tag in one.tags.all()] == []
        assert [draft.text for draft in two.drafts.all()] == ["Eerst bellen"]


def test_a_merge_after_the_import_does_not_make_the_same_export_another(
    whole: Whole, fresh: Elsewhere
) -> None:
    with fresh.looked_at():
        bring_in(whole.path, say=quiet)
        agent = people.actor_of(User.objects.get(name="Yusuf de Vries"))
        one, three = (Conversation.objects.get(subject=f"Samen {n}") for n in (0, 2))
        regrouping.merge(agent, one, three)

        assert bring_in(whole.path, say=quiet).was_here


def test_acts_on_many_keep_what_they_did(whole: Whole, fresh: Elsewhere) -> None:
    with fresh.looked_at():
        bring_in(whole.path, say=quiet)

        tagged = BulkAct.objects.get(act="tag")

        assert tagged.tag is not None
        assert tagged.tag.name == "fiets"
        assert [item.state for item in tagged.items.all()] == ["applied", "applied"]


def test_new_rows_get_numbers_that_are_free(whole: Whole, fresh: Elsewhere) -> None:
    with fresh.looked_at():
        bring_in(whole.path, say=quiet)
        channel = Conversation.objects.earliest("pk").channel
        make.delivery(channel)
        one, two = make.received(channel, subject="Na 1"), make.received(channel, subject="Na 2")

        regrouping.merge(people.actor_of(User.objects.get(name="Yusuf de Vries")), one, two)

        assert Regrouping.objects.count() == len(whole.rows["inbox.Regrouping"]) + 1


def test_a_log_that_has_lines_already_is_left_alone(whole: Whole, fresh: Elsewhere) -> None:
    fresh.do(
        "INSERT INTO audit_entry (act, subject, subject_id, system, reason, details) "
        "VALUES ('x', 'x', 0, 'x', '', '{}')"
    )

    with (
        fresh.looked_at(),
        pytest.raises(Refused, match=r"its log has lines"),
    ):
        bring_in(whole.path, say=quiet)

    assert fresh.ask("SELECT count(*) FROM inbox_message") == 0


def as_format_1(path: Path, target: Path) -> None:
    """Rewrite an export as version 0.2 made it: fewer kinds, fewer fields."""
    later = ("organisation", "hours", "special_days", "holidays", "regroupings", "bulk_acts",
             "views", "watches", "rules", "unread", "own_hours", "norms",
             "away_answers", "conducts", "absences", "shifts",
             "kept_answers", "macros", "protocol", "styles", "tips", "agenda",
             "experts", "questions",
             "accounts", "skills", "plans", "points", "reviews", "attempts",
             "second_eyes", "approvals", "blocks", "matters", "follow_ups",
             "ended_waits", "consents", "own_days")  # fmt: skip
    with ZipFile(path) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            kind = name.removesuffix(".jsonl")
            content = old.read(name)
            if kind in later:
                continue
            if name == "export.json":
                head = json.loads(content)
                head["format_version"] = 1
                for each in later:
                    del head["counts"][each]
                content = json.dumps(head).encode()
            elif name.endswith(".jsonl"):
                lines = [aged(kind, json.loads(line)) for line in content.splitlines()]
                content = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
            new.writestr(name, content)


def aged(kind: str, record: dict[str, Any]) -> dict[str, Any]:
    gone = {
        "contacts": ("is_not_by_social",),
        "people": ("theme", "letter_keys", "is_compact"),
        "conversations": (
            "merged_into",
            "next_sequence",
            "is_emergency",
            "clock_stops",
            "outcome_line",
            "kind",
        ),
        "messages": ("link", "visibility", "is_to_us", "gone_at"),
    }.get(kind, ())
    for each in record.get("addresses", ()):
        del each["profile"]
    for each in record.get("attachments", ()):
        del each["description"]
    if record.get("reply"):
        for name in ("visibility", "series", "part", "parts"):
            del record["reply"][name]
    return {name: value for name, value in record.items() if name not in gone}


def test_an_export_of_format_1_still_comes_in(
    whole: Whole, fresh: Elsewhere, tmp_path: Path
) -> None:
    as_format_1(whole.path, tmp_path / "old.zip")

    with fresh.looked_at():
        imported = bring_in(tmp_path / "old.zip", say=quiet)

        assert imported.counts["messages"] == len(whole.rows["inbox.Message"])
        assert imported.counts["regroupings"] == 0
        assert not Conversation.objects.exclude(merged_into=None).exists()
