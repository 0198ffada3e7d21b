"""Hand-written conversations with invented people, to look at screens and to try them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """One conversation: who wrote, about what, how long ago, and what came back and forth."""

    name: str
    subject: str
    minutes_ago: int
    texts: tuple[str, ...]
    """theirs; "> " begins ours, "# " a note"""
    tags: tuple[str, ...] = ()
    assignee: str = ""
    """"me", a colleague's name, or nobody"""
    is_read: bool = False
    done: str = ""
    state: str = "sent"
    """of the last reply of ours"""


EXAMPLES = (
    Example("Fatima Bakker", "Afval niet opgehaald in de Lindelaan", 8, (
        "Goedemorgen,\n\nDerde keer deze maand dat de groene bak blijft staan. De hele Lindelaan "
        "staat vol. Wie lost dit op?\n\nMet vriendelijke groet,\nFatima Bakker",
        "# Aannemer rijdt vandaag na. Nummer van de melding volgt.",
        "> Dag Fatima,\n\nVervelend dat dit weer gebeurt. We zoeken uit wat er misgaat en laten "
        "het u vandaag nog weten.",
        "Dank u. Het begint wel te ruiken, dus graag voor het weekend.\n\n"
        "Op di 24 nov 2026 om 09:14 schreef Gemeente Voorbeeldstad:\n"
        "> Dag Fatima,\n>\n> Vervelend dat dit weer gebeurt.",
    ), ("Afval",), "me"),
    Example("Kees de Wit", "Water in de kelder na de bui van gisteren", 34, (
        "Sinds gisteravond staat er 10 cm water in mijn kelder. De put in de straat loopt niet "
        "door. Kan er vandaag iemand komen kijken?",), ("Wateroverlast",), "me"),
    Example("Sanne Visser", "Paspoort verlengen met spoed", 185, (
        "Ik vlieg volgende week woensdag en mijn paspoort is verlopen. Kan het nog op tijd?",
        "> Dag Sanne,\n\nDat kan met een spoedaanvraag. U kunt morgen om 9.20 uur terecht. "
        "Neem uw oude paspoort en een pasfoto mee.",
        "Geweldig, ik kom morgen. Moet ik iets betalen?",
    ), ("Burgerzaken",), "me", is_read=True),
    Example("Abdel El Idrissi", "Lantaarnpaal kapot bij de school", 12, (
        "De lantaarn bij het zebrapad van De Regenboog doet het niet. 's Ochtends is het er "
        "pikdonker als de kinderen oversteken.",), ("Verlichting",)),
    Example("Wilma Hoekstra", "Boom omgewaaid op het fietspad", 21, (
        "Op het fietspad langs de Vecht ligt een hele boom dwars. Fietsers rijden nu over de "
        "autoweg!",), ("Groen",)),
    Example("Joris van den Berg", "Kapvergunning Dorpsstraat 14", 55, (
        "Klopt het dat de drie eiken voor nummer 14 weg mogen? Ik zie geen bekendmaking.",)),
    Example("Priya Raman", "Parkeervergunning voor mantelzorger", 96, (
        "Mijn moeder krijgt drie keer per dag hulp. De zorg moet nu telkens betalen. Hoe vraag "
        "ik een vergunning voor hen aan?",), ("Parkeren",), is_read=True),
    Example("Tom Jansen", "Geluid van het feestterrein", 130, (
        "Tot half drie vannacht bonken. Ik heb kleine kinderen. Tot hoe laat mag dit eigenlijk?",
    ), ("Overlast",), "Anouk Smit"),
    Example("Marijke Dekker", "Compliment voor de man van de milieustraat", 150, (
        "Ik wil even zeggen dat de meneer met de blauwe pet op de milieustraat ontzettend "
        "behulpzaam was. Geeft u dat door?",)),
    Example("Dirk Postma", "Stoeptegels liggen los bij de Albert Schweitzerlaan", 240, (
        "Mijn vrouw is gisteren gevallen over een losse tegel. Gelukkig alleen schaafwonden.",
    ), ("Straat",), is_read=True),
    Example("Yara Mulder", "Verhuizing doorgeven lukt niet", 305, (
        "De site zegt dat mijn nieuwe adres niet bestaat. Het is een nieuwbouwwijk.",
        "> Dag Yara,\n\nUw straat is net toegevoegd. Wilt u het vandaag nog eens proberen?",
    ), ("Burgerzaken",), "Anouk Smit", is_read=True),
    Example("Henk Brouwer", "Woz-bezwaar: wanneer hoor ik iets?", 420, (
        "Ik heb in maart bezwaar gemaakt. Het is nu november.",), ("Belastingen",)),
    Example("Nadia Haddad", "Speeltuin Vogelplein al weken dicht", 610, (
        "Er staat een hek omheen en niemand weet waarom. Wanneer gaat hij weer open?",)),
    Example("Piet Scholten", "Dode vissen in de vijver van het Wilhelminapark", 700, (
        "Vanmorgen wel twintig dode vissen. Is het water veilig voor mijn hond?",
        "# Waterschap gebeld, ze nemen een monster. Terugbellen om 15 uur.",
    ), ("Water",), "me", is_read=True),
    Example("Lotte Peeters", "Trouwzaal nog vrij op 12 juni?", 1500, (
        "Wij willen graag op 12 juni trouwen in het oude raadhuis. Kan dat nog?",), ("Trouwen",)),
    Example("Bram Willems", "Gevonden fiets", 1600, (
        "Er staat al drie weken een blauwe Gazelle voor mijn deur. Kunt u hem ophalen?",)),
    Example("Chantal Maas", "Formulier bijstand is onduidelijk", 2900, (
        "Bij vraag 12 moet ik mijn vermogen invullen. Telt mijn auto mee?",
        "> Dag Chantal,\n\nEen auto tot 5.000 euro telt niet mee. Komt u er niet uit, dan helpt "
        "onze balie u graag.",
    ), ("Werk en inkomen",), "Anouk Smit", is_read=True, state="unknown"),
    Example("Ruud Koster", "Re: Bezwaar tegen de omleiding", 3000, (
        "Door de omleiding rijdt al het vrachtverkeer door onze straat.",
        "> Dag Ruud,\n\nWe hebben met de aannemer afgesproken dat er vanaf morgen borden staan.",
    ), ("Verkeer",), "me", is_read=True, state="refused"),
    Example("Esra Yilmaz", "Zwemles voor mijn zoon", 4300, (
        "Is er nog plek op de zwemles van woensdagmiddag?",
        "> Dag Esra,\n\nEr is nog plek. U kunt zich aanmelden bij het zwembad.",
    ), ("Sport",), "me", is_read=True, done="answered"),
    Example("Gerrit Blom", "Wat een mooie herfstkleuren in het park!", 4400, (
        "Gewoon even zeggen dat het park er prachtig bij ligt.",), is_read=True, done="seen"),
    Example("Noor Timmermans", "Nieuwsbrief dubbel ontvangen", 5800, (
        "Ik krijg de nieuwsbrief twee keer. Kan dat anders?",), is_read=True, done="handled"),
    Example("Vereniging De Brug", "Aanvraag subsidie buurtfeest", 7300, (
        "Bijgaand onze aanvraag. Ontvangt u hem goed?",
        "> Dag,\n\nUw aanvraag is goed ontvangen. U hoort binnen zes weken van ons.",
    ), ("Subsidie",), "Anouk Smit", is_read=True, done="answered"),
)  # fmt: skip
