"""Fills the installation of GEHOOR_HOME with examples; started by tools.throwaway."""

import json
import sys

import django

django.setup()

# Models can be imported only once Django is set up, which the line above does.
from gehoor.channels.models import Channel  # noqa: E402
from gehoor.contracts.connector import Author  # noqa: E402
from gehoor.testing import make, seed  # noqa: E402
from gehoor.testing.web import session_of  # noqa: E402

SUBJECTS = ("Afval niet opgehaald", "Losse stoeptegels", "Paspoort ophalen", "Boom staat scheef")
TEXT = (
    "Goedemorgen, al drie weken wordt de groene bak bij ons aan de Lindelaan niet geleegd. "
    "Wanneer komt u langs?"
)


def main(more: int) -> None:
    me = seed.fill()
    channel = Channel.objects.filter(team__members=me).order_by("pk")[0]
    for number in range(more):
        make.received(
            channel,
            author=Author(f"burger{number}@voorbeeld.example", f"Sanne Bakker {number}"),
            subject=SUBJECTS[number % len(SUBJECTS)],
            text=TEXT,
            thread=f"post-{number}",
        )
    sys.stdout.write(json.dumps({"session": session_of(me)}) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
