"""Who may do what of second eyes: the part of the table that did not fit in one file."""

from tests.policies.table import ADDRESSES, RIGHTS, SEEN_BY, only_own


def join() -> None:
    """Add it to the table."""
    RIGHTS["approve"] = RIGHTS["coordinate a team"] = only_own("coordinator")
    SEEN_BY["approve"] = "see names"
    ADDRESSES.update(
        {
            "approvals": ("logged in", ""),
            "approval": ("see names", "approval"),
            "approve": ("approve", "approval"),
            "give_back_answer": ("approve", "approval"),
            "take_back_answer": ("answer", "approval"),
            "second_eyes": ("coordinate", ""),
            "caution": ("coordinate a team", "team"),
            "switch_crisis": ("coordinate a team", "team"),
            "case_names": ("coordinate a team", "team"),
            "forget_case_name": ("coordinate a team", "case_name"),
        }
    )
