"""What kind of message this is, by its words. No model, no database: people can read why.

It only chooses a line of the protocol and the tips beside an answer; a colleague says it better
with one choice. What a text is not surely, it is not: then it is a question, or an opinion.
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from gehoor.kit.questions import is_question
from gehoor.kit.text import N_
from gehoor.kit.words import fold, forms

LONGEST_READ: Final = 4000
PART_OF_MISCONCEPTION: Final = 0.7
"""of the words of a misconception, in a message that holds it"""


class Kind(StrEnum):
    """What somebody wrote to us for."""

    FORMAL = "formal"
    OBJECTION = "objection"
    WOO = "woo"
    MEDICAL = "medical"
    DANGER = "danger"
    GRIEF = "grief"
    PEERS = "peers"
    MISCONCEPTION = "misconception"
    COMPLAINT = "complaint"
    REPORT = "report"
    QUESTION = "question"
    THANKS = "thanks"
    ADVERTISING = "advertising"
    OPINION = "opinion"


NAMES: Final[Mapping[Kind, str]] = {
    Kind.FORMAL: N_("Formal complaint"),
    Kind.OBJECTION: N_("Objection"),
    Kind.WOO: N_("Woo request"),
    Kind.MEDICAL: N_("Medical question"),
    Kind.DANGER: N_("Danger"),
    Kind.GRIEF: N_("Grief or loss"),
    Kind.PEERS: N_("Fellow sufferers among themselves"),
    Kind.MISCONCEPTION: N_("Misconception"),
    Kind.COMPLAINT: N_("Complaint"),
    Kind.REPORT: N_("Report of something broken"),
    Kind.QUESTION: N_("Question"),
    Kind.THANKS: N_("Thanks or praise"),
    Kind.ADVERTISING: N_("Advertising"),
    Kind.OPINION: N_("Opinion or remark"),
}


def kind_of(text: str) -> Kind:
    """Return what a message is by its words; only a colleague says that it is among peers."""
    plain = fold(text[:LONGEST_READ])
    asks = is_question(text)
    for kind in FIRST:
        if PATTERNS[kind].search(plain) and not UNLESS[kind].search(plain):
            return kind
    is_advice_asked = asks or bool(ASKS_ADVICE.search(plain))
    if is_advice_asked and MEDICAL_WORDS.search(plain) and not ABOUT_THINGS.search(plain):
        return Kind.MEDICAL
    for kind in LATER:
        if PATTERNS[kind].search(plain) and not UNLESS[kind].search(plain):
            return kind
    if asks:
        return Kind.QUESTION
    return Kind.THANKS if PATTERNS[Kind.THANKS].search(plain) else Kind.OPINION


def misconception_in(text: str, known: Sequence[tuple[int, str]]) -> int | None:
    """Return which of these misconceptions (number and words) stands in a text; None for none.

    Enough of its words must be there, in any form, and both say no or neither does.
    """
    if not known:
        return None
    there = _word_forms(text[:LONGEST_READ])
    best: tuple[float, int] | None = None
    for number, words in known:
        wanted = [forms(word) for word in WORD.findall(words.lower()) if word not in EMPTY_WORDS]
        if len(wanted) < 2 or bool(NO & there) != bool(NO & _word_forms(words)):
            continue
        share = sum(1 for each in wanted if each & there) / len(wanted)
        if share >= PART_OF_MISCONCEPTION and (best is None or share > best[0]):
            best = (share, number)
    return best[1] if best else None


def _word_forms(text: str) -> set[str]:
    return {form for word in WORD.findall(text.lower()) for form in forms(word)}


WORD = re.compile(r"\w[\w'\u2019-]*")
NO: Final = frozenset({"niet", "geen", "nooit", "not", "no", "never"})
EMPTY_WORDS: Final = frozenset(
    WORD.findall(
        "de het een en of dat die dit deze is zijn wordt worden er te in op aan van voor met bij "
        "als om ook dan we wij u je jij ik ze zij hij heeft hebben kan mag moet the a an and or "
        "that this are it to on for with at be you they i he she has have can may must"
    )
)
FIRST: Final = (Kind.OBJECTION, Kind.WOO, Kind.FORMAL, Kind.GRIEF)
"""what must never be taken for something lighter"""
LATER: Final = (Kind.ADVERTISING, Kind.COMPLAINT, Kind.REPORT)
_NEVER = re.compile(r"(?!)")
PATTERNS: Final[Mapping[Kind, re.Pattern[str]]] = {
    Kind.OBJECTION: re.compile(
        r"\bbezwaarschrift|\bbezwaar (?:maken|te maken|aantekenen|aan te tekenen|indienen|in te "
        r"dienen|tegen)|\b(?:maak|maken|maakt|teken|dien)\b.{0,40}\bbezwaar\b"
        r"|\b(?:hoger )?beroep (?:instellen|aantekenen|in te stellen|aan te tekenen)"
        r"|\b(?:notice of objection|objection (?:to|against) (?:the|your|this))"
        r"|\bobject to (?:the|your|this) decision"
    ),
    Kind.WOO: re.compile(
        r"\bwoo[- ]?(?:verzoek|procedure|besluit)|\bwob[- ]?(?:verzoek|procedure)"
        r"|\bwet open(?:baarheid van bestuur| overheid)"
        r"|\b(?:op grond van|krachtens|volgens|onder|beroep op|met) de (?:woo|wob)\b"
        r"|\bfreedom of information|\b(?:woo|foi|foia) request"
    ),
    Kind.FORMAL: re.compile(
        r"\b(?:formele|officiele) klacht|\bklacht (?:indienen|in te dienen|ingediend|in willen)"
        r"|\bdien(?:en)?\b.{0,50}\bklacht\b.{0,20}\bin\b|\bklachtenprocedure|\bklachtencommissie"
        r"|\bin gebreke\b|\bingebrekestelling|\bnationale ombudsman"
        r"|\b(?:formal|official) complaint|\bfile a complaint|\blodge a complaint"
    ),
    Kind.GRIEF: re.compile(
        r"\boverleden\b|\boverlijden|\boverleed\b|\bbegrafenis|\bbegraven\b|\bcrematie|\buitvaart"
        r"|\bgestorven\b|\bcondolea|\bgecondoleerd|\bsterfgeval|\brouw(?:en|t|kaart|proces)?\b"
        r"|\bmiskraam|\bdoodgeboren|\bnabestaande|\bveel verdriet"
        r"|\bmijn \w+ is (?:er niet meer|dood)\b"
        r"|\bpassed away|\bfuneral|\bmourning|\bcondolences|\bmiscarriage"
    ),
    Kind.ADVERTISING: re.compile(
        r"\bkortingscode|\bgratis proef|\bklik hier\b|\bbitcoin|\bcrypto(?:munt|valuta|currency)?\b"
        r"|\bcasino|\bvolgers kopen|\bmeer volgers|\bzoekmachine ?optimalisatie|\bseo\b"
        r"|\b\d{2} ?% korting|\bvrijblijvende? (?:offerte|kennismaking|demo)|\bleads?\b.{0,20}"
        r"\b(?:bedrijf|website)|\bwin (?:nu )?een\b|\bbuy followers|\bclick here\b|\bpromo code"
        r"|\blimited offer|\bearn money|\bwww\.\S+ nu\b"
    ),
    Kind.COMPLAINT: re.compile(
        r"\bschand(?:e|alig)|\bbelachelijk|\bwaardeloo?s|\bslecht geregeld|\bklacht|\bwoedend"
        r"|\bboos\b|\bben (?:het|dit)? ?(?:zo )?(?:spuug)?zat\b|\bonacceptabel|\bniet te geloven"
        r"|\bweer niet\b|\bnog steeds (?:niet|geen)|\bal (?:weken|maanden|jaren)\b|\bniemand "
        r"(?:reageert|doet|neemt op|belt terug|luistert)|\bontevreden|\bteleurgesteld|\bteleurstell"
        r"|\bkastje naar de muur|\bprutsers?|\bwanbeleid|\bwat een (?:zooi|bende|puinhoop|drama)"
        r"|\bte gek voor woorden|\bonbeschoft|\bonvriendelijk|\bnooit antwoord|\bgeen antwoord"
        r"|\bcomplain|\bunacceptable|\bdisgrace|\bridiculous|\bfed up|\bangry"
        r"|\bstill no(?:t|body)?\b"
    ),
    Kind.REPORT: re.compile(
        r"\bkapot|\bdefect|\bstuk(?:ke|gereden)?\b|\blosliggend|\bligt los\b|\bverstopt|\boverstro"
        r"|\boverloopt|\bzwerfvuil|\bzwerfafval|\bgedumpt|\bdumping|\bnaast de container"
        r"|\bdoe(?:t|n) het niet|\bgat in (?:de|het)|\bkuil in|\bomgewaaid|\bafgebroken tak"
        r"|\brattenoverlast|\bratten\b|\bwespennest|\bgraffiti|\bfietswrak|\bverlichting (?:uit|is "
        r"uit)|\bwil (?:graag )?(?:iets )?melden|\bmelding (?:maken|doen|van)|\bstankoverlast"
        r"|\bbroken\b|\bpothole|\bout of order|\bwant to report|\bfly-?tipping"
    ),
    Kind.THANKS: re.compile(
        r"\bbedankt|\bdank(?:je| je| u|u)?(?: ?wel)?\b|\bcompliment|\bhulde\b|\bchapeau\b"
        r"|\btop (?:gedaan|geregeld|service)|\bgoed (?:bezig|gedaan|geregeld)|\bfijn dat\b"
        r"|\bblij met"
        r"|\bgeweldig|\bsuper ?(?:snel|goed|fijn)|\bpetje af|\bmooi (?:gedaan|geworden|werk)"
        r"|\bthanks|\bthank you|\bwell done|\bgreat (?:job|work|service)"
    ),
}
_ALWAYS: Final = (Kind.FORMAL, Kind.GRIEF, Kind.ADVERTISING, Kind.REPORT, Kind.WOO)
UNLESS: Final[Mapping[Kind, re.Pattern[str]]] = {
    **dict.fromkeys(_ALWAYS, _NEVER),
    Kind.OBJECTION: re.compile(r"\bgeen bezwaar\b"),
    Kind.COMPLAINT: re.compile(r"\bgeen klacht|\bniet boos\b|\bno complaint"),
}
MEDICAL_WORDS: Final = re.compile(
    r"\bmedicijn|\bmedicatie|\bpil(?:len)?\b|\btablet(?:ten|jes)\b|\bparacetamol|\bibuprofen"
    r"|\bantibiotic|\binsuline|\bbijwerking|\bdosering|\bdosis\b|\boogdruppel|\bbloeddruk\b"
    r"|\bbloedverdunner|\bkoorts\b|\bhuiduitslag|\bdiagnose|\bsymptomen|\bontstoken|\bontsteking"
    r"|\bhoofdpijn|\bbuikpijn|\bmisselijk|\bduizelig|\bpijn (?:in|aan|op|bij|na)\b|\bbultjes?\b"
    r"|\bzwanger|\bnarcose|\bhechting|\bna de operatie|\bwond(?:je)?\b|\ballergi|\bchemo"
    r"|\bvaccin|\binenting|\bzwelling|\bgezwollen|\bbenauwd|\bhart ?klopping|\bstaaroperatie"
    r"|\bzie (?:ik )?(?:wazig|dubbel|vlekken|flitsen)|\blichtflits"
    r"|\bmedicine|\bmedication|\btablets\b|\bside effect|\bdosage|\bsymptom|\bfever\b|\bpregnant"
    r"|\bpainkiller|\bheadache|\bblood pressure"
)
ASKS_ADVICE: Final = re.compile(
    r"\b(?:mag|moet|kan|kun) (?:ik|je|mijn|hij|zij|ze)\b|\bhoeveel\b|\bis het normaal|\bwat nu\b"
    r"|\bweet iemand|\bwie weet|\bis dat (?:erg|gevaarlijk|normaal)|\b(?:may|should|can) i\b"
)
ABOUT_THINGS: Final = re.compile(
    r"\b(?:inlever|afgeven|afleveren|weggooi|wegbreng|opruim|afval|container|vergoed|eigen risico"
    r"|afspraak|openingstijd|waar (?:kan|haal)|kosten?\b|parkeer)"
)
"""about medicines as things, or about coming to us, not about somebody's body"""
HUMOUR_OFF: Final = frozenset(
    {
        Kind.FORMAL, Kind.OBJECTION, Kind.COMPLAINT, Kind.GRIEF, Kind.DANGER, Kind.MEDICAL,
        Kind.PEERS,
    }
)  # fmt: skip
"""where a joke or a wink hurts"""
