"""A tree out of a flat list, whatever strangers say that they answer."""

from hypothesis import given
from hypothesis import strategies as some

from gehoor.kit.branches import Named, in_branches


def tree(*pairs: tuple[str, str]) -> list[tuple[str, int]]:
    placed = in_branches([Named(name, name, answers) for name, answers in pairs])
    return [(each.leaf, each.depth) for each in placed]


def test_each_stands_under_what_it_answers_and_beside_each_other_in_the_order_given() -> None:
    found = tree(("a", ""), ("b", "a"), ("c", "a"), ("d", "b"), ("e", ""))

    assert found == [("a", 0), ("b", 1), ("d", 2), ("c", 1), ("e", 0)]


def test_an_answer_that_came_before_what_it_answers_stands_under_it_all_the_same() -> None:
    assert tree(("b", "a"), ("a", "")) == [("a", 0), ("b", 1)]


def test_what_answers_something_that_is_not_here_begins_a_branch() -> None:
    assert tree(("b", "gone"), ("c", "b")) == [("b", 0), ("c", 1)]


def test_what_answers_itself_or_goes_round_in_a_circle_is_there_once() -> None:
    found = tree(("a", "a"), ("b", "c"), ("c", "b"))

    assert found == [("a", 0), ("b", 0), ("c", 1)]


names = some.sampled_from(["", "a", "b", "c", "d"])


@given(some.lists(some.tuples(names, names), max_size=12))
def test_everything_is_there_once_under_what_it_answers(pairs: list[tuple[str, str]]) -> None:
    listed = [Named(index, name, answers) for index, (name, answers) in enumerate(pairs)]

    placed = in_branches(listed)

    assert sorted(each.leaf for each in placed) == list(range(len(pairs)))
    place = {each.leaf: at for at, each in enumerate(placed)}
    for each in placed:
        if each.below is not None:
            assert pairs[each.below][0] == pairs[each.leaf][1]
            assert place[each.below] < place[each.leaf]
