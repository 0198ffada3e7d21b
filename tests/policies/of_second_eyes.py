"""Who may do what of second eyes: address, the right it takes, and which kind of thing it names."""

OF_SECOND_EYES: dict[str, tuple[str, str]] = {
    "approvals": ("logged in", ""),
    "approval": ("see names", "approval"),
    "approve": ("approve", "approval"),
    "give_back_answer": ("approve", "approval"),
    "take_back_answer": ("answer", "approval"),
    "second_eyes": ("coordinate", ""),
    **dict.fromkeys(("caution", "switch_crisis", "case_names"), ("coordinate a team", "team")),
    "forget_case_name": ("coordinate a team", "case_name"),
}
