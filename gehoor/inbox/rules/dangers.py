"""What people write when somebody may be in danger, and what only looks like it. Data, no code.

Written as said: small letters, no accents, no apostrophes. `_` stands for a few words between.
"""

from enum import StrEnum
from typing import Final

from gehoor.kit.text import N_


class Danger(StrEnum):
    """What the danger is. The log holds this, and never what somebody wrote."""

    WATER = "water"
    FIRE = "fire"
    HEALTH = "health"
    VIOLENCE = "violence"
    DESPAIR = "despair"
    ACCIDENT = "accident"
    MISSING = "missing"
    HELP = "help"
    OWN = "own"
    """a word the organisation added itself"""
    RULE = "rule"
    """a rule of the organisation says so"""


NAMES: Final = {
    Danger.WATER: N_("somebody in the water"),
    Danger.FIRE: N_("fire, gas or an explosion"),
    Danger.HEALTH: N_("somebody's life or health"),
    Danger.VIOLENCE: N_("violence"),
    Danger.DESPAIR: N_("somebody who does not want to live on"),
    Danger.ACCIDENT: N_("an accident"),
    Danger.MISSING: N_("somebody is missing"),
    Danger.HELP: N_("a call for help"),
    Danger.OWN: N_("a word of your own"),
    Danger.RULE: N_("a rule of your own"),
}

WHO: Final = (
    r"(?:iemand|mens|mensen|persoon|personen|man|mannen|vrouw|vrouwen|meneer|mevrouw|kind|kindje|"
    r"kinderen|baby|peuter|kleuter|jongen|jongens|jongetje|meisje|meisjes|meid|meiden|zoon|zoontje|"
    r"dochter|dochtertje|vader|moeder|ouders|opa|oma|buurman|buurvrouw|buren|broer|broertje|zus|"
    r"zusje|vriend|vriendin|collega|bewoner|bewoners|fietser|wandelaar|zwemmer|motorrijder|"
    r"bestuurder"
    r"|scootmobiel|drenkeling|lichaam|auto|busje|hij|ze|zij|baas|clienten?|patienten?|leerlingen?)"
)
KIN: Final = (
    r"(?:kind|kindje|zoon|zoontje|dochter|dochtertje|meisje|jongen|jongetje|vader|moeder|opa|oma|"
    r"man|vrouw|peuter|kleuter|baby|broertje|zusje|kleinkind|kleinzoon|kleindochter|mevrouw|meneer)"
)
WATER: Final = (
    r"(?:water|kanaal|gracht|grachten|sloot|vijver|rivier|plas|haven|singel|vaart|meer|zee|zwembad|"
    r"spaarne|maas|waal|rijn|ijssel|vecht|amstel|ij|schelde|dommel|zaan|eem|dinkel|beek|put|ijs)"
)
IN_WATER: Final = rf"(?:in|onder|uit) (?:het |de |t |een )?{WATER}\b"
LIES: Final = (
    r"(?:ligt|liggen|drijft|drijven|valt|vallen|viel|gevallen|gesprongen|spartelt|zinkt|"
    r"gezonken|zit|"
    r"vast|geduwd|gereden|gegleden|beland|gezakt)"
)
HOUSE: Final = (
    r"(?:huis|woning|appartement|flat|schuur|dak|keuken|school|loods|pand|boerderij|auto|trein|bus|"
    r"kamer|zolder|garage|winkel|kantoor|gebouw|portiek|container|containers|stal|camper|"
    r"balkon|bos)"
)
ARMS: Final = r"(?:mes|messen|bijl|pistool|wapen|wapens|geweer|machete|honkbalknuppel|steekwapen)"

ALARMS: Final[dict[Danger, tuple[str, ...]]] = {
    Danger.WATER: (
        rf"\b{LIES}\b_ {WHO}\b_ {IN_WATER}",
        rf"\b{WHO}\b_ {LIES}\b_ {IN_WATER}",
        rf"\b{WHO}\b_ {IN_WATER}_ {LIES}\b",
        rf"\b{IN_WATER}_ {LIES}_ {WHO}\b",
        rf"\b{WHO}(?: \S+)? {IN_WATER}(?! (?:gaan|zwemmen|spelen|staan|geweest))",
        rf"\b{WHO}\b_ te water\b",
        rf"\bte water _{WHO}\b",
        r"\b(?:verdrinkt|aan het verdrinken|verzuipt|spartelt?|drenkeling)\b",
        r"\b(?:komt|komen|kwam|zwemt)_ niet meer boven\b",
        r"\bzie (?:hem|haar|ze) niet meer\b(?! zitten)",
        r"\bdoor het ijs (?:gezakt|gegaan)\b",
        r"\bwater_ over de dijk\b",
        rf"\b{WHO}\b_ van de \w*(?:brug|steiger|kade|boot) (?:gevallen|gesprongen|geduwd|"
        rf"gewaaid|af gevallen)\b",
        rf"\bbrug_ open_ {WHO}\b",
        rf"\b(?:het|de|een) {WATER} in (?:gereden|gevallen|gesprongen|gegleden|geduwd)\b",
        r"\b(?:kano|boot|bootje|zeilboot|sup|surfer|vlot|roeiboot)\b_ (?:om|omgeslagen|"
        r"gezonken|zinkt)\b",
        rf"\b{WHO}\b_ (?:verdronken|kopje onder|onder water)\b",
        r"\bwater_ (?:slaapkamer|binnen|tot aan (?:mijn|onze|de))",
        r"\bzwemmer_ (?:problemen|nood|stroming|mee)\b",
        r"\b(?:meegesleurd|meegesleept|afgedreven|drenkelinge?)\b",
    ),
    Danger.FIRE: (
        r"^ brand\b(?! in de bioscoop)",
        r"\ber is_ brand\b",
        r"\b(?:uitslaande|hevige|grote|zware) brand\b",
        r"\bin (?:brand|de fik|de hens|lichterlaaie)\b",
        rf"\b{HOUSE}\b_ brandt\b",
        rf"\bbrandt_ \b{HOUSE}\b",
        rf"\bbrand in_ \b{HOUSE}\b",
        r"\bvlammen (?:komen|slaan|uit)\b",
        r"\brook (?:komt )?(?:uit|naar binnen)\b",
        r"\b(?:zwarte|dikke) rook\b",
        r"\b(?:vol|veel) rook\b",
        r"\brook_ (?:op|in) (?:de|het|onze|mijn)? ?(?:gang|trappenhuis|hal|portiek|kamer|"
        r"huis|flat|kelder|gebouw)\b",
        r"\b(?:brandlucht|rookontwikkeling|schroeilucht)\b",
        r"\b(?:vlammen|vuur)_ (?:in|op|uit|bij) (?:de|het|mijn|onze|een) (?:keuken|kamer|"
        r"zolder|dak|huis|raam|meterkast|oven|gordijn\w*)\b",
        r"\b(?:frituurpan|pan|accu|laptop|meterkast|droger|gordijn\w*|matras|"
        r"kerstboom)_ (?:brand|vlam|vuur)\b",
        r"\bruikt_ gas\b",
        r"\bkomt_ rook\b",
        r"\b(?:gaslucht|gaslek)\b",
        r"\b(?:ruik|ruiken|hangt|stinkt)_ gas\b",
        r"\b(?:koolmonoxide|co ?melder)\w*",
        r"\b(?:explosie|ontploffing|ontploft)\b(?! van)",
    ),
    Danger.HEALTH: (
        r"\breageert (?:niet|nergens)\b",
        r"\bniet (?:meer )?(?:aanspreekbaar|bij bewustzijn|wakker te krijgen)\b",
        r"\bniet meer wakker\b",
        r"\b(?:ademt|ademen|ademhaling)_ (?:niet|raar|blauw)\b",
        r"\b(?:bewusteloos|buiten bewustzijn|flauwgevallen en)\b",
        r"\b(?:hartaanval|hartstilstand|hartinfarct|beroerte|herseninfarct)\b",
        rf"\b{WHO}\b_ geen lucht\b",
        r"\bkeel_ dicht\b",
        r"\bstikt\b(?! van)_(?:\bze |\bhij |ingeslikt|iets)",
        r"\bbloedt_ (?:erg|hevig|heel|dood|hard)\b",
        r"\b(?:reanimeren|reanimatie|gereanimeerd)\b",
        r"\b(?:overdosis|stuiptrek\w*|epipen)\b",
        r"\b(?:pillen|slaappillen|medicijnen|gif)_ (?:geslikt|ingenomen)\b",
        rf"\b{WHO}(?: \S+){{0,2}} (?:ligt|zakte|gezakt)_ (?:op de grond|op straat|in elkaar)\b",
        rf"\b{WHO}\b_ in elkaar gezakt\b",
        r"\bpraat_ raar\b",
        r"\b(?:onwel|ineengezakt|in shock|blauw aan|blauw aangelopen|loopt blauw)\b",
        r"\b(?:pijn|druk) op (?:de|zn|zijn|haar|mijn|mn|me) borst\b",
        r"\b(?:verliest|verlies)_ bloed\b",
        r"\b(?:gilt|gillen|schreeuwt|krijst|kermt) (?:het uit )?van de pijn\b",
        r"\b(?:krijg|krijgt) (?:bijna |haast )?geen (?:adem|lucht)\b(?! van)",
        r"\b(?:schoonmaakmiddel|bleekmiddel|chloor|ammoniak|gif|rattengif|antivries|"
        r"ontstopper|afwasmiddel|knoopbatterij|batterijtje?)\b_ (?:gedronken|ingeslikt|"
        r"gegeten|doorgeslikt|binnen)\b",
        r"\b(?:ingeslikt|verslikt) en\b_ (?:hoest|lucht|blauw|adem)\b",
        r"\bscheve? mond\b",
        r"\b(?:arm|kant|gezicht)_ verlamd\b",
        r"\b(?:hypo|epileptische? aanval|epilepsie aanval|anafylac\w*)\b",
        rf"\b{WHO}\b_ (?:ligt er (?:heel )?slecht|slecht aan toe|onderkoeld|bevangen door)",
        r"\b(?:vliezen|weeen|bevalt|bevalling)_ (?:nu|begonnen|straat|auto)\b",
        r"\b(?:beweegt|bewegen) niet\b",
    ),
    Danger.VIOLENCE: (
        rf"\b{WHO}\b_ met_ \b{ARMS}\b",
        rf"\b(?:heeft|hebben|bedreigt|dreigt|vechten|vechtpartij|steekt|zwaait)_ \b{ARMS}\b",
        r"\bin elkaar (?:geslagen|getrapt)\b",
        r"\b(?:neergestoken|mensen gestoken|wordt gestoken|steekpartij|schietpartij)\b",
        r"\b(?:wordt|word|is) (?:er )?(?:net )?geschoten\b(?! foto)",
        r"\bhoor_ (?:schoten|geschoten|gillen)\b",
        r"\b(?:bedreigt|bedreigen) (?:me|mij|ons|mensen|haar|hem)\b",
        r"\binbreker\w*_ in huis\b",
        r"\b(?:wordt|er word)_ ingebroken\b",
        r"\b(?:slaat|slaan|sloeg) (?:haar|hem|zijn|mij|me)\b",
        r"\bheeft_ geslagen en hij staat\b",
        r"\b(?:wordt|is net)_ (?:aangerand|verkracht|gegijzeld|ontvoerd)\b",
        r"\boverval\b (?:bij|op)\b",
        r"\b(?:achtervolgd|opgesloten)_ help\b",
        r"\bheeft (?:me|mij|zich) opgesloten\b",
        r"\bvalt_ mensen aan\b",
        r"\bgewapende? (?:man|vrouw|jongen|jongens|mannen|overvaller\w*)\b",
        r"\b(?:mishandeld|mishandelt|gewurgd|wurgt|afgetuigd|gemolesteerd|aangevallen)\b",
        r"\b(?:wordt|word)_ gevochten\b",
        r"\bvechtpartij\b",
        r"\b(?:deur|raam|ruit|slot)_ (?:open ?(?:te )?breken|in ?(?:te )?trappen|"
        r"intrappen|forceren|ingetrapt)\b",
        r"\b(?:breekt|breken|proberen?|probeert)_ (?:in te breken|binnen te komen|"
        r"binnen te dringen)\b",
        r"\b(?:granaat|handgranaat|bomgordel|explosief|explosieven|verdacht pakketje?|"
        r"bommelding)\b",
        r"\b(?:ontvoerd|meegesleurd in een|busje in getrokken|auto in getrokken)\b",
        r"\b(?:bedreigd|belaagd) door\b_ (?:man|mannen|groep|jongens|ex|buurman)\b",
        r"\b(?:vermoordt|vermoorden|doodslaan|doodsteken|doodschieten)\b",
    ),
    Danger.DESPAIR: (
        r"\bik (?:wil|ga) dood\b(?! (?:van|hout))",
        r"\bik wil_ niet meer leven\b(?! (?:in|met|onder|zonder|naast))",
        r"\b(?:wil|wou) er niet meer zijn\b",
        r"\b(?:eind|einde)_ aan (?:mijn|zijn|haar|mn) leven\b",
        r"\b(?:maak|maakt) er_ (?:een )?einde? aan\b",
        r"\bga (?:zo |nu )?springen\b",
        r"\bspringt?_ van (?:de|het) (?:brug|dak|flat|viaduct|toren|gebouw)\b",
        r"\b(?:wil|wilt|ga|gaat|dreigt)_ van (?:de|het) (?:brug|dak|flat|viaduct)_ springen\b",
        r"\brand van het dak\b",
        r"\bwil (?:ze|hij) springen\b",
        rf"\b{WHO}\b_ op (?:het spoor|de rails)\b",
        r"\bvoor de trein (?:springen|gesprongen|gaan)\b",
        r"\b(?:zelfmoord|suicide) (?:plegen|plegen|gepleegd)\b",
        r"\bpleeg_ zelfmoord\b",
        r"\b(?:hou|houd) (?:het|dit) (?:echt )?niet (?:meer|langer) vol\b",
        r"\bafscheid (?:genomen|nemen) van (?:iedereen|mijn kinderen|jullie|mijn familie|"
        r"het leven)\b",
        r"\b(?:zichzelf|mezelf|zich) (?:iets|wat) (?:aan|aandoen)\b",
        r"\b(?:mezelf|zichzelf) (?:ophangen|pijn doen|van kant|verdrinken|doden|snijden)\b",
        r"\bvan het leven beroven\b",
        r"\b(?:op|over|achter) de (?:reling|vangrail|brugleuning)\b_ (?:brug|viaduct|"
        r"spoor|springt|luistert)\b",
        r"\b(?:van|vanaf) de \w*brug gesprongen\b",
        r"\b(?:afscheidsbrief|zelfdoding|suicidaal)\b",
        r"\bgeen zin meer in (?:het )?leven\b",
    ),
    Danger.ACCIDENT: (
        r"\b(?:ernstig|zwaar|groot) (?:ongeluk|ongeval)\b",
        r"\b(?:ongeluk|ongeval|aanrijding) (?:gebeurd|op de|met|bij)\b",
        rf"\b{WHO}\b_ (?:aangereden|overreden|doodgereden|gewond)\b",
        r"\bmeerdere gewonden\b",
        r"\b(?:zit|zitten)_ (?:bekneld|klem tussen)\b(?! twee)",
        rf"\b{WHO}\b_ onder (?:de|een) (?:tram|trein|bus|auto|vrachtwagen)\b",
        rf"\b{WHO}\b_ van (?:de|het) (?:trap|dak|balkon|ladder|muur) (?:af)?gevallen\b",
        r"\b(?:auto|motor|busje) tegen (?:een )?(?:boom|muur|paal|gevel)\b",
        r"\bspookrijder\b",
        r"\b(?:stroomkabel|stroomdraad|hoogspanningsdraad|hoogspanningskabel|"
        r"kabel)_ (?:los|op (?:de|het) (?:weg|straat|stoep|grond|fietspad))\b",
        r"\bop instorten\b",
        r"\bstort_ in\b",
        r"\b(?:ingestort|bedolven|onder het puin|onder het zand)\b",
        r"\b(?:auto|busje|bus|vrachtwagen|tractor|trekker|scooter)_ (?:op (?:zijn|zn|"
        r"de) (?:kant|kop|zij)|over de kop)\b",
        r"\b(?:geknald|gecrasht|gebotst|klapte? op elkaar|frontaal)\b",
        r"\b(?:zit|zitten) er nog in\b",
        r"\b(?:hangt|staat|zit|klimt)_ (?:buitenkant|richel|vensterbank|steigerwerk)\b",
        r"\b(?:ongeluk|ongeval|aanrijding)\b_ (?:gewond\w*|slachtoffer\w*|ligt|ambulance)\b",
        r"\b(?:geelektrocuteerd|onder stroom|onder spanning)\b",
        r"\b(?:opgesloten|achtergelaten) in (?:de|een|hete) auto\b",
        r"\bdijk (?:breekt|is doorgebroken|doorgebroken)\b",
        r"\bzitten? vast in de lift_ rook\b",
        r"\bhangt_ (?:uit het raam|aan het hek)\b",
    ),
    Danger.MISSING: (
        rf"\b{KIN}\b_ (?:vermist|weggelopen)\b",
        rf"\b{KIN}\b_ kwijt\b(?! \w*(?:jas|schoen))",
        rf"\b{KIN}\b_ (?:zoek|verdwenen|verdwaald|spoorloos|niet thuisgekomen|dwaalt|ontvoerd)$",
        rf"\b{KIN}\b_ (?:al \w+ uur zoek|spoorloos|verdwenen|dwaalt)\b",
        rf"\b{KIN}\b_ (?:alleen|moederziel alleen) (?:op straat|op de weg|langs de weg|buiten)\b",
    ),
    Danger.HELP: (
        r"\b(?:bel|belt) (?:snel |nu |aub )?(?:112|de politie|een ambulance|de ambulance)\b",
        r"\b112 (?:krijg|neemt|doet|is)_ (?:niet|bezet|te pakken)\b",
        r"\b(?:stuur|sturen|stuurt)_ (?:ambulance|politie|brandweer|hulp)\b",
        r"\b(?:ambulance|politie|brandweer)_ (?:sturen|nodig|nu nodig)\b",
        r"\bsnel hulp nodig\b",
        r"\bhelp help\b",
        r"\bhelp ons\b",
        r"^ help (?:aub|snel|alsjeblieft|er|mijn (?:man|vrouw|kind|vader|moeder|zoon|dochter))\b",
        r"\broept om hulp\b",
        r"\bhelp (?:me|mij)\b$",
        r"\bin levensgevaar\b",
    ),
}

PAST: Final = (
    r"gister\w*|eergister\w*|vorige? (?:week|maand|jaar|keer|zomer|winter|nacht)|vorig jaar|"
    r"afgelopen|"
    r"laatst|destijds|jaren geleden|jaar geleden|weken geleden|maanden? geleden|dagen geleden|"
    r"in (?:19|20)\d\d|vannacht|geblust|onder controle|gered|redde|haalden|overleden|bedankt|dank|"
    r"dankzij|sinds (?:zijn|haar|de|het|mijn)|compliment\w*|gelukkig|al (?:\w+ )?(?:weken|"
    r"maanden|jaren|dagen)|elk jaar|elke dag|"
    r"ieder jaar|hier veel|vaak|regelmatig|opgepakt|aangehouden|zaterdag|maandag|"
    r"de brand (?:van|is)|"
    r"alles goed|loos alarm|achteraf|heb ik gehad|top|held"
)
HYPOTHETICAL: Final = (
    r"als er|als ik|als je|straks|voordat|moet er eerst|eerst iemand|stel dat|mocht|ooit|"
    r"bijna|zowat|"
    r"risico|schuld|wanneer|bij brand|zouden|zou|kans|anders|zodat|voorkomen|wachten jullie|waarom|"
    r"in de zomer|houtkachel|stookt|barbecue|bbq|eens tijd|niemand in gevaar|niemand gewond|"
    r"geen gewonden|voelt|letterlijk|vergunning|"
    r"hek neer|gevaarlijke situatie|(?:jas|bril|ring|tas|telefoon|sleutels|portemonnee)"
)
AS_NEWS: Final = (
    r"lees net|las|gelezen|artikel|nieuws|in het nieuws|krant|film|serie|boek|theater|bioscoop|"
    r"documentaire|podcast|getuigen\w*|beelden|https?|klopt dat|oefen\w*|oefening|cursus|training|"
    r"folder|voorlichting|testalarm|wereld|rijden er geen"
)
ASKING: Final = (
    r"^ (?:\w+ )?(?:mag|mogen|kan|kunnen|kunt|is|zijn|wat|wie|waar|wanneer|hoe|hoeveel|waarom|moet|"
    r"moeten|wordt|worden|weet|weten|klopt|komt|springt|zit er)\b"
)
"""how a question begins; what ends in a question mark and begins so asks about danger"""

_WATERS = WATER.removeprefix("(?:").removesuffix(")").split("|")
ROOTS: Final[dict[Danger, tuple[str, ...]]] = {
    Danger.WATER: (
        *(f" {each}" for each in _WATERS), "verdr", "verzuip", "spartel", "drenkel", "niet meer",
        "steiger", "brug", "boot", "kade", "dijk", "kano", " sup ", "surfer", "vlot", "onder",
        "zwemmer", "mee", "gedreven",
    ),
    Danger.FIRE: (
        "brand", " fik", " hens", "laaie", "vlam", "vuur", "rook", "gas", "oxide", "co melder",
        "comelder", "explosie", "ontplof", "schroei",
    ),
    Danger.HEALTH: (
        "reageert", "spreekbaar", "bewust", "wakker", "adem", "flauwg", "hart", "beroerte",
        "infarct",
        "lucht", "keel", "stikt", "bloed", "reanim", "overdosis", "stuiptrek", "epi", "pillen",
        "medicijnen", "gif", "elkaar", "grond", "straat", "raar", "bewe", "onwel", "ineenge",
        "shock",
        "blauw", "borst", "pijn", "middel", "bleek", "chloor", "ammon", "vries", "stopper",
        "batterij",
        "slikt", "mond", "verlamd", "hypo", "anafyl", "slecht", "koeld", "bevangen",
        "vliezen", "weeen", "beval",
    ),
    Danger.VIOLENCE: (
        "mes", "bijl", "pistool", "wapen", "geweer", "machete", "knuppel", "elkaar", "gestoken",
        "partij", "schoten", "gillen", "bedreig", "bre", "ingebr", "slaa", "sloeg", "geslagen",
        "aange",
        "verkracht", "gijzel", "ontvoerd", "overval", "opgesloten", "achtervolgd", "mensen aan",
        "mishandel", "wurg", "getuigd", "molest", "vochten", "trapp", "trapt", "binnen", "granaat",
        "bom", "explosie", "pakket", "getrokken", "sleurd", "belaagd", "moord", "dood", "forceren",
    ),
    Danger.DESPAIR: (
        "dood", "leven", "niet meer zijn", "einde", " eind", "spring", "rand van", "het spoor",
        "de rails", "de trein", "zelf", "suicid", "niet meer vol", "langer vol", "afscheid", "zich",
        "reling", "vangrail", "leuning", "gesprongen",
    ),
    Danger.ACCIDENT: (
        "ongeluk", "ongeval", "aanrijding", "gereden", "gewond", "kneld", "klem", "onder",
        "gevallen",
        "tegen", "spookrij", "stroom", "spanning", "kabel", "instorten", "stort", "dijk", "lift",
        "hangt", "bedolven", "op z", "op de", "de kop", "geknald", "gecrasht", "gebotst", "klapt",
        "frontaal", "nog in", "buitenkant", "richel", "vensterbank", "steiger", "cuteerd", "auto",
    ),
    Danger.MISSING: (
        "vermist", "weggelopen", "kwijt", "zoek", "verdwenen", "verdwaald", "spoorloos",
        "thuisgekomen",
        "dwaalt", "ontvoerd", "alleen",
    ),
    Danger.HELP: ("112", "ambulance", "politie", "brandweer", "hulp", "help", "levensgevaar"),
}  # fmt: skip
"""of each danger: one of these stands in everything its patterns find; most messages have none"""
