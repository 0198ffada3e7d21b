"""Who may do what, copied by hand from the design's table, not from the code it judges."""

from dataclasses import dataclass

ROLES = (
    "reader",
    "agent",
    "adviser",
    "coordinator",
    "specialist",
    "analyst",
    "administrator",
    "privacy_officer",
)
WHO_ANSWERS = {"agent", "adviser", "coordinator"}


@dataclass(frozen=True)
class Right:
    """Which roles may, in channels of their own teams and in those of other teams."""

    own: frozenset[str]
    foreign: frozenset[str] = frozenset()

    def allows(self, role: str, place: str) -> bool:
        return role in (self.own if place == "own" else self.foreign)


def only_own(*roles: str) -> Right:
    return Right(frozenset(roles))


def everywhere(*roles: str) -> Right:
    return Right(frozenset(roles), frozenset(roles))


RIGHTS: dict[str, Right] = {
    "logged in": everywhere(*ROLES),
    "see conversations": only_own("reader", "analyst", *WHO_ANSWERS),
    "see names": only_own("reader", *WHO_ANSWERS),
    "answer": only_own(*WHO_ANSWERS),
    "tag": only_own("analyst", *WHO_ANSWERS),
    "act on many": everywhere("analyst", *WHO_ANSWERS),
    "read the log of a conversation": Right(
        own=frozenset({"reader", "analyst", "privacy_officer", *WHO_ANSWERS}),
        foreign=frozenset({"privacy_officer"}),
    ),
    "see a channel": Right(
        own=frozenset({"coordinator", "administrator", "privacy_officer"}),
        foreign=frozenset({"administrator", "privacy_officer"}),
    ),
    "open the list of channels": everywhere("coordinator", "administrator", "privacy_officer"),
    "change a stage": Right(
        own=frozenset({"coordinator", "administrator"}), foreign=frozenset({"administrator"})
    ),
    "watch words": Right(
        own=frozenset({"coordinator", "administrator"}), foreign=frozenset({"administrator"})
    ),
    "coordinate": everywhere("coordinator"),
    "keep answers": everywhere("administrator", "coordinator"),
    "keep an answer": Right(
        own=frozenset({"coordinator", "administrator"}), foreign=frozenset({"administrator"})
    ),
    "make some rules": everywhere("administrator", "coordinator"),
    "make rules": Right(
        own=frozenset({"coordinator", "administrator"}), foreign=frozenset({"administrator"})
    ),
    "promise something": everywhere("administrator", "coordinator"),
    "promise": Right(
        own=frozenset({"coordinator", "administrator"}), foreign=frozenset({"administrator"})
    ),
    "look after health": Right(
        own=frozenset({"coordinator", "administrator"}), foreign=frozenset({"administrator"})
    ),
    "open the page of health": everywhere("administrator", "coordinator"),
    "see the set-up": everywhere("administrator", "privacy_officer"),
    "administer": everywhere("administrator"),
    "see who saw what": everywhere("coordinator", "privacy_officer"),
    "see totals": everywhere("reader", "analyst", "administrator", "privacy_officer", *WHO_ANSWERS),
}

PUBLIC = {
    "account_login",
    "account_logout",
    "mfa_authenticate",
    "second_step_passkey",
    "passkey_login",
    "forgotten",
    "provider_login",
    "provider_callback",
    "provider_keys",
    "left",
    "welcome",
    "csp_report",
}
"""What works for who is not logged in. Nothing joins this list by accident."""

SEEN_BY = {
    "answer": "see conversations",
    "tag": "see conversations",
    "change a stage": "see a channel",
    "watch words": "see a channel",
    "promise": "see a channel",
    "make rules": "see a channel",
}
"""Who may see what they may not change is told so (403); to others it does not exist (404)."""

# address: (the right it takes, which kind of thing it names)
ADDRESSES: dict[str, tuple[str, str]] = {
    "home": ("logged in", ""),
    "settings": ("logged in", ""),
    "profile": ("logged in", ""),
    "change_password": ("logged in", ""),
    "security": ("logged in", ""),
    "confirm": ("logged in", ""),
    "add_app": ("logged in", ""),
    "add_passkey": ("logged in", ""),
    "recovery_codes": ("logged in", ""),
    "remove_step": ("logged in", ""),
    "end_session": ("logged in", ""),
    "end_other_sessions": ("logged in", ""),
    "keys": ("logged in", ""),
    "palette": ("logged in", ""),
    "views": ("logged in", ""),
    "components": ("logged in", ""),
    "inbox": ("logged in", ""),
    "reading_mode": ("logged in", ""),
    "inbox_view": ("logged in", "view"),
    "split": ("answer", "conversation"),
    "snooze": ("answer", "conversation"),
    "unsnooze": ("answer", "conversation"),
    "merge": ("answer", "conversation"),
    "put_back": ("answer", "conversation"),
    "many": ("act on many", ""),
    "undo_many": ("act on many", ""),
    "named": ("logged in", ""),
    "hand_over": ("answer", "conversation"),
    "follow": ("see conversations", "conversation"),
    "keep_away": ("answer", "conversation"),
    "there_again": ("logged in", ""),
    "problems": ("logged in", ""),
    "failures": ("logged in", ""),
    "conversation": ("see conversations", "conversation"),
    "shown": ("see conversations", "conversation"),
    "thread": ("see conversations", "conversation"),
    "fetch_thread": ("answer", "conversation"),
    "finish_in_thread": ("answer", "conversation"),
    "log": ("read the log of a conversation", "conversation"),
    "reply": ("answer", "conversation"),
    "note": ("answer", "conversation"),
    "draft": ("answer", "conversation"),
    "draft_files": ("answer", "conversation"),
    "people_here": ("answer", "conversation"),
    "emoji": ("logged in", ""),
    "finish": ("answer", "conversation"),
    "reopen": ("answer", "conversation"),
    "assign": ("answer", "conversation"),
    "presence": ("answer", "conversation"),
    "take_over": ("answer", "conversation"),
    "pass_on": ("answer", "conversation"),
    "presences": ("logged in", ""),
    "mark_unread": ("answer", "conversation"),
    "put_on_top": ("answer", "conversation"),
    "give_back": ("answer", "conversation"),
    "false_alarm": ("answer", "conversation"),
    "take_text": ("answer", "conversation"),
    "prefer": ("answer", "conversation"),
    "add_tag": ("tag", "conversation"),
    "remove_tag": ("tag", "conversation"),
    "withdraw": ("answer", "reply"),
    "confirm_arrived": ("answer", "reply"),
    "send_again": ("answer", "reply"),
    "give_up": ("answer", "reply"),
    "raw_delivery": ("answer", "delivery"),
    "retry_delivery": ("answer", "delivery"),
    "make_by_hand": ("answer", "delivery"),
    "channels": ("open the list of channels", ""),
    "channel": ("see a channel", "channel"),
    "change_stage": ("change a stage", "stage"),
    "watch": ("watch words", "channel"),
    "end_watch": ("watch words", "channel"),
    "channel_hours": ("promise", "channel"),
    "forget_channel_hours": ("promise", "channel"),
    "kept_answers": ("keep answers", ""),
    "new_kept_answer": ("keep answers", ""),
    "kept_answer": ("keep an answer", "kept_answer"),
    "review_kept_answer": ("keep an answer", "kept_answer"),
    "forget_kept_answer": ("keep an answer", "kept_answer"),
    "macros": ("keep answers", ""),
    "new_macro": ("keep answers", ""),
    "macro": ("keep an answer", "macro"),
    "forget_macro": ("keep an answer", "macro"),
    "macros_here": ("answer", "conversation"),
    "undo_macro": ("answer", "conversation"),
    "kept_here": ("answer", "conversation"),
    "norms": ("open the list of channels", ""),
    "add_norm": ("promise something", ""),
    "forget_norm": ("promise", "norm"),
    "team_hours": ("administer", "team"),
    "forget_team_hours": ("administer", "team"),
    "new_channel": ("administer", ""),
    "connect": ("administer", "connector"),
    "change_channel": ("administer", "channel"),
    "try_channel": ("administer", "channel"),
    "consent": ("administer", "channel"),
    "consent_back": ("administer", ""),
    "private_only": ("change a stage", "channel"),
    "try_now": ("administer", "channel"),
    "close_channel": ("administer", "channel"),
    "reopen_channel": ("administer", "channel"),
    "push_secret": ("administer", "channel"),
    "end_pushes": ("administer", "channel"),
    "changes": ("see the set-up", ""),
    "seen": ("see who saw what", ""),
    "seen_contact": ("see who saw what", ""),
    "seen_export": ("see who saw what", ""),
    "seen_answer": ("see who saw what", ""),
    "day_balance": ("see totals", ""),
    "day_balance_table": ("see totals", ""),
    "minutes": ("see totals", ""),
    "minutes_table": ("see totals", ""),
    "first_time": ("see totals", ""),
    "first_time_table": ("see totals", ""),
    "board": ("coordinate", ""),
    "give_all": ("coordinate", ""),
    "give_one": ("answer", "conversation"),
    "own_channel": ("see totals", ""),
    "own_channel_table": ("see totals", ""),
    "health": ("open the page of health", ""),
    "see_alarm": ("look after health", "alarm"),
    "begin": ("administer", ""),
    "begin_done": ("administer", ""),
    "begin_step": ("administer", "step"),
    "begin_channel": ("administer", "connector"),
    "organisation": ("administer", ""),
    "hours": ("administer", ""),
    "add_day": ("administer", ""),
    "choose_holidays": ("administer", ""),
    "forget_day": ("administer", "special_day"),
    "privacy": ("administer", ""),
    "agreements": ("administer", ""),
    "may_be_public": ("administer", ""),
    "try_text": ("administer", ""),
    "rules": ("open the list of channels", ""),
    "new_rule": ("make some rules", ""),
    "rule": ("make rules", "rule"),
    "move_rule": ("make rules", "rule"),
    "switch_rule": ("make rules", "rule"),
    "forget_rule": ("make rules", "rule"),
    "emergencies": ("administer", ""),
    "try_emergency": ("administer", ""),
    "hard_words": ("administer", ""),
    "try_hard_words": ("administer", ""),
    "people": ("see the set-up", ""),
    "invite": ("administer", ""),
    "colleague": ("administer", "user"),
    "new_link": ("administer", "user"),
    "deactivate": ("administer", "user"),
    "reactivate": ("administer", "user"),
    "held": ("administer", ""),
    "free_all_held": ("administer", ""),
    "withdraw_all_held": ("administer", ""),
    "free_reply": ("administer", "reply"),
    "confirm_held": ("administer", "reply"),
    "withdraw_held": ("administer", "reply"),
    "reset_step": ("administer", "user"),
    "end_sessions": ("administer", "user"),
    "logging_in": ("see the set-up", ""),
    "require_steps": ("administer", ""),
    "provider_settings": ("administer", ""),
    "provider_trial": ("administer", ""),
    "try_provider": ("administer", ""),
    "switch_provider": ("administer", ""),
    "client_key": ("administer", ""),
    "group": ("administer", ""),
    "forget_group": ("administer", ""),
    "teams": ("see the set-up", ""),
    "new_team": ("administer", ""),
    "team": ("administer", "team"),
}

TOPICS: dict[str, str] = {
    "team": "see conversations",
    "presence": "answer",
    "settings": "see the set-up",
    "user": "logged in",
}

OF_ONESELF = {
    "profile",
    "change_password",
    "confirm",
    "add_app",
    "add_passkey",
    "recovery_codes",
    "remove_step",
    "end_session",
    "end_other_sessions",
    "shown",
    "views",
}
"""Where also a reader may post: their own choices, and that they have read something."""
