"""Which posts stand around another, by what each answers."""

from hypothesis import given
from hypothesis import strategies as st

from gehoor.inbox.rules.around import around_post

NAMES = st.sampled_from(["", "a", "b", "c", "d", "e"])


def test_above_is_one_line_and_below_is_a_whole_tree() -> None:
    answers = {"a": "", "b": "a", "c": "b", "d": "c", "e": "c", "f": "e", "g": "b", "h": "a"}

    assert around_post("c", answers) == {"a", "b", "d", "e", "f"}


def test_what_it_answers_is_above_it_also_when_we_do_not_have_that() -> None:
    assert around_post("c", {"c": "b"}) == {"b"}


@given(st.dictionaries(NAMES, NAMES), NAMES)
def test_whatever_strangers_call_things_it_ends_and_leaves_out_the_post(
    answers: dict[str, str], post: str
) -> None:
    assert not around_post(post, answers) & {post, ""}
