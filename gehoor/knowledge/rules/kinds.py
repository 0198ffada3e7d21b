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


def wants_it_solved(text: str) -> bool:
    """Do they say that something is wrong and should be mended? Then who read it should read how
    it ended."""
    return kind_of(text) in (Kind.COMPLAINT, Kind.REPORT, Kind.FORMAL)


def praises(text: str) -> bool:
    """Is it praise, without a question, a complaint or a but? It is thanked for, and counted."""
    plain = fold(text[:LONGEST_READ])
    is_bare = not (is_question(text) or TURNS_IT.search(plain))
    return is_bare and kind_of(text) is Kind.THANKS and bool(PRAISE.search(plain))


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
_RECORDS: Final = (
    r"(?:documenten|stukken|(?:\w*)rapport(?:en)?|memo'?s|correspondentie|mailwisseling\w*"
    r"|e-?mails"
    r"|mails|appberichten|declaraties|notulen|verslagen|besluiten|dossiers?|offertes|facturen"
    r"|contracten|\w*vergunningen|incidentmeldingen|onderzoeken|documents|records)\b"
)
_SOMEBODY: Final = (
    r"(?:hij|zij|ze|ie|moe|mam|mama|pa|papa|vader|moeder|oma|opa|man|vrouw|zoon\w*|dochter\w*"
    r"|broer\w*|zus\w*|vriend|vriendin|kind\w*|tweeling\w*|buurman|buurvrouw|collega|son|daughter"
    r"|husband|wife|father|mother|brother|sister|dad|mum)"
)
PATTERNS: Final[Mapping[Kind, re.Pattern[str]]] = {
    Kind.OBJECTION: re.compile(
        r"\bbezwaarschrift|\bbezwaar (?:maken|te maken|aantekenen|aan te tekenen|indienen|in te "
        r"dienen|tegen)|\b(?:maak|maken|maakt|teken|dien)\b.{0,40}\bbezwaar\b"
        r"|\b(?:hoger )?beroep (?:instellen|aantekenen|in te stellen|aan te tekenen)"
        r"|\b(?:notice of objection|objection (?:to|against) (?:the|your|this))"
        r"|\bobject to (?:the|your|this) decision"
        r"|\bals bezwaar\b|\baanvechten|\bvoorlopige voorziening|\b(?:in|ga in) beroep\b"
        r"|\bten onrechte (?:opgelegd|afgewezen|beboet|gekregen)|\bvernietiging van (?:de|het)"
        r"|\bga (?:ik )?(?:hier|daar) ?tegen in\b|\b(?:besluit|beslissing|beschikking)\b.{0,80}"
        r"\b(?:herzien|herroepen|intrekken|terugdraaien|onterecht)"
        r"|\b(?:herzien|herroepen|intrekken|terugdraaien)\b.{0,60}\b(?:besluit|beslissing)"
        r"|\b(?:oneens|niet (?:\w+ )?eens|niet vinden in|niet (?:\w+ )?verenigen"
        r"|protest(?:eer)?)\b"
        r".{0,100}\b(?:besluit|beslissing|beschikking|aanslag|boete|korting|afwijzing|onteigening"
        r"|vergunning|weigering|uitspraak)"
        r"|\b(?:afwijzing|weigering|boete|aanslag|korting|naheffing)\b.{0,120}\b(?:oneens"
        r"|niet (?:\w+ )?"
        r"eens|protesteer|ongedaan|onterecht|kwijtgescholden)"
        r"|\bappeal (?:against )?(?:the|this|my|your)|\bwant to appeal"
    ),
    Kind.WOO: re.compile(
        r"\bwoo[- ]?(?:verzoek|procedure|besluit)|\bwob[- ]?(?:verzoek|procedure)"
        r"|\bwet open(?:baarheid van bestuur| overheid)"
        r"|\b(?:op grond van|krachtens|volgens|onder|beroep op|met) de (?:woo|wob)\b"
        r"|\bfreedom of information|\b(?:woo|foi|foia) request"
        r"|\bartikel [\d.]+ (?:van de )?woo\b|\bwoo\b.{0,40}\b(?:coordinator|contactpersoon"
        r"|verzoek)"
        r"|\bopenbaarheid van bestuur|\bopenbaarmaking|\binformatieverzoek|\bmilieu-informatie"
        r"|\bmaak\b.{0,60}\bopenbaar\b|\bpublic records"
        rf"|\b(?:openbaar|vrij ?te ?geven|vrijgeven|vrijgegeven"
        rf"|beslistermijn)\b.{{0,120}}\b{_RECORDS}"
        rf"|\b{_RECORDS}.{{0,160}}\b(?:openbaar|vrij ?te ?geven|vrijgeven|vrijgegeven"
        rf"|beslistermijn)\b"
        rf"|\balle (?:\w+,? ){{0,2}}{_RECORDS}.{{0,60}}\b(?:over|inzake|rond|van)\b"
    ),
    Kind.FORMAL: re.compile(
        r"\b(?:formele|officiele) klacht|\bklacht (?:indienen|in te dienen|ingediend|in willen)"
        r"|\bdien(?:en)?\b.{0,50}\bklacht\b.{0,20}\bin\b|\bklachtenprocedure|\bklachtencommissie"
        r"|\bin gebreke\b|\bingebrekestelling|\bnationale ombudsman"
        r"|\b(?:formal|official) complaint|\bfile a complaint|\blodge a complaint"
        r"|\bschriftelijke klacht|\bneem dit op als klacht|\bbeklaag (?:ik )?(?:mij|me)\b"
        r"|\bklachtenfunctionaris|\bdwangsom|\bnotice of default|\bcomplaints (?:officer"
        r"|committee)"
        r"|\bklacht\b.{0,200}\b(?:hoorzitting|algemene wet|awb|(?:in )?behandeling (?:te )?nem"
        r"|wettelijke|voorgeschreven|toepasselijke regeling|onder uw aandacht"
        r"|ontvangstbevestiging)"
        r"|\bformele\b.{0,30}\bklacht|\bonpartijdig\w*\b.{0,60}\b(?:kijk|onderzoek|behandel)"
    ),
    Kind.GRIEF: re.compile(
        r"\boverleden\b|\boverlijden|\boverleed\b|\bbegrafenis|\bbegraven\b|\bcrematie|\buitvaart"
        r"|\bgestorven\b|\bcondolea|\bgecondoleerd|\bsterfgeval|\brouw(?:en|t|kaart|proces)?\b"
        r"|\bmiskraam|\bdoodgeboren|\bnabestaande|\bveel verdriet"
        r"|\bmijn \w+ is (?:er niet meer|dood)\b"
        r"|\bpassed away|\bfuneral|\bmourning|\bcondolences|\bmiscarriage"
        r"|\bsterkte (?:aan|voor) (?:alle |de |zijn |haar )?(?:nabestaanden|familie|gezin)"
        rf"|\b{_SOMEBODY}\b.{{0,30}}\b(?:er|der|d'?r|'?r) nie(?:t)? meer\b"
        rf"|\b(?:mijn|onze|ons|my|our) (?:\w+ )?{_SOMEBODY} (?:\w+ ){{0,3}}(?:verloren|dood"
        rf"|lost)\b"
        rf"|\b(?:verloor|verloren) (?:we |wij |ik )?(?:mijn|onze|ons) (?:\w+ )?{_SOMEBODY}"
        r"|\bafscheid (?:van (?:ons|mijn|onze|hem|haar)|genomen|moeten nemen)|\bmiskramen"
        r"|\b(?:vandaag|morgen|gisteren) zou (?:hij|zij|ze) \d+|\bingeslapen\b"
        r"|\brust (?:in vrede|zacht)"
        r"|\b(?:poes|hond|kat|hondje|katje)\b.{0,40}\b(?:aangereden|overreden|doodgereden)"
        r"|\bgrafsteen|\bweduw(?:e|naar)\b|\bvoor het einde gekozen|\bmis (?:hem|haar) (?:zo"
        r"|elke|iedere)"
        r"|\brest in peace|\blost (?:his|her|their) life|\bthoughts are with"
        r"|\bsorry for (?:your|the) loss"
    ),
    Kind.ADVERTISING: re.compile(
        r"\bkortingscode|\bgratis proef|\bklik hier\b|\bbitcoin|\bcrypto(?:munt|valuta"
        r"|currency)?\b"
        r"|\bcasino|\bvolgers kopen|\bmeer volgers|\bzoekmachine ?optimalisatie|\bseo\b"
        r"|\b\d{2} ?% korting|\bvrijblijvende? (?:offerte|kennismaking|demo)|\bleads?\b.{0,20}"
        r"\b(?:bedrijf|website)|\bwin (?:nu )?een\b|\bbuy followers|\bclick here\b|\bpromo code"
        r"|\blimited offer|\bearn money|\bwww\.\S+ nu\b"
        r"|\baanbieding\b|\bopeningsactie|\bactieprij|\bcadeaukaart|\bwebinar|\binvesteer\b"
        r"|\bassortiment"
        r"|\bstaffelprij|\btarieven in de bijlage|\bop ?= ?op\b|\bsingles\b|\bnu te bestellen"
        r"|\bbestel nu"
        r"|\bgratis\b.{0,30}\b(?:erbij|testen|thuis)|\b(?:dagen|maand) gratis\b|\breageer met\b"
        r"|\baanmelden via (?:mijn|onze)|\blinkje\b|\blink in (?:mijn |de )?bio"
        r"|\bthuisbezorgd vanaf"
        r"|\b(?:stellen|bieden) (?:wij|we) .{0,80}\baan\b|\b100% (?:resultaat|garantie)"
        r"|\bwe (?:buy|sell|offer)\b|\bbest prices"
    ),
    Kind.COMPLAINT: re.compile(
        r"\bschand(?:e|alig)|\bbelachelijk|\bwaardeloo?s|\bslecht geregeld|\bklacht|\bwoedend"
        r"|\bboos\b|\bben (?:het|dit)? ?(?:zo )?(?:spuug)?zat\b|\bonacceptabel|\bniet te geloven"
        r"|\bweer niet\b|\bnog steeds (?:niet|geen)|\bal (?:weken|maanden|jaren)\b|\bniemand "
        r"(?:reageert|doet|neemt op|belt terug|luistert)|\bontevreden|\bteleurgesteld"
        r"|\bteleurstell"
        r"|\bkastje naar de muur|\bprutsers?|\bwanbeleid|\bwat een (?:zooi|bende|puinhoop|drama)"
        r"|\bte gek voor woorden|\bonbeschoft|\bonvriendelijk|\bnooit antwoord|\bgeen antwoord"
        r"|\bcomplain|\bunacceptable|\bdisgrace|\bridiculous|\bfed up|\bangry"
        r"|\bstill no(?:t|body)?\b"
        r"|\b\d+ ?x (?:niet|gebeld|gemeld|gevraagd|gemaild)|\bweer (?:eens )?(?:lesuitval"
        r"|te laat|vergeten|mis)\b"
        r"|\bdoorverbonden|\bkastje (?:naar|tot) (?:de )?muur|\bslecht gecommuniceerd"
        r"|\bkinderachtig"
        r"|\bniemand (?:\w+ )?(?:geweest|kon|weet|komt|helpt)\b|\b(?:zit|sta|wacht"
        r"|wachten) (?:hier )?(?:nu )?al \w+"
        r"|\bin de steek gelaten|\baan (?:mijn|ons|het) lot overgelaten|\bniet serieus genomen"
        r"|\bgeen (?:reactie|gehoor)\b|\bsteeds (?:maar )?(?:weer )?(?:zegg|hetzelfde|een ander)"
        r"|\ballang besloten|\bnobody (?:could|answers|in your|cares)|\bno (?:reply"
        r"|answer) (?:for|in|since)"
    ),
    Kind.REPORT: re.compile(
        r"\bkapot|\bdefect|\bstuk(?:ke|gereden)?\b|\blosliggend|\bligt los\b|\bverstopt"
        r"|\boverstro"
        r"|\boverloopt|\bzwerfvuil|\bzwerfafval|\bgedumpt|\bdumping|\bnaast de container"
        r"|\bdoe(?:t|n) het niet|\bgat in (?:de|het)|\bkuil in|\bomgewaaid|\bafgebroken tak"
        r"|\brattenoverlast|\bratten\b|\bwespennest|\bgraffiti|\bfietswrak|\bverlichting (?:uit"
        r"|is "
        r"uit)|\bwil (?:graag )?(?:iets )?melden|\bmelding (?:maken|doen|van)|\bstankoverlast"
        r"|\bbroken\b|\bpothole|\bout of order|\bwant to report|\bfly-?tipping"
        r"|\bweesfiets|\bpuilt\b.{0,10}\buit|\bligt (?:helemaal )?om\b|\blek(?:t|kage)?\b"
        r"|\bspuit\b.{0,30}\bwater"
        r"|\bblijft\b.{0,20}\b(?:steken|lopen|hangen|branden)|\bolie op\b|\bspekglad"
        r"|\bgrote? gat(?:en)?\b"
        r"|\b(?:lamp|lantaarn\w*|straatverlichting|stoplicht|verkeerslicht)\b.{0,50}\b(?:niet"
        r"|uit|stuk|flikkert)"
        r"|\b(?:container|prullenbak|afvalbak|glasbak|hondenpoepbak"
        r"|ondergrondse)\b.{0,40}\b(?:vol|uit|stuk|kapot)\b"
        r"|\bvernield|\bbeklad|\bomgereden|\bverzak(?:t|king)|\bsnoei|\bzo hoog dat\b"
        r"|\bdumped\b|\boverhangende"
        r"|\b(?:bord|wegwijzer|paaltje|hek|brug|slagboom)\b.{0,40}\b(?:verkeerde kant|om\b"
        r"|weg\b|open|scheef|los)"
        r"|\b(?:ligt|liggen|staat)\b.{0,40}\b(?:midden )?op (?:de|het) (?:weg|rijbaan|stoep"
        r"|fietspad|trottoir)"
        r"|\bniet (?:opgehaald|geleegd|gemaaid|gestrooid|gerepareerd|opgelost|schoongemaakt)\b"
        r"|\b(?:werkt|brandt|doet het) (?:al \w+ )?niet\b|\buitgevallen\b|\blos(?:se"
        r"|zittende) tegels?"
        r"|\boverlast\b|\bstank\b|\bstinkt\b|\brommel\b|\bgevaarlijke (?:kuil|situatie|tegel)"
        r"|\bdoe (?:\w+ ){0,2}(?:wat|iets) aan\b|\bwanneer (?:wordt|word|gaan) (?:\w+ ){0,5}"
        r"(?:gemaakt|gerepareerd|opgelost|opgeruimd|hersteld)\b"
        r"|\bnot (?:working|collected|fixed)\b"
    ),
    Kind.THANKS: re.compile(
        r"\bbedankt|\bdank(?:je| je| u|u)?(?: ?wel)?\b|\bcompliment|\bhulde\b|\bchapeau\b"
        r"|\btop (?:gedaan|geregeld|service)|\bgoed (?:bezig|gedaan|geregeld)|\bfijn dat\b"
        r"|\bblij met"
        r"|\bgeweldig|\bsuper ?(?:snel|goed|fijn)|\bpetje af|\bmooi (?:gedaan|geworden|werk)"
        r"|\bthanks|\bthank you|\bwell done|\bgreat (?:job|work|service)"
        r"|\bniks dan lof|\b(?:goe(?:d|ie|de)?|mooie) (?:actie|geholpen|speurwerk)"
        r"|\bdikke (?:tien|10|pluim)"
        r"|\bpluim\b|\b(?:mooi|goed|fijn|netjes) (?:opgelost|geholpen)|\bleven(?:s)? gered"
        r"|\btrots op (?:jullie|u)"
        r"|\blieve mensen\b|\bso (?:kind|helpful)|\blovely staff|\bhartverwarmend"
        r"|\bworden zo (?:goed|lief)"
        r"|\bfantastisch|\bkeurig\b|\btop(?:per|pers|team|service)\b|\blof\b|\bvlot (?:geregeld"
        r"|geholpen)"
        r"|\bvriendelijk geholpen|\bamazing\b|\bcompliments?\b"
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
    r"|\bwesp\b|\bbloedprik|\bnuchter\b|\bschildklier|\bkortademig|\bmenstruatie|\bongesteld\b"
    r"|\bpuffer|\bgebroken\b|\bverstuikt|\bplast? bloed|\bin (?:de|mijn|z'?n|haar) (?:plas"
    r"|urine|bloed)\b"
    r"|\b(?:mijn|m'?n|mn|z'?n|zijn|zn|haar|d'?r|my|his|her)(?: \w+)? (?:been|benen|arm|rug"
    r"|hoofd|oren|oor|ogen|oog"
    r"|hart|borst|buik|knie|voet|enkel|keel|huid|nek|schouder|teen|vingers?|moedervlek|knobbel"
    r"|head"
    r"|leg|chest|skin|stomach|throat)\b|\bpraat\b.{0,20}\bscheef|\bflat spot"
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
PRAISE: Final = re.compile(
    r"\bcompliment|\bchapeau\b|\bhulde\b|\bpetje af|\bgeweldig|\bfantastisch|\bsuper\b|\bkeurig\b"
    r"|\b(?:goe(?:d|ie|de)?|mooie?|netjes|vlot|snel|vriendelijk|fijn) "
    r"(?:bezig|gedaan|geregeld|opgelost|geholpen|actie|werk|speurwerk)"
    r"|\btop(?:per|pers|team|service)?\b|\blof\b|\btrots op|\bdikke (?:tien|10|pluim)|\bpluim\b"
    r"|\blieve mensen\b|\bso (?:kind|helpful)|\bwell done|\bgreat (?:job|work|service)"
    r"|\bamazing\b"
    r"|\bleven(?:s)? gered|\bhartverwarmend"
)
"""more than thanks: what one may pass on to who earned it"""
TURNS_IT: Final = re.compile(
    r"\b(?:maar|alleen|helaas|jammer|niet|geen|nooit|but|not|never)\b|🙄|😡"
)
