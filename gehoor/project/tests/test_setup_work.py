"""The setup file brings how the work is done, once, and names each mistake by its line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gehoor.flows.setup_from_file import NotBroughtAbout, bring_about
from gehoor.inbox.models import Macro
from gehoor.knowledge.models import KeptAnswer, ProtocolLine, Style
from gehoor.organisation import queries as organisation
from gehoor.project.setup_file import SetupFileIsWrong, read
from gehoor.routing.models import Rule

pytestmark = [pytest.mark.django_db, pytest.mark.database]
Write = Callable[[str], Path]
PEOPLE = """
[[teams]]
name = "Webcare"
[[people]]
name = "Ria"
email = "ria@stad.example"
roles = ["coordinator"]
teams = ["Webcare"]
"""
WORK = (
    PEOPLE
    + """
[emergencies]
words = ["sluisdeur open"]
text = "Bel 112."
[[kept_answers]]
title = "Route"
text = "Dag {naam}"
owner = "ria@stad.example"
[[macros]]
name = "Route"
kept_answer = "Route"
[[rules]]
name = "Acties"
words = ["korting"]
to_team = "Webcare"
[protocol]
ready_made = true
[[protocol.lines]]
name = "Pers"
sender = "@Krant.example"
verdict = "ask"
why = "Ria"
[[house_styles]]
address = "u"
avoid = ["ivm = vanwege"]
"""
)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        path = tmp_path / "setup.toml"
        path.write_text(text)
        return path

    return written


def test_the_work_is_set_up_and_the_same_file_again_changes_nothing(write: Write) -> None:
    wanted = read(write(WORK))

    first, again = bring_about(wanted), bring_about(wanted)

    assert "kept answer Route: changed" in first.changes
    assert list(again.changes) == []
    assert list(organisation.emergency_words()) == ["sluisdeur open"]
    assert Macro.objects.get().kept_answer == KeptAnswer.objects.get()
    assert Rule.objects.get().words == "korting"
    assert ProtocolLine.objects.get(name="Pers").sender == "@krant.example"
    assert ProtocolLine.objects.count() == 15
    assert Style.objects.get().avoid == "ivm = vanwege"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[emergencies]\ntext = "Bel ons."', "line 2, emergencies.text: this text does not"),
        ('[[rules]]\nname = "Niets"', "line 1, rules.1: this rule does nothing"),
        ('[[macros]]\nname = "Niets"', "line 1, macros.1: this macro does nothing"),
        ('[[kept_answers]]\ntitle = "A"\ntext = "B"\nlnk = "C"', "Did you mean link?"),
        ('[[protocol.lines]]\nname = "Woo"\nkind = "woo"\nverdict = "leave"', "line 4, protocol"),
        ('[[house_styles]]\navoid = ["ivm"]', "line 2, house_styles.1.avoid: Write a word"),
    ],
)
def test_a_mistake_in_the_work_is_named_with_its_line(write: Write, text: str, said: str) -> None:
    with pytest.raises(SetupFileIsWrong) as wrong:
        read(write(text))

    assert said in str(wrong.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[[protocol.lines]]\nname = "A"\nverdict = "leave"\n'
            '[[protocol.lines]]\nname = "B"\nverdict = "answer"',
            "line 6, protocol.lines.2.verdict: The line “A” is about exactly the same",
        ),
        ('[[kept_answers]]\ntitle = "A"\ntext = "B"\nowner = "x@y.example"', "line 4"),
        ('[[rules]]\nname = "A"\nto_team = "Weg"', "line 3, rules.1.to_team: there is no team"),
        ('[[macros]]\nname = "A"\nkept_answer = "Weg"', "line 3, macros.1.kept_answer"),
    ],
)
def test_what_only_the_tables_know_is_named_with_its_line_too(
    write: Write, text: str, said: str
) -> None:
    with pytest.raises(NotBroughtAbout) as problem:
        bring_about(read(write(text)))

    assert said in str(problem.value)
    assert not ProtocolLine.objects.exists()
