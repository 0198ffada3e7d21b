"""Who says that they tried before."""

import pytest

from gehoor.inbox.rules.earlier_contact import says_earlier_contact


@pytest.mark.row("S2-26")
@pytest.mark.parametrize(
    "text",
    [
        "Ik heb al drie keer gebeld over die lantaarn.",
        "Dit heb ik vorige week al gemeld bij de gemeente!",
        "Voor de zoveelste keer ligt het afval er nog.",
        "Nog steeds geen reactie op mijn mail.",
        "Twee weken geleden een melding gedaan, en niks.",
        "Ik word maar niet teruggebeld",
        "Ik heb gemaild maar nooit antwoord gekregen; geen reactie gekregen.",
        "Moet ik dit nu wéér opnieuw melden?",
        "I called three times already, still no answer",
        "Na mijn eerdere melding is er niets gebeurd",
        "5x gebeld",
    ],
)
def test_who_tried_before_is_recognised(text: str) -> None:
    assert says_earlier_contact(text)


@pytest.mark.row("S2-26")
@pytest.mark.parametrize(
    "text",
    [
        "Kan ik u bellen over mijn paspoort?",
        "De groene bak is niet geleegd.",
        "Ik wil een melding doen van een losse tegel.",
        "Mijn zoon heeft gebeld met opa.",
        "Is er al iets bekend over de brug?",
        "Waarom is er geen antwoordnummer?",
        "Bedankt voor het snelle antwoord",
        "Al jaren woon ik hier met plezier",
        "",
    ],
)
def test_who_asks_for_the_first_time_is_not(text: str) -> None:
    assert not says_earlier_contact(text)
