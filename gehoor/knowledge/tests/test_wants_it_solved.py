"""Who wants something solved, and who does not."""

import pytest

from gehoor.knowledge.rules.kinds import wants_it_solved


@pytest.mark.row("S2-24")
@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Schandalig, de prullenbak is al weken kapot!", True),
        ("De lantaarn voor nummer 4 brandt al dagen niet", True),
        ("Onze groene bak is weer niet geleegd.", True),
        ("Wanneer wordt dat gat in de weg gerepareerd?", True),
        ("The playground is broken", True),
        ("Wat een mooi park, dank jullie wel!", False),
        ("Hoe laat is het gemeentehuis open?", False),
        ("Het is een stukje lopen naar de markt", False),
        ("", False),
    ],
)
def test_who_wants_something_solved_is_recognised(text: str, is_one: bool) -> None:
    assert wants_it_solved(text) is is_one
