"""A norm is read as people write it, and the most particular one holds."""

import pytest

from gehoor.planning.rules.norms import NotANorm, Promise, Way, promised, read_norm
from gehoor.planning.rules.terms import Kind, Norm

MINUTES = {n: Norm(Kind.MINUTES, n) for n in (1, 2, 5, 10, 30, 60)}
EVERYTHING = Promise(MINUTES[60])


@pytest.mark.parametrize(
    ("written", "norm"),
    [
        ("2 minuten", Norm(Kind.MINUTES, 2)),
        ("1 minute", Norm(Kind.MINUTES, 1)),
        ("10 min.", Norm(Kind.MINUTES, 10)),
        (" 4  UUR ", Norm(Kind.MINUTES, 240)),
        ("1 hour", Norm(Kind.MINUTES, 60)),
        ("Halve dag", Norm(Kind.HALF_A_DAY)),
        ("zelfde dag", Norm(Kind.SAME_DAY)),
        ("same day", Norm(Kind.SAME_DAY)),
        ("3 werkdagen", Norm(Kind.WORKING_DAYS, 3)),
        ("1 working day", Norm(Kind.WORKING_DAYS, 1)),
        ("6 weken", Norm(Kind.WEEKS, 6)),
        ("1 week", Norm(Kind.WEEKS, 1)),
        ("geen", None),
        ("none", None),
    ],
)
@pytest.mark.row("S2-34")
def test_a_norm_is_read_as_people_write_it(written: str, norm: Norm | None) -> None:
    assert read_norm(written) == norm


@pytest.mark.parametrize(
    "written",
    ["", "snel", "twee minuten", "0 minuten", "-2 uur", "2", "91 werkdagen", "169 uur", "27 weken"],
)
def test_what_is_no_norm_is_refused_with_words_to_show(written: str) -> None:
    with pytest.raises(NotANorm, match=r"norm"):
        read_norm(written)


@pytest.mark.parametrize(
    ("promises", "norm"),
    [
        ([], None),
        ([EVERYTHING], 60),
        ([EVERYTHING, Promise(MINUTES[30], way=Way.MAIL)], 30),
        ([Promise(MINUTES[30], way=Way.MAIL), Promise(MINUTES[10], channel=7)], 10),
        ([Promise(MINUTES[10], channel=7), Promise(MINUTES[5], channel=7, way=Way.MAIL)], 5),
        ([Promise(MINUTES[5], channel=7, way=Way.MAIL), Promise(MINUTES[2], sender="@a.nl")], 2),
        ([Promise(MINUTES[2], channel=7, sender="@a.nl"), Promise(MINUTES[1], sender="b@a.nl")], 1),
        ([EVERYTHING, Promise(None, channel=7)], None),
        ([EVERYTHING, Promise(MINUTES[1], channel=8)], 60),
        ([EVERYTHING, Promise(MINUTES[1], way=Way.DIRECT)], 60),
        ([EVERYTHING, Promise(MINUTES[1], sender="a.nl")], 60),
        ([EVERYTHING, Promise(MINUTES[1], sender="@nl")], 60),
    ],
)
def test_the_most_particular_norm_that_fits_holds(
    promises: list[Promise], norm: int | None
) -> None:
    for order in (promises, promises[::-1]):
        found = promised(order, channel=7, way=Way.MAIL, sender="b@a.nl")

        assert found == (MINUTES[norm] if norm else None)
