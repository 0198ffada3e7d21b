"""The acts of the log about the set-up, in words a colleague reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gehoor.accounts import queries as accounts
from gehoor.audit.queries import Change
from gehoor.channels import queries as channels
from gehoor.channels.models import Channel
from gehoor.consultations import queries as consultations
from gehoor.knowledge import queries as knowledge
from gehoor.people import queries as people
from gehoor.skills import queries as skills

STAGES = dict(Channel.Stage.choices)
WORDS = {
    ("invitation", "first_link"): gettext_lazy("Made the link for the first administrator"),
    ("user", "invite"): gettext_lazy("Invited a colleague"),
    ("user", "invite_again"): gettext_lazy("Made a new link for a colleague"),
    ("user", "accept_invitation"): gettext_lazy("Set a password with a link"),
    ("user", "change_password"): gettext_lazy("Changed the own password"),
    ("user", "change"): gettext_lazy("Changed a colleague"),
    ("user", "deactivate"): gettext_lazy("Deactivated a colleague"),
    ("user", "work_passed_on"): gettext_lazy("Gave the work of a colleague back to the team"),
    ("user", "roles_ended"): gettext_lazy("Ended a temporary role"),
    ("user", "reactivate"): gettext_lazy("Reactivated a colleague"),
    ("organisation", "change"): gettext_lazy("Changed the organisation"),
    ("organisation", "change_hours"): gettext_lazy("Changed the opening hours"),
    ("organisation", "change_day"): gettext_lazy("Changed the hours of one day"),
    ("organisation", "choose_holidays"): gettext_lazy("Chose the public holidays you are closed"),
    ("organisation", "forget_day"): gettext_lazy("Removed a day that was different"),
    ("team", "change_hours"): gettext_lazy("Changed the opening hours of a team"),
    ("team", "forget_hours"): gettext_lazy("Let go of the opening hours of a team"),
    ("channel", "look_at_profile"): gettext_lazy("Saw that a profile says something else"),
    ("channel", "away_on"): gettext_lazy("Let a channel answer outside opening hours"),
    ("channel", "away_off"): gettext_lazy("Let a channel answer no longer outside opening hours"),
    ("channel", "change_hours"): gettext_lazy("Changed the opening hours of a channel"),
    ("team", "change_day"): gettext_lazy("Changed the hours of a team on one day"),
    ("team", "forget_day"): gettext_lazy("Removed a day that was different for a team"),
    ("channel", "change_day"): gettext_lazy("Changed the hours of a channel on one day"),
    ("channel", "forget_day"): gettext_lazy("Removed a day that was different for a channel"),
    ("channel", "forget_hours"): gettext_lazy("Let go of the opening hours of a channel"),
    ("conduct", "publish"): gettext_lazy("Wrote a version of the code of conduct"),
    ("conduct", "accept"): gettext_lazy("Accepted the code of conduct"),
    ("shift", "plan"): gettext_lazy("Planned a shift"),
    ("shift", "change"): gettext_lazy("Changed a shift"),
    ("shift", "leave_out"): gettext_lazy("Left out a shift"),
    ("shift", "end"): gettext_lazy("Ended a shift of every week"),
    ("shift", "ask_swap"): gettext_lazy("Asked to swap a shift"),
    ("shift", "swap_accepted"): gettext_lazy("Swapped a shift"),
    ("shift", "swap_declined"): gettext_lazy("Declined a swap"),
    ("shift", "swap_withdrawn"): gettext_lazy("Took back a swap"),
    ("duty", "begin"): gettext_lazy("Began duty"),
    ("duty", "stop"): gettext_lazy("Stopped duty"),
    ("duty", "forgotten"): gettext_lazy("Ended a duty that was forgotten"),
    ("absence", "be_away"): gettext_lazy("Wrote down that a colleague is away"),
    ("absence", "change_backup"): gettext_lazy("Changed a backup"),
    ("absence", "be_back"): gettext_lazy("Ended an absence"),
    ("team", "agree_second_eyes"): gettext_lazy("Changed when a second person looks, for a team"),
    ("team", "crisis_begins"): gettext_lazy("Crisis: the first statement waits, for a team"),
    ("team", "crisis_ends"): gettext_lazy("Crisis over: statements leave as usual, for a team"),
    ("case_names", "add"): gettext_lazy("Added a name of a running case"),
    ("case_names", "forget"): gettext_lazy("Removed a name of a running case"),
    ("case_names", "end"): gettext_lazy("Removed names whose last day had passed"),
    ("norm", "change"): gettext_lazy("Changed a norm"),
    ("kept_answer", "keep"): gettext_lazy("Kept an answer"),
    ("kept_answer", "change"): gettext_lazy("Changed a kept answer"),
    ("kept_answer", "quote"): gettext_lazy("Quoted somebody who had not been asked"),
    ("kept_answer", "review"): gettext_lazy("Looked whether a kept answer is still true"),
    ("kept_answer", "forget"): gettext_lazy("Removed a kept answer"),
    ("expert", "keep"): gettext_lazy("Added to the phone book"),
    ("expert", "change"): gettext_lazy("Changed a line of the phone book"),
    ("expert", "forget"): gettext_lazy("Took out of the phone book"),
    ("macro", "keep"): gettext_lazy("Made a macro"),
    ("macro", "change"): gettext_lazy("Changed a macro"),
    ("macro", "forget"): gettext_lazy("Removed a macro"),
    ("account", "add"): gettext_lazy("Put an account in the register"),
    ("account", "change"): gettext_lazy("Changed an account in the register"),
    ("account", "adopt"): gettext_lazy("Took an account over"),
    ("account", "forget"): gettext_lazy("Removed an account from the register"),
    ("skill", "add"): gettext_lazy("Added a skill"),
    ("skill", "change"): gettext_lazy("Changed a skill"),
    ("skill", "forget"): gettext_lazy("Removed a skill"),
    ("skill", "grant"): gettext_lazy("Granted a skill"),
    ("skill", "take_back"): gettext_lazy("Took a skill back"),
    ("norm", "forget"): gettext_lazy("Removed a norm"),
    ("organisation", "finish_setup"): gettext_lazy("Came to the end of setting up"),
    ("user", "end_session"): gettext_lazy("Ended an own session"),
    ("user", "end_sessions"): gettext_lazy("Ended sessions of a colleague"),
    ("user", "add_step"): gettext_lazy("Set up a second step"),
    ("user", "remove_step"): gettext_lazy("Removed a second step"),
    ("user", "new_codes"): gettext_lazy("Made new recovery codes"),
    ("user", "passkey_may_be_copied"): gettext_lazy("Refused a passkey that may be copied"),
    ("user", "use_recovery_code"): gettext_lazy("Logged in with a recovery code"),
    ("user", "reset_steps"): gettext_lazy("Reset the second step of a colleague"),
    ("user", "rescue"): gettext_lazy("Let in by the command line"),
    ("user", "log_in_by_provider"): gettext_lazy("Logged in with the organisation's account"),
    ("user", "connect_to_provider"): gettext_lazy("Found by the address at the provider"),
    ("user", "make_by_provider"): gettext_lazy("Account made at the first log-in"),
    ("user", "rights_by_groups"): gettext_lazy("Roles and teams by the groups of the provider"),
    ("user", "keep_last_administrator"): gettext_lazy("Stayed administrator, as the last one"),
    ("logging_in", "require_steps"): gettext_lazy("Changed which roles need a second step"),
    ("logging_in", "set_up_provider"): gettext_lazy("Changed the organisation's log-in"),
    ("logging_in", "try_provider"): gettext_lazy("Tried the organisation's log-in"),
    ("logging_in", "switch_provider_on"): gettext_lazy("Switched the organisation's log-in on"),
    ("logging_in", "switch_provider_off"): gettext_lazy("Switched the organisation's log-in off"),
    ("logging_in", "local_log_in_off"): gettext_lazy("Made that log-in the only way in"),
    ("logging_in", "local_log_in_on"): gettext_lazy("Allowed passwords again"),
    ("logging_in", "new_client_key"): gettext_lazy("Made a new key for the provider"),
    ("logging_in", "give_group"): gettext_lazy("Changed what a group gives"),
    ("logging_in", "forget_group"): gettext_lazy("Removed a group"),
    ("alarm", "see_alarm"): gettext_lazy("Looks after an alarm"),
    ("team", "make"): gettext_lazy("Made a team"),
    ("team", "change"): gettext_lazy("Changed a team"),
    ("log", "checked"): gettext_lazy("Looked whether the log is as it was sealed"),
    ("channel", "try"): gettext_lazy("Tried a connection"),
    ("channel", "try_now"): gettext_lazy("Let a channel try again at once"),
    ("channel", "connect"): gettext_lazy("Connected a channel"),
    ("channel", "consent"): gettext_lazy("Gave consent for a channel at its provider"),
    ("channel", "change"): gettext_lazy("Changed a channel"),
    ("channel", "change_stage"): gettext_lazy("Changed the stage of a channel"),
    ("channel", "plan_live"): gettext_lazy("Planned a day to go live"),
    ("channel", "forget_plan"): gettext_lazy("Planned no day any more"),
    ("channel", "live_unready"): gettext_lazy("Made it live before everything was ready"),
    ("channel", "add_point"): gettext_lazy("Put a point on the list before going live"),
    ("channel", "tick_point"): gettext_lazy("Settled a point before going live"),
    ("channel", "untick_point"): gettext_lazy("Took back that a point was settled"),
    ("channel", "forget_point"): gettext_lazy("Took a point off the list before going live"),
    ("channel", "change_canary"): gettext_lazy("Changed how often a trial message is sent"),
    ("channel", "send_canary"): gettext_lazy("Sent a trial message to ourselves"),
    ("channel", "private_only"): gettext_lazy("Let answers be private only"),
    ("channel", "also_public"): gettext_lazy("Let answers be public, too"),
    ("channel", "watch"): gettext_lazy("Changed who is mailed about new items"),
    ("channel", "end_watch"): gettext_lazy("Stopped the mails about new items"),
    ("channel", "close"): gettext_lazy("Closed a channel"),
    ("installation", "restored"): gettext_lazy("Restored a backup"),
    ("installation", "backup.made"): gettext_lazy("Made a backup"),
    ("installation", "export.begun"): gettext_lazy("Began to export everything"),
    ("installation", "exported"): gettext_lazy("Exported everything"),
    ("installation", "imported"): gettext_lazy("Imported an export"),
    ("channel", "mailbox.imported"): gettext_lazy("Brought an older mailbox in"),
    ("channel", "reopen"): gettext_lazy("Opened a channel again"),
    ("channel", "renew_push_secret"): gettext_lazy("Made a secret for pushes"),
    ("channel", "end_pushes"): gettext_lazy("Ended the address for pushes"),
}


@dataclass(frozen=True)
class Line:
    """One row of the log as it is shown."""

    at: datetime
    who: str
    what: str
    about: str
    """the name of what it was done to, as it is called now; empty when that needs no telling"""
    stage: str


def shown(changes: Sequence[Change]) -> list[Line]:
    """Put rows of the log, which hold numbers, in words and names."""
    names = {
        "user": people.names_of(_numbers(changes, "user")),
        "team": people.team_names_of(_numbers(changes, "team")),
        "channel": channels.names_of(_numbers(changes, "channel")),
        "expert": consultations.names_of(_numbers(changes, "expert")),
        "account": accounts.names_of(_numbers(changes, "account")),
        "skill": skills.names_of(_numbers(changes, "skill")),
        "kept_answer": knowledge.titles_of(_numbers(changes, "kept_answer")),
    }
    return [
        Line(
            at=change.at,
            who=change.who or _("Gehoor itself"),
            what=in_words(change.subject, change.act),
            about=names.get(change.subject, {}).get(change.subject_id, ""),
            stage=str(STAGES.get(change.details.get("after", ""), "")),
        )
        for change in changes
    ]


def in_words(subject: str, act: str) -> str:
    """Return the act in words; one without words is shown by its name, never left out."""
    return str(WORDS.get((subject, act), f"{act} ({subject})"))


def _numbers(changes: Sequence[Change], subject: str) -> set[int]:
    return {change.subject_id for change in changes if change.subject == subject}
