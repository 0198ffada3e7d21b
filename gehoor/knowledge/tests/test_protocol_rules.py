"""What a message is by its words, and which line of the protocol holds for it."""

import pytest

from gehoor.knowledge.rules.kinds import Kind, kind_of, misconception_in
from gehoor.knowledge.rules.protocol import Case, Scope, applying, complaint_about

pytestmark = [pytest.mark.row("S2-02")]

SAID = """
formal|Ik wil een officiële klacht indienen over uw medewerker aan de balie.
formal|Hierbij dien ik een klacht in over de behandeling van mijn aanvraag.
objection|Ik maak bezwaar tegen de WOZ-beschikking van 12 november.
objection|Hoe kan ik bezwaar maken tegen een boete?
objection|I want to object to your decision about my permit.
woo|Dit is een Woo-verzoek: stuur mij alle stukken over de brug.
woo|Met een beroep op de Wet open overheid vraag ik u om de mails.
medical|Ik heb sinds de operatie koorts, moet ik mij zorgen maken?
medical|Mag ik ibuprofen slikken bij mijn bloedverdunners?
grief|Mijn moeder is vorige week overleden, wat moet ik regelen?
complaint|Wat een schande, de bak is weer niet geleegd!
complaint|Al weken bel ik en niemand belt terug.
report|Er ligt een omgewaaide boom, en de lantaarn is kapot
question|Wanneer wordt het papier opgehaald?
question|Waar kan ik oude medicijnen inleveren?
question|Dank u wel. Kan ik ook op zaterdag komen?
thanks|Bedankt voor de snelle hulp!
advertising|Meer volgers kopen? Klik hier voor 50% korting
opinion|Ik vind dat er te veel bomen gekapt worden.
opinion|Ik heb geen bezwaar tegen dat park hoor.
"""


@pytest.mark.parametrize("said", SAID.strip().splitlines())
def test_a_message_is_of_a_kind_by_its_words(said: str) -> None:
    kind, text = said.split("|")

    assert kind_of(text) == kind


MEATBALLS = [(7, "De brug gaat in december dicht"), (8, "Het water uit de kraan is niet veilig")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Klopt het dat de brug dichtgaat in december?? Belachelijk. Brug dicht!", 7),
        ("Ze zeggen dat het water uit onze kraan niet veilig is", 8),
        ("Is het water uit de kraan veilig?", None),
        ("De brug is mooi geworden", None),
    ],
)
@pytest.mark.row("S1-15")
def test_a_misconception_is_found_by_its_words_and_by_what_it_denies(
    text: str, found: int | None
) -> None:
    assert misconception_in(text, MEATBALLS) == found


def test_the_most_particular_line_holds() -> None:
    table = [
        Scope(1, kind="complaint"),
        Scope(2, channel=5),
        Scope(3, kind="complaint", channel=5),
        Scope(4, sender="@krant.example"),
        Scope(5, sender="ria@krant.example"),
        Scope(6, way="direct"),
    ]

    def holds(kind: str, channel: int, sender: str = "", way: str = "mail") -> int | None:
        return applying(table, Case(kind, channel, way, sender))

    assert holds("complaint", 9) == 1
    assert holds("opinion", 5) == 2
    assert holds("complaint", 5) == 3
    assert holds("complaint", 5, "kees@krant.example") == 4
    assert holds("complaint", 5, "ria@krant.example") == 5
    assert holds("opinion", 9, way="direct") == 6
    assert holds("opinion", 9) is None


def test_what_the_law_wants_answered_cannot_be_left() -> None:
    assert complaint_about(kind=Kind.WOO, verdict="leave", why="", text="")[0] == "verdict"
    assert complaint_about(kind=Kind.WOO, verdict="answer", why="", text=" ")[0] == "text"
    assert complaint_about(kind=Kind.OPINION, verdict="ask", why=" ", text="")[0] == "why"
    assert complaint_about(kind=Kind.OPINION, verdict="leave", why="", text="") == ("", "")
