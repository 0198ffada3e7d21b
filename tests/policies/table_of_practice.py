"""The same of practising, going live, the register of accounts and skills."""

OF_PRACTICE: dict[str, tuple[str, str]] = {
    "practice": ("practise", ""),
    "to_review": ("coordinate", ""),
    "review_practised": ("review practice", "practised"),
    "situations": ("practise", ""),
    "situation": ("practise", "key"),
    "accounts": ("keep the register", ""),
    "new_account": ("keep the register", ""),
    "accounts_file": ("keep the register", ""),
    "bring_accounts_in": ("keep the register", ""),
    "outside": ("coordinate", ""),
    "account_of_register": ("keep the register", "account"),
    "adopt_account": ("keep the register", "account"),
    "forget_account": ("keep the register", "account"),
    "skills": ("keep skills", ""),
    "new_skill": ("keep skills", ""),
    "skill": ("keep skills", "skill"),
    "grant_skill": ("keep skills", "skill"),
    "forget_skill": ("keep skills", "skill"),
    "take_skill_back": ("keep skills", "held"),
    "going_live": ("plan something", ""),
    "readiness": ("change a stage", "channel"),
    "forget_plan": ("change a stage", "channel"),
    "add_point": ("change a stage", "channel"),
    "tick_point": ("change a stage", "point"),
    "forget_point": ("change a stage", "point"),
    "compliments": ("act on many", ""),
    "take_compliments": ("act on many", ""),
    "note_consent": ("answer", "conversation"),
    "withdraw_consent": ("answer", "conversation"),
    "change_canary": ("administer", "channel"),
    "send_canary": ("administer", "channel"),
    "add_team_day": ("administer", "team"),
    "add_channel_day": ("promise", "channel"),
    "forget_own_day": ("promise", "own_day"),
}

OF_THE_ORGANISATION = {"keep the register", "keep skills"}
"""What these rights lead to is of nobody's team: each account and skill of the organisation, with
everybody who may look after one."""
