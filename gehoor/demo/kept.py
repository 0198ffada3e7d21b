"""What Voorbeeldstad keeps to answer with, and which words a second person looks at."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from gehoor.flows import cautioning, kept_answers
from gehoor.kit.clock import now
from gehoor.knowledge.models import KeptAnswer
from gehoor.people.models import Team, User
from gehoor.people.policies import Actor

SITE: Final = "https://www.voorbeeldstad.example"
HOLDS: Final = timedelta(days=300)
LOOKED_AT: Final = timedelta(days=20)
"""one whose day comes while the month is told, so that the list has something to say"""
ANSWERS: Final[tuple[Mapping[str, Any], ...]] = (
    {
        "title": "Route en parkeren", "shortcut": "route", "labels": ["auto", "bus", "stadhuis"],
        "text": "U vindt ons aan de Marktplaats. Met de bus stapt u uit bij halte Stadhuis. "
        "Parkeren kan in de garage achter het stadhuis; het eerste halve uur is gratis.",
        "link": f"{SITE}/route",
        "forms": {
            "social": "Parkeren kan in de garage achter het stadhuis. Bushalte: Stadhuis.",
            "phone": "Komt u met de auto? Dan rijdt u om het stadhuis heen, daar is de garage. Het "
            "eerste halve uur kost niets. Met de bus stapt u uit bij Stadhuis.",
        },
    },
    {
        "title": "Groet met naam", "shortcut": "1", "labels": ["aanhef"],
        "text": "Dag {voornaam}, bedankt voor uw bericht.",
    },
    {
        "title": "Melding staat genoteerd", "shortcut": "melding", "labels": ["afval", "straat"],
        "text": "Dank u wel voor uw melding. Die staat bij ons onder nummer {nummer}. U hoort "
        "vóór {dag} van ons.",
    },
    {
        "title": "Drinkwater is veilig", "shortcut": "water", "labels": ["wateroverlast"],
        "text": "Het water uit de kraan is veilig. De overlast op straat komt van regenwater, en "
        "dat staat los van de drinkwaterleiding.",
        "link": f"{SITE}/water", "misconception": "Door de wateroverlast is het drinkwater vies",
    },
)  # fmt: skip
EMPTY: Final[Mapping[str, Any]] = {"team_id": None, "link": "", "misconception": "", "labels": []}


LOOKED_AT_WORDS: Final = "schadevergoeding\ncoulance"
"""of an answer with one of them a second person must think something"""


def agree(actor: Actor, teams: Iterable[Team]) -> None:
    """Let somebody look at what could cost money before it leaves."""
    facts = {"words": LOOKED_AT_WORDS, "guards_cases": False, "case_rule": "", "case_forms": ""}
    for team in teams:
        cautioning.keep(actor, team, facts, trainees=(), judges=())


def keep_answers(actor: Actor, owner: User) -> None:
    """Keep them, as a coordinator does."""
    today = timezone.localdate(now())
    for number, facts in enumerate(ANSWERS):
        review_on = today + (HOLDS if number else LOOKED_AT)
        wanted = {**EMPTY, **facts, "owner_id": owner.pk, "review_on": review_on}
        kept_answers.keep(actor, KeptAnswer(), wanted)
