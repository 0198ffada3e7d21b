"""The command `gehoor` explains itself, and speaks in words when something is wrong."""

import json
from datetime import UTC, date, timedelta

import pytest

from gehoor.channels.models import Delivery
from gehoor.contracts.connector import Author
from gehoor.flows import balance
from gehoor.inbox.models import Message
from gehoor.project.commands import COMMANDS, main
from gehoor.testing import make


def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    said = capsys.readouterr().out
    assert ended.value.code == 0
    for name, command in COMMANDS.items():
        assert name in said
        assert command.purpose.split()[0] in said


@pytest.mark.django_db
def test_a_balance_that_adds_up_is_told_per_channel(capsys: pytest.CaptureFixture[str]) -> None:
    channel = make.channel(name="Klachten")

    code = main(["balance", "--json"])

    [line] = json.loads(capsys.readouterr().out)["channels"]
    assert code == 0
    assert line["channel"] == channel.name
    assert line["adds_up"]


@pytest.mark.django_db
def test_a_balance_for_people_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    make.channel(name="Klachten")

    code = main(["balance", "--date", "2026-11-24"])

    said = capsys.readouterr().out
    assert code == 0
    assert "Balance of 2026-11-24" in said
    assert "Klachten: received 0" in said
    assert "It adds up." in said


def test_a_day_that_does_not_exist_is_refused_in_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["balance", "--date", "2026-13-01"]) == 1
    assert "Write it as 2026-11-24" in capsys.readouterr().err


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_the_reports_around_a_night_the_clock_changes_add_up_to_all_that_came(
    day: date, hours: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """One message at the very end of each hour that passes, over three days."""
    channel = make.channel()
    first, _ = balance.bounds(day - timedelta(days=1))
    for hour in range(24 + hours + 24):
        moment = first.astimezone(UTC) + timedelta(hours=hour + 1, microseconds=-1)
        message = make.received(channel, author=Author(f"@burger-{hour}")).messages.get()
        Message.objects.filter(pk=message.pk).update(received_at=moment)
        Delivery.objects.filter(messages=message.pk).update(received_at=moment)

    told = [report_of(day + timedelta(days=offset), capsys) for offset in (-1, 0, 1)]

    assert [line["received"] for line in told] == [24, hours, 24]
    assert [line["messages"] for line in told] == [24, hours, 24]
    assert sum(line["received"] for line in told) == Delivery.objects.count()


def report_of(day: date, capsys: pytest.CaptureFixture[str]) -> dict[str, int]:
    assert main(["balance", "--date", day.isoformat(), "--json"]) == 0, "it does not add up"
    found: dict[str, int] = json.loads(capsys.readouterr().out)["channels"][0]
    return found
