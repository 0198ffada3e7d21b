"""Which labels may not be: those that put people in a group the law protects (AVG, article 9).

A label says what a conversation is about. Where somebody comes from, what they believe, which party
or union they belong to, whom they love and what illness they have is not ours to keep a list of,
and neither is who is a nuisance. A few words are kept out and everything else is free: a subject
that needs such a word ("Joodse begraafplaats") can be called by its place or its work.
"""

import re
from typing import Final

PROTECTED: Final = {
    "religion": "moslims? islamieten? islamiet joden joods joodse christen christenen katholiek "
    "katholieken protestanten? gereformeerden? hindoes? boeddhisten? atheïsten? gelovigen? "
    "ongelovigen? jehova muslims? jews? christians?",
    "politics": "pvv pvvers? vvd vvders? d66 d66ers? cda cdaers? pvda groenlinks groenlinksers? "
    "sgp christenunie fvd forum-stemmers? bbb ja21 nsc linkse rechtse linksen? rechtsen? "
    "extreemlinks extreemrechts communisten? fascisten? activisten? wappies? socialisten? "
    "liberalen anarchisten? stemgedrag leftists?",
    "origin": "allochtoon allochtonen autochtoon autochtonen marokkanen marokkaan marokkaanse "
    "turken turk turkse surinamers? surinaamse antillianen antilliaan antilliaanse polen poolse "
    "syriërs? syrische somaliërs? afrikanen negers? zigeuners? roma sinti joegoslaven "
    "buitenlanders? migranten? migrant foreigners? immigrants?",
    "union": "vakbondslid vakbondsleden fnv'ers? fnvers? cnv'ers? cnvers? stakers?",
    "orientation": "homo homo's homofiel homofielen homoseksueel homoseksuelen lesbisch lesbische "
    "lesbiennes? biseksueel biseksuelen transgenders? transseksueel transseksuelen transvrouw "
    "transman queers? gays? lesbians?",
    "health": "depressief depressieven autist autisten autistisch verslaafd verslaafden? "
    "alcoholist alcoholisten junks? junkies? psychotisch schizofreen schizofrenen borderliners? "
    "verward verwarden? dement dementerenden? zwanger suïcidaal hiv kankerpatiënt "
    "kankerpatiënten psychiatrisch addicts? suicidal",
    "nuisance": "criticaster criticasters criticus critici zeurpiet zeurpieten zeurders? querulant "
    "querulanten lastpak lastpakken ruziezoekers? dwarsliggers? tegenstanders? troll trollen "
    "veelklagers? probleemburgers? critics? troublemakers?",
}
"""Words, each a pattern of a whole word; a hyphenated part counts as a word ("PVV-stemmer")."""

_WORDS: Final = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
_PATTERNS: Final = re.compile("|".join(" ".join(PROTECTED.values()).split()))
# These are also everyday words; as a party they are written so.
_WRITTEN_SO: Final = frozenset({"SP", "DENK", "GL"})


def protected_word(label: str) -> str:
    """Return the first word of a label that may not be in one, as it was written; "" if none is."""
    for word in _WORDS.findall(label):
        plain = word.casefold().replace("\u2019", "'")
        if word in _WRITTEN_SO or _PATTERNS.fullmatch(plain):
            return str(word)
    return ""
