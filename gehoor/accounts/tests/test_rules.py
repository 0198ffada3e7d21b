"""The register as a file: read, told what is wrong by line, and written so that it is harmless."""

from datetime import date

import pytest

from gehoor.accounts.rules import Care, Line, NotReadable, care_of, flows_to_backup, read, write

pytestmark = pytest.mark.row("S3-10")
HEAD = "platform;account;naam;soort;eigenaar;achtervang;doel;einddatum\n"


def faults(text: str) -> list[tuple[int, str]]:
    return [(each.number, each.words % each.facts) for each in read(text.encode())[1]]


def test_a_file_is_read_and_written_as_the_same_lines() -> None:
    lines = [
        Line(2, "Mastodon", "@stad", "De stad", owner="ria@stad.example", purpose="Alles; en meer"),
        Line(3, "Instagram", "nieuwbouw", "Nieuwbouw", "project", ends_on=date(2026, 12, 31)),
    ]

    again, wrong = read(write(lines).encode())

    assert again == lines
    assert not wrong


def test_a_spreadsheet_is_not_made_to_reckon() -> None:
    written = write([Line(2, "Mastodon", "@stad", "=HYPERLINK(1)")])

    assert ";'@stad;'=HYPERLINK(1);" in written


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (";stad;Stad;;;;;", "platform is empty."),
        ("Mastodon;;Stad;;;;;", "account is empty."),
        ("Mastodon;stad;Stad;vorst;;;;", "the kind “vorst” is not known"),
        ("Mastodon;stad;Stad;;;;;31 feb", "“31 feb” is no date"),
        ("Mastodon;stad;Stad;;;;;2026-02-31", "“2026-02-31” is no date"),
        (f"Mastodon;stad;{'x' * 101};;;;;", "naam is too long: at most 100 signs."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_line(line: str, told: str) -> None:
    [(number, words)] = faults(f"{HEAD}X;goed;Goed;;;;;\n{line}\n")

    assert number == 3
    assert words.startswith(told)


def test_the_same_account_twice_is_told_and_empty_lines_are_passed_over() -> None:
    twice = f"{HEAD}\nMastodon;@stad;Stad;;;;;\n;;;;;;;\nmastodon;@STAD;Nog eens;;;;;\n"

    assert faults(twice) == [(5, "stands in line 3 as well.")]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "holds no accounts"),
        (HEAD.encode(), "holds no accounts"),
        (b"naam;soort\nStad;hoofd\n", "The first line misses: platform, account."),
        (b"PK\x03\x04\0\0", "This is no CSV file"),
        (b"x" * 1_000_001, "too large"),
        (HEAD.encode() + b"a;b;c;;;;;\n" * 2_001, "At most 2000 lines"),
    ],
)
def test_a_file_that_is_none_is_told_as_a_whole(raw: bytes, told: str) -> None:
    with pytest.raises(NotReadable) as refused:
        read(raw)

    assert told in refused.value.words % refused.value.facts


def test_commas_old_letters_and_english_headings_are_read_too() -> None:
    [line], wrong = read("Handle,Platform,Name\nstad,Mastodon,Café".encode("cp1252"))

    assert (line.handle, line.name) == ("stad", "Café")
    assert not wrong


@pytest.mark.parametrize(
    ("has_owner", "is_active", "is_away", "care", "flows"),
    [
        (True, True, False, Care.THERE, False),
        (True, True, True, Care.AWAY, True),
        (True, False, False, Care.LEFT, True),
        (False, False, False, Care.NOBODY, True),
    ],
)
def test_messages_go_to_the_team_behind_when_the_owner_is_not_there(
    has_owner: bool, is_active: bool, is_away: bool, care: Care, flows: bool
) -> None:
    found = care_of(has_owner=has_owner, is_active=is_active, is_away=is_away)

    assert found is care
    assert flows_to_backup(found, is_adopted=False) is flows
    assert flows_to_backup(found, is_adopted=True)
