"""Which tests `make axe` runs: all that look with axe, however they do, and no others."""

from tests import test_demo_journey
from tests.journeys import (
    test_audience,
    test_axe,
    test_files,
    test_screens_seldom_seen,
    test_threads,
)
from tests.journeys.conftest import looks_with_axe


def test_a_test_that_looks_with_axe_itself_or_through_others_is_one_of_them() -> None:
    itself = test_files.test_files_and_pickers_have_no_barriers_and_fit_a_narrow_screen
    alone = test_demo_journey.test_the_pages_of_the_demo_pass_axe
    by_check = test_audience.test_nothing_of_it_has_barriers
    by_violations = test_screens_seldom_seen.test_the_page_without_a_database_has_no_barriers

    for each in (itself, alone, by_check, by_violations, test_axe.test_coming_in_has_no_barriers):
        assert looks_with_axe(each)


def test_any_other_test_is_not() -> None:
    assert not looks_with_axe(test_audience.test_with_keys_alone_one_chooses_and_sends_privately)
    # It ticks a box with a function of another that is also called check.
    narrows = (
        test_threads.test_many_replies_are_narrowed_and_dealt_with_by_keyboard_and_without_a_script
    )
    assert not looks_with_axe(narrows)
    assert not looks_with_axe(None)
