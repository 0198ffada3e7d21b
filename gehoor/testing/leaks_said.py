"""The sentences in which `gehoor.testing.leaks` puts its numbers: half at hand, half held out."""

from collections.abc import Iterator
from typing import Final

from gehoor.testing.leaks import (
    AT_HAND_SEED,
    HELD_OUT_SEED,
    Marked,
    harmless,
    personal,
)

AT_HAND: Final[dict[str, tuple[str, ...]]] = {
    "bsn": ("Uw BSN is {}.", "bsn: {}", "{}", "Ik heb nummer {} genoteerd.",
            "Burgerservicenummer {} klopt niet met uw naam."),
    "iban": ("We maken het over naar {} op vrijdag.", "IBAN {}", "{} is uw rekening.",
             "rekeningnummer {}, klopt dat?"),
    "phone": ("Bel {} voor meer.", "tel: {}", "{} is mijn nummer.", "We bellen u op {}, morgen."),
    "email": ("Mail {} even.", "mijn mail: {}", "Stuur het naar {} aub", "{} is mijn adres."),
    "postcode_address": ("U woont op {}.", "Adres: {}", "De bak van {} is niet geleegd.",
                         "Bezorgd op {}, gisteren."),
    "licence_plate": ("De auto met kenteken {} staat fout.", "kenteken: {}",
                      "Uw auto, {}, is weggesleept."),
    "birth_date": ("U bent geboren op {}.", "Geboortedatum: {}", "geb. {} te Leiden",
                   "Uw zoon, geboren {}, is ingeschreven."),
    "patient_number": ("Uw patiëntnummer is {}.", "Patiëntnr. {}", "patientnummer: {}"),
    "case_number": ("Uw zaaknummer is {}.", "kenmerk {}", "Het dossiernummer is {}.",
                    "Onder zaaknummer {} vindt u het."),
}  # fmt: skip
HELD_OUT: Final[dict[str, tuple[str, ...]]] = {
    "bsn": ("Klopt het dat u {} als burgerservicenummer gaf?", "{} graag controleren",
            "mn bsn {} wordt niet geaccepteerd", "Wij vonden u onder {} in ons systeem.",
            "Beste Sanne, uw gegevens ({}) zijn aangepast. Groet, Joost"),
    "iban": ("Het bedrag staat morgen op {}.", "Klopt {} nog?", "rek.nr {} tnv mijn man",
             "Wij stortten het op {}; dat was een fout."),
    "phone": ("Onze collega probeerde {} maar kreeg geen gehoor.", "app me op {}",
              "U gaf ons {} als nummer door.", "Mobiel {}, thuis ben ik er niet.", "{} bel maar"),
    "email": ("We hebben het naar {} gestuurd.", "U schreef ons vanaf {}, klopt dat?",
              "Antwoorden graag aan {} en niet hier", "emailadres {}"),
    "postcode_address": ("Volgens ons systeem bent u verhuisd naar {}.", "Het gaat om {} dus",
                         "Ik woon al tien jaar op {} en nu dit", "Containers bij {} zijn vol."),
    "licence_plate": ("Onze handhaver zag voertuig {} staan.", "Wagen {} stond op de stoep",
                      "De boete voor de auto met nummerbord {} blijft staan."),
    "birth_date": ("Klopt het dat u op {} geboren bent?", "geb.datum {}",
                   "Mijn moeder is geboren op {}.",
                   "Uw geboortedatum ({}) staat er verkeerd in."),
    "patient_number": ("Bij ons staat u bekend onder patiëntnummer {}.", "pat.nr {} graag noemen",
                       "Neem uw patiëntennummer ({}) mee."),
    "case_number": ("U vindt het terug in dossier {}.",
                    "Onder kenmerk {} is uw bezwaar geregistreerd.",
                    "Zaaknr. {} is gesloten.", "referentienummer: {}"),
}  # fmt: skip
HARMLESS_AT_HAND: Final = (
    "Uw bestelnummer is {any9}.", "{wrong} is geen geldig nummer.", "Het kost € {price} per jaar.",
    "Het project kost € {millions}.", "De markt is op {day} van {from} tot {to} uur.",
    "Op {said} is het stadhuis dicht.", "NL-rekening {wrong_iban} bestaat niet.",
    "Bel {service} voor hulp.", "Ordernummer {order} is verzonden.", "KvK-nummer {eight}.",
    "De bewoners van postcode {code} krijgen een brief.", "Uw melding heeft nummer {ours}.",
    "Zie https://gemeente.example/nieuws/{any9}.", "Artikel {four} lid 2.",
    "Vragen? @gemeente helpt.",
    "Bij Kerkstraat {house} ligt een boom om.", "De brug stamt uit {year}.",
)  # fmt: skip
HARMLESS_HELD_OUT: Final = (
    "Factuurnummer {any9} is betaald.", "Pakket met ordernr. {any9} komt morgen.",
    "Code {wrong} werkt niet meer.", "De begroting telt {millions} euro.",
    "Een uittreksel kost {price} euro, contant of met pin.",
    "Op {day} om {from} uur begint de kermis.",
    "Besluit van {said}, gepubliceerd op {day}.", "Loket open: {from}-{to}.",
    "Let op: {wrong_iban} is niet van ons, maak niets over!", "Bij spoed belt u {service}.",
    "Track & trace {order}.", "Ingeschreven bij de KvK onder {eight}.",
    "In {code} is de stroom uit.",
    "Wij hebben het genoteerd als {ours}.", "Foto: https://social.example/@gemeente/{order}",
    "Er staan {four} handtekeningen onder.",
    "De kapvergunning voor Parklaan {house} ligt ter inzage.",
    "Het gebouw uit {year} krijgt {house} zonnepanelen.", "ISBN 978{order}",
    "Versie {from}.{house}",
)  # fmt: skip


def at_hand(each: int = 150) -> Iterator[Marked]:
    """Return texts to write rules with."""
    yield from personal(AT_HAND, seed=AT_HAND_SEED, unusual=False, each=each)
    yield from harmless(HARMLESS_AT_HAND, seed=AT_HAND_SEED, many=each * 9)


def held_out(each: int = 300, seed: int = HELD_OUT_SEED) -> Iterator[Marked]:
    """Return texts to measure rules with."""
    yield from personal(HELD_OUT, seed=seed, unusual=True, each=each)
    yield from harmless(HARMLESS_HELD_OUT, seed=seed, many=each * 9)
