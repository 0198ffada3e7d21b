"""Makes mails as a Dutch council gets them: seeded, so every run reads the same; invented people.

The shapes follow what mail programs write: plain text, text beside HTML with nested tables and
style, HTML alone, quoted earlier mail, old character sets, pictures and documents.
"""

import io
import random
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from PIL import Image, ImageDraw

FIRST = "Fatima Jan Sanne Mehmet Ineke Ruben Yara Piet Lotte Omar Wilma Daan Noor Karel Aïsha Björn"
LAST = "Bakker Jansen Wit Yilmaz Visser Dijk Smit Amrani Mulder Bos Kuipers Özdemir Prins"
STREETS = "Dorpsstraat Lindelaan Kerkweg Molenpad Stationsplein Waterkant Eikenhof Zuidersingel"
SUBJECTS = (
    "Afval niet opgehaald", "Losse stoeptegels", "Vraag over mijn paspoort", "Verhuizing doorgeven",
    "Geluidsoverlast café", "Straatlantaarn kapot", "Bezwaar aanslag OZB", "Afspraak verzetten",
    "Boom gevaarlijk scheef", "Parkeervergunning", "Compliment voor de balie", "Ratten bij school",
)  # fmt: skip
OPENINGS = ("Geachte heer/mevrouw,", "Beste mensen,", "Goedemorgen,", "Hallo,", "L.S.,")
SENTENCES = (
    "Al drie weken wordt de groene bak bij ons aan de {street} {number} niet geleegd.",
    "Ik heb hierover vorige week ook al gebeld, maar ik kreeg niemand te spreken.",
    "Mijn buurvrouw is vorige maand gestruikeld over de losse tegels voor nummer {number}.",
    "Kunt u mij laten weten wanneer ik mijn nieuwe rijbewijs kan ophalen?",
    "De straatverlichting in de {street} doet het sinds dinsdag niet meer; het is er aardedonker.",
    "Volgens uw website duurt het acht weken, maar ik wacht nu al twaalf weken op antwoord.",
    "Wij verhuizen op de eerste van de maand naar {street} {number} en willen dat graag doorgeven.",
    "Het terras van het café hiernaast gaat tot diep in de nacht door, ook op doordeweekse dagen.",
    "Ik ben het niet eens met de waarde die u voor mijn woning heeft vastgesteld.",
    "Er zitten elke avond ratten bij de containers naast de speeltuin; dat is geen doen.",
    "De medewerkster aan de balie heeft mij vanochtend geweldig geholpen, mijn hartelijke dank.",
    "Graag ontvang ik een bevestiging van deze mail, want de vorige is kennelijk zoekgeraakt.",
    "In de bijlage stuur ik u een foto van de situatie zoals die vanochtend was.",
    "Kan de afspraak van donderdag om kwart over tien misschien een week later?",
    "De putten in onze straat zijn verstopt, en bij iedere bui staat het water tot aan de stoep.",
    "Ik zou het fijn vinden als iemand mij hierover belt; ik ben na vier uur thuis.",
)
ENDINGS = ("Met vriendelijke groet,", "Groetjes,", "Hoogachtend,", "Alvast bedankt,", "Mvg")
BEGINNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
STYLE = """<style>/* client */
body {{ font-family: Calibri, sans-serif; font-size: 11pt }} .MsoNormal {{ margin: 0 0 8pt }}
@media only screen and (max-width: 600px) {{ .wide {{ width: 100% !important }} }}</style>"""


def make(count: int, *, seed: int = 20260302) -> list[bytes]:
    """Return `count` mails, oldest first; one in ten follows up an earlier one."""
    chance = random.Random(seed)  # noqa: S311
    pictures = [_picture(chance) for _ in range(8)]
    made: list[EmailMessage] = []
    for number in range(count):
        earlier = chance.choice(made) if made and chance.random() < 0.1 else None
        made.append(_mail(chance, number, earlier, pictures))
    return [mail.as_bytes() for mail in made]


def _mail(
    chance: random.Random, number: int, earlier: EmailMessage | None, pictures: list[bytes]
) -> EmailMessage:
    mail = EmailMessage()
    citizen = chance.randrange(900)
    name = f"{FIRST.split()[citizen % 16]} {LAST.split()[citizen // 16 % 13]}"
    handle = f"burger{citizen}@voorbeeld.example"
    mail["From"] = earlier["From"] if earlier else f'"{name}" <{handle}>'
    mail["To"] = "Gemeente <webcare@gemeente.example>"
    subject = chance.choice(SUBJECTS)
    mail["Subject"] = f"Re: {earlier['Subject']}" if earlier else subject
    mail["Date"] = format_datetime(BEGINNING + timedelta(minutes=3 * number))
    mail["Message-ID"] = f"<{chance.getrandbits(96):x}.{number}@post.voorbeeld.example>"
    if earlier:
        mail["In-Reply-To"] = mail["References"] = earlier["Message-ID"]
    for hop in range(4):
        mail[f"X-Hop-{hop}"] = f"from relay{hop}.post.example (192.0.2.{hop + 1}) with ESMTPS"
    _fill(mail, chance, name)
    if chance.random() < 0.15:
        mail.add_attachment(
            chance.choice(pictures), maintype="image", subtype="jpeg", filename=f"IMG_{number}.jpg"
        )
    elif chance.random() < 0.06:
        document = b"%PDF-1.4\n" + chance.randbytes(40_000) + b"\n%%EOF\n"
        mail.add_attachment(
            document, maintype="application", subtype="pdf", filename=f"bezwaar {number}.pdf"
        )
    for place, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{number}_{place}_=")
    return mail


def _fill(mail: EmailMessage, chance: random.Random, name: str) -> None:
    paragraphs = [chance.choice(OPENINGS)]
    for _ in range(chance.randint(1, 4)):
        paragraphs.append(" ".join(_sentence(chance) for _ in range(chance.randint(2, 5))))
    paragraphs += [chance.choice(ENDINGS), name]
    text = "\n\n".join(paragraphs)
    shape = chance.random()
    if shape < 0.25:
        mail.set_content(text, charset="iso-8859-15" if _fits(text) else "utf-8")
    elif shape < 0.8:
        mail.set_content(text, cte="quoted-printable")
        mail.add_alternative(_html(paragraphs, chance), subtype="html", cte="quoted-printable")
    else:
        mail.set_content(_html(paragraphs, chance), subtype="html", cte="base64")


def _fits(text: str) -> bool:
    return text.encode("iso-8859-15", "ignore").decode("iso-8859-15") == text


def _sentence(chance: random.Random) -> str:
    return chance.choice(SENTENCES).format(
        street=chance.choice(STREETS.split()), number=chance.randint(1, 240)
    )


def _html(paragraphs: list[str], chance: random.Random) -> str:
    """HTML the way mail programs write it: tables in tables, and the earlier mail below."""
    body = "".join(
        f'<p class="MsoNormal"><span lang="NL" style="font-size:11.0pt;color:#1F497D">{paragraph}'
        '</span></p>\n<p class="MsoNormal"><o:p>&nbsp;</o:p></p>\n'
        for paragraph in paragraphs
    )
    quoted = "".join(f"<p>{_sentence(chance)}</p>\n" for _ in range(chance.randint(0, 12)))
    rows = "".join(
        f'<tr><td style="padding:4px" width="{chance.randint(40, 200)}">{_sentence(chance)}</td>'
        f'<td><a href="https://voorbeeld.example/{chance.getrandbits(40):x}">bekijk</a></td></tr>\n'
        for _ in range(chance.randint(0, 25))
    )
    return (
        f'<html><head>{STYLE}</head><body><div class="WordSection1">\n{body}</div>\n'
        f'<table class="wide" cellpadding="0" cellspacing="0" border="0">{rows}</table>\n'
        f'<blockquote type="cite" style="margin-left:5pt">{quoted}</blockquote></body></html>\n'
    )


def _picture(chance: random.Random) -> bytes:
    """A small photograph-like picture, so that re-encoding has something to do."""
    picture = Image.frombytes("RGB", (80, 60), chance.randbytes(80 * 60 * 3)).resize((640, 480))
    ImageDraw.Draw(picture).rectangle([80, 80, 400, 300], fill=(chance.randrange(256), 90, 60))
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=80)
    return written.getvalue()
