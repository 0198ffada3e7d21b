"""Setting up from a file: the example works, twice is once, and every mistake is named."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from pytest_django import Settings

from gehoor.audit.models import Entry
from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.contracts.connector import NotAllowed, Preset
from gehoor.flows.setup_from_file import NotBroughtAbout, bring_about, compare
from gehoor.organisation import queries as organisation
from gehoor.people import queries as people
from gehoor.people.models import Invitation, Team, User
from gehoor.people.policies import Role
from gehoor.planning import queries as planning
from gehoor.planning.rules import read_day
from gehoor.planning.rules.public_holidays import Holiday
from gehoor.project.commands import main
from gehoor.project.setup_file import SetupFileIsWrong, read
from gehoor.routing.models import Rule
from gehoor.testing import make
from gehoor.testing.connectors import FakeConnector

EXAMPLE = Path(__file__).parents[3] / "docs" / "guides" / "setup.example.toml"
SECRET = "kanarievogel"
Write = Callable[[str], Path]


class WithPreset(FakeConnector):
    presets = (Preset("known", "Known provider", {"server": "mail.known.example"}),)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        path = tmp_path / "setup.toml"
        path.write_text(text)
        return path

    return written


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INFO_MAILBOX_PASSWORD", SECRET)
    return EXAMPLE


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> FakeConnector:
    fake = WithPreset()
    monkeypatch.setitem(channels.connectors(), fake.key, fake)
    return fake


CHANNEL = """
[[teams]]
name = "Webcare"
[[channels]]
connector = "fake"
preset = "known"
name = "Postbus"
team = "Webcare"
[channels.account]
address = "info@gemeente.example"
[channels.secrets]
password = {{ file = "{secret}" }}
"""


@pytest.mark.django_db
class TestBringingAbout:
    @pytest.mark.row("S3-09")
    @pytest.mark.row("S3-18")
    def test_the_example_of_the_guide_sets_everything_up(self, example: Path) -> None:
        brought = bring_about(read(example))

        assert len(brought.changes) > 12
        assert [email for email, _ in brought.links] == [
            "ria@gemeente.example",
            "yusuf@gemeente.example",
        ]
        channel = Channel.objects.get()
        assert (channel.stage, channel.team.name) == (Channel.Stage.LISTEN, "Webcare")
        assert channels.account_of(channel).secrets["password"] == SECRET
        ria = User.objects.get(email="ria@gemeente.example")
        assert people.actor_of(ria).roles == {
            Role.ADMINISTRATOR,
            Role.COORDINATOR,
            Role.PRIVACY_OFFICER,
        }
        assert planning.hours().week[3] == read_day("9-20")
        desk = planning.desks().of(team=Team.objects.get(name="Burgerzaken").pk)
        assert desk.special[date(2026, 12, 24)] == read_day("9-12")
        assert Holiday.LIBERATION_DAY_FIFTH not in planning.hours().closed_on
        assert organisation.ours().retention_months == 12
        assert organisation.is_set_up()
        assert set(Team.objects.values_list("name", flat=True)) == {
            "Webcare", "Burgerzaken", "Communicatie", "Tweede lijn",
        }  # fmt: skip
        assert Rule.objects.filter(on_tag="tweede lijn", to_team__name="Tweede lijn").exists()

    def test_the_same_file_again_changes_nothing(self, example: Path) -> None:
        bring_about(read(example))
        logged, invited = Entry.objects.count(), Invitation.objects.count()

        again = bring_about(read(example))

        assert (list(again.changes), list(again.links)) == ([], [])
        assert (Entry.objects.count(), Invitation.objects.count()) == (logged, invited)

    def test_looking_says_the_same_and_changes_nothing(
        self, example: Path, settings: Settings, mailoutbox: list[EmailMessage]
    ) -> None:
        settings.EMAIL_HOST = "mail.example"

        said = compare(read(example))

        assert not User.objects.exists()
        assert not Team.objects.exists()
        assert not Entry.objects.exists()
        assert mailoutbox == []
        assert list(said) == list(bring_about(read(example)).changes)
        assert len(mailoutbox) == 2

    def test_what_differs_is_changed_and_said(self, example: Path, write: Write) -> None:
        bring_about(read(example))
        text = example.read_text()
        for before, after in (
            ('identity = "team"', 'identity = "initials"'),
            ('roles = ["agent"]', 'roles = ["agent", "analyst"]'),
            ('friday = "09:00-12:30"', 'friday = ""'),
            ('"kings_day", ', '"kings_day", "good_friday", '),
            ('"Info-mailbox"', '"Postbus"'),
        ):
            assert before in text
            text = text.replace(before, after)

        said = bring_about(read(write(text))).changes

        assert list(said) == [
            "team Burgerzaken: changed",
            "person yusuf@gemeente.example: changed",
            "channel Postbus: changed",
            "hours: changed",
            "public holidays: changed",
        ]

    def test_days_of_a_team_or_channel_are_different_without_a_week_of_its_own(
        self, example: Path, write: Write
    ) -> None:
        name, day = '[[teams]]\nname = "Webcare"\n', "day = 2026-12-24\nhours = '{}'\n"
        text = example.read_text()
        assert name in text
        of_team = f"{name}[[teams.hours.days]]\n{day.format('9-12')}"
        of_channel = f"\n[[channels.hours.days]]\n{day.format('')}"
        path = write(text.replace(name, of_team) + of_channel)

        said = bring_about(read(path)).changes

        assert {
            "hours of team Webcare on 2026-12-24: changed",
            "hours of channel Info-mailbox on 2026-12-24: changed",
        } < set(said)
        team, desks = Team.objects.get(name="Webcare"), planning.desks()
        assert desks.of(team=team.pk).on(date(2026, 12, 24)) == read_day("9-12")
        assert desks.of(channel=Channel.objects.get().pk, team=team.pk).on(date(2026, 12, 24)) == ()
        assert planning.own_hours_of(team=team.pk) is None
        assert list(bring_about(read(path)).changes) == []

    def test_a_new_password_is_stored_and_the_channel_tried_anew(
        self, example: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bring_about(read(example))
        monkeypatch.setenv("INFO_MAILBOX_PASSWORD", "een ander")

        said = bring_about(read(example)).changes

        assert list(said) == ["channel Info-mailbox: changed"]
        assert channels.account_of(Channel.objects.get()).secrets["password"] == "een ander"

    def test_a_connection_is_really_tried_and_a_failed_try_changes_nothing(
        self, platform: FakeConnector, write: Write, tmp_path: Path
    ) -> None:
        secret = tmp_path / "secret"
        secret.write_text(f"{SECRET}\n")
        wanted = read(write(CHANNEL.format(secret=secret)))
        platform.trouble = NotAllowed("The password was not accepted.")

        with pytest.raises(NotBroughtAbout, match=r"channel Postbus: The password was not acc"):
            bring_about(wanted)
        assert not Team.objects.exists()

        platform.trouble = None
        bring_about(wanted)
        assert channels.account_of(Channel.objects.get()).secrets["password"] == SECRET
        assert Channel.objects.get().settings["server"] == "mail.known.example"

    def test_a_mailbox_that_needs_consent_is_connected_and_waits_for_it(self, write: Write) -> None:
        text = (
            '[[teams]]\nname = "Webcare"\n[[channels]]\nconnector = "email"\nname = "Info"\n'
            'preset = "microsoft"\nteam = "Webcare"\ntry = false\n[channels.account]\n'
            'address = "info@gemeente.example"\ntenant = "gemeente.example"\nclient_id = "1234"\n'
        )

        said = bring_about(read(write(text))).changes

        assert list(said) == [
            "team Webcare: made",
            "channel Info: connected, and waits for consent",
        ]
        assert list(bring_about(read(write(text))).changes) == []

    def test_a_channel_that_somebody_closed_stays_closed(self, example: Path) -> None:
        bring_about(read(example))
        Channel.objects.update(is_closed=True)

        assert list(bring_about(read(example)).changes) == []
        assert Channel.objects.get().is_closed

    def test_the_last_administrator_is_not_taken_their_role(
        self, example: Path, write: Write
    ) -> None:
        ria = make.user(Role.ADMINISTRATOR, name="Ria", email="ria@gemeente.example")
        ria.set_password("een lange zin over de markt")
        ria.save()

        with pytest.raises(NotBroughtAbout, match="only administrator"):
            bring_about(read(write('[[people]]\nname = "Ria"\nemail = "Ria@gemeente.example"\n')))

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ('[privacy]\nofficer = "x@y.example"', "x@y.example is no colleague"),
            (
                '[[people]]\nname = "A"\nemail = "a@b.example"\nteams = ["Nergens"]',
                "there is no team named Nergens",
            ),
        ],
    )
    def test_what_only_the_tables_know_is_told_in_words(
        self, write: Write, text: str, said: str
    ) -> None:
        with pytest.raises(NotBroughtAbout, match=said):
            bring_about(read(write(text)))

    def test_the_command_tells_people_and_leaves_secrets_out(
        self, example: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["setup", "--check", str(example)]) == 0
        checked = capsys.readouterr().out
        assert main(["setup", str(example)]) == 0
        done = capsys.readouterr().out
        assert main(["setup", str(example)]) == 0

        assert "things would be changed." in checked
        assert "/welcome/" not in checked
        assert "person yusuf@gemeente.example: invited" in done
        assert done.count("/welcome/") == 2
        assert capsys.readouterr().out == "Nothing was changed.\n"
        assert SECRET not in checked + done

    def test_the_command_fails_in_words(
        self, write: Write, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = write('[[people]]\nname = "A"\nemail = "a@b.example"\nroles = ["agnt"]\n')

        assert main(["setup", str(path)]) == 1

        assert "setup.toml, line 4, people.1.roles: 'agnt' is no role" in capsys.readouterr().err


MISTAKES = [
    ("name = \na = 1", "is no TOML: .*line 1"),
    ("[organisation]\nnaam = 'x'", "line 2, organisation.naam: nobody knows this key. Did you"),
    ("[organization]\nname = 'x'", "line 1, organization: nobody knows this key. Did you mean org"),
    ("[organisation]\n\nname = 3", "line 3, organisation.name: this must be text"),
    ("[organisation]\nname = '" + "x" * 101 + "'", "line 2.*longer than 100"),
    ("[organisation]\nlanguage = 'fy'", "line 2, organisation.language: 'fy' is none of nl, en"),
    ("[organisation]\nwork = 'balie'", "line 2, organisation.work: 'balie' is none of contact"),
    ("[organisation]\nwork = 'contact'\nlines = 4", "line 3, organisation.lines: this is a number"),
    ("[organisation]\nlines = 2", "line 2, organisation.lines: name work as well"),
    ("organisation = 3", "line 1, organisation: this must be a table"),
    ("[people]\nname = 'x'", "line 1, people: this must be a list of tables"),
    ("[[teams]]\nname = 'x'\n\n[[teams]]\nidentity = 'team'", "line 4, teams.2: name is missing"),
    ("[[people]]\nname = 'x'\nemail = 'ab'", "line 3, people.1.email: 'ab' is no e-mail"),
    ("[[people]]\nname='x'\nemail='a@b'\nroles='agent'", "line 4, people.1.roles: this must be"),
    ("[hours]\nmonday = '9 tot 5 uur'", "line 2, hours.monday: Write hours as"),
    ("[hours]\nmonday = '22-2'\ntuesday = '1-9'", "line 3, hours.tuesday: This overlaps"),
    ("[hours]\nholidays = ['carnival']", "line 2, hours.holidays: 'carnival' is no holiday."),
    ("[[hours.days]]\nday = '2026-12-25'", "line 2, hours.days.1.day: this must be a day"),
    ("[[hours.days]]\nday = 1926-12-25", "line 2, hours.days.1.day: choose a day of this century"),
    ("[[hours.days]]\nday = 2026-12-25", "line 1, hours.days.1: hours is missing"),
    ("[[hours.days]]\nday=2026-12-25\nhours=''\n[[hours.days]]\nday=2026-12-25\nhours='9-10'",
     "line 5, hours.days.2.day: this day is named twice"),
    ("[[teams]]\nname='x'\n[[teams.hours.days]]\nday = 2026-12-25\nhours = '9-12, 11-17'",
     "line 5, teams.1.hours.days.1.hours: Two blocks of one day may not overlap"),
    ("[[teams]]\nname='x'\n[[teams.hours.days]]\nday = 2026-12-25\nhours = '9-9'",
     "line 5, teams.1.hours.days.1.hours: "),
    ("[[teams]]\nname='x'\n[teams.hours]\nclosing_days = true", "line 3, .*never open"),
    ("[privacy]\nretention_months = 0", "line 2, privacy.retention_months: this is a number"),
    ("[privacy]\nretention_months = true", "line 2, privacy.retention_months: this is a number"),
    ("[[channels]]\nconnector = 'fax'", "line 2, channels.1.connector: there is no 'fax'"),
    ("[[channels]]\nconnector = 'email'\nstage = 'live'", "line 3, channels.1.stage: nobody knows"),
    ("[[channels]]\nconnector='email'\npreset='yahoo'", "line 3.*'yahoo' is none of microsoft"),
    ("[[channels]]\nconnector='email'\ntry='ja'\nname='a'\nteam='b'\n[channels.account]\n"
     "address='a@b'\nimap_host='c'\nsmtp_host='d'\n[channels.secrets]\npassword='x'",
     "line 11, channels.1.secrets.password: a secret never stands in this file"),
    ("[[channels]]\nconnector='email'\n[channels.account]\npassword='x'",
     "line 4, channels.1.account.password: a secret belongs under secrets"),
    ("[[channels]]\nconnector='email'\n[channels.account]\nimap_port='993'",
     "line 4, channels.1.account.imap_port: this must be a whole number"),
    ("[[channels]]\nconnector='email'\n[channels.account]\nimap_security='ssl'",
     "line 4.*'ssl' is none of tls, starttls, none"),
    ("[[channels]]\nconnector='email'\nname='a'\nteam='b'\n[channels.account]\naddress='a@b'",
     "line 5, channels.1.account: imap_host is missing"),
    ("[[channels]]\nconnector='email'\nname='a'\nteam='b'\npreset='google'\n[channels.account]\n"
     "address='a@b'", "line 1, channels.1.secrets: password is missing"),
    ("[[channels]]\nconnector='email'\nname='a'\nteam='b'\npreset='google'\n[channels.account]\n"
     "address='a@b'\n[channels.secrets]\npassword={env='NERGENS'}",
     "line 9, channels.1.secrets.password: the variable NERGENS is empty"),
    ("[[channels]]\nconnector='email'\nname='a'\nteam='b'\npreset='google'\n[channels.account]\n"
     "address='a@b'\n[channels.secrets]\npassword={file='/nergens'}",
     "line 9.*the file /nergens cannot be read: FileNotFoundError"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), MISTAKES)
def test_a_mistake_is_named_with_its_line_and_key(write: Write, text: str, said: str) -> None:
    with pytest.raises(SetupFileIsWrong, match=said):
        read(write(text))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetupFileIsWrong, match="cannot be read: FileNotFoundError"):
        read(tmp_path / "setup.toml")


def test_lines_are_found_after_text_of_several_lines(write: Write) -> None:
    text = '[organisation]\nsignature = """\n[people]\nname = 3\n"""\nname = 3\n'

    with pytest.raises(SetupFileIsWrong, match=r"line 6, organisation\.name"):
        read(write(text))
