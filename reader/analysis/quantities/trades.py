"""The sides of a trade: who buys, pays, gives or takes over.

A deal has two sides, and the metric says which of them is asked for: the buyer owes what is committed and draws what
is bought, the acquirer pays the price.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.analysis.quantities.actors import Actor
from reader.analysis.quantities.parties import company_tier, is_lender
from reader.analysis.quantities.quantity import Quantity
from reader.analysis.quantities.scene import IN_LIST, Scene
from reader.model.lexicon import CompanyKind

_TAKES_OVER = re.compile(
    r"^(?:,[^,;]{0,80},)?(?: (?:has|have|had|will|would|is|was|to|also|agreed|said|it|that|plans|wants|reached "
    r"a deal|in talks|now|"
    r"recently|then|last \w+))* (?:buy|buys|buying|bought|acquires?|acquired|acquiring|takes? over|took over|"
    r"pays?|paid|paying|"
    r"offers?|offered|bids?)\b"
)
_SOLD_TO = re.compile(r"\b(?:sold|sells?|selling|sale of)\b[^.;]{1,70} to (?:the )?(?:[\w-]+ ){0,2}$")
_FINES = re.compile(r"\b(?:fin(?:ed|es|ing)|penali[sz]ed|charged|ordered) (?:the |both |chip maker |chipmaker )?$")
_SUM = re.compile(r"(?: to pay)?(?: (?:a|an))?(?: (?:total|combined|record|fine|penalty|sum))*(?: of)? ")
_AT = re.compile(r",? (?:at|for)(?: (?:about|around|roughly|nearly|some|between))? ")
_SELLS_IT_TO = re.compile(
    r"\b(?:sells?|sold|selling|suppl\w+|leas\w+|rents?|rented|provid\w+) [^.;]{1,60} to "
    r"(?:the )?$"
)
_CHARGES = re.compile(r"\b(?:charges?|charged|charging|bills|billed) (?:the )?$")
_BUYS = re.compile(
    r"^(?:, (?:which|who)|,[^,;]{0,80},)? ?(?:(?:has|have|had|will|would|also|already|is|are|was|and|then|"
    r"separately|recently|now|itself|"
    r"reportedly|said|says|that|it|they|since|to|be|been|could|may|instead|later) )*(?:(?:agreed|committed|plans|"
    r"planned|"
    r"expects|expected|pledged|promised|intends|vowed|signed up|contracted|moved|able|set|in (?:advanced |early |"
    r"final )?talks|"
    r"negotiating|close|asked|hopes|wants|wanted) (?:to )?)?"
    r"(?:buy|buys|buying|bought|rent|rents|renting|rented|lease|leases|leasing|leased|spend|spends|spending|"
    r"order|orders|"
    r"ordering|ordered|commit|commits|committing|committed|purchase|purchases|purchasing|purchased|secure|secures|"
    r"securing|secured|reserve|reserves|reserving|reserved|book|booked|pay|pays|paying|paid|license|licensed|licensing|"
    r"licence|prepay|prepaid|take|takes|taking|took|use|uses|contract|contracted|procure|procured|owes?|exercised|"
    r"widened|accounts for|hire|hired|tapped|draw|draws)\b"
)
_WITH_THAT = re.compile(
    r"^ (?:that|which|who) (?:could|would|will|may|is to|are to|has to) (?:take|buy|rent|lease|use|order)\b"
)
_SELLS = re.compile(
    r"\b(?:sell|sells|selling|sold|supply|supplies|supplied|lease|leased|rent|rented|promised|offered|give|gave) $"
)
_SELLS_TO = re.compile(
    r"\b(?:sell|sells|selling|sold|supply|supplies|supplied|supplying|provide|provides|deliver|delivers|delivered|"
    r"delivering|lease|leased|rent|rented|ship|ships|shipped|meant|built|promised|lays?|laid|hosts?|hosted|install|"
    r"installs|installed|build) (?:(?:[^,;.]|\d[,.]\d){0,60} )?(?:to|for) (?:the )?$"
)
_BOUGHT = re.compile(
    r"\b(?:secur|rent|leas|buy|bought|contract|deal|agreement|commit|reserv|order|option|tranche|capacity from|"
    r"purchas|\bdeliver|take[sn]? (?:up )?\d|power purchase|offtake|\bsell|\bsold|\bsuppl|\binstall|(?:could|"
    r"would|will|may|"
    r"to) take|to use\b|will use\b)"
)
_PLANT = re.compile(
    r"\b(?:campus|site|plant|building|fab|facility|data cent|complex|shell|phase|hall|reactor|substation)"
)
_BUYS_THAT = re.compile(
    r"\b(?:buy|purchase|rent|lease|reserve|book|order|contract)(?:s|d|ed|ing)?(?: (?:about|up to|some|another|a "
    r"further|all|"
    r"at least|more than|the|roughly|nearly))* $|\bbought $|\b(?:agreed|contracted|signed up|committed) to take $"
)
_SOLD_BEHIND = re.compile(r"(?: [\w-]+){0,6} (?:sold|leased|rented|promised|let) to\b")
_INVESTS = re.compile(
    r"^,? ?(?:(?:has|have|had|will|would|also|plans|is|was|were|that|it|wants|agreed|hopes|expects|said|says|to|be|"
    r"could|may|already|put|on \w+day) )*(?:invest(?:s|ed|ing)?|put(?:s|ting)? in|adds?|added)\b"
)
_WILL_PAY = re.compile(
    r"^(?: (?:will|would|must|has|have|had|to|agreed|is|also|still|now|then|and|already|could|may))* "
    r"(?:pay|pays|paid|paying|owes?)\b[^;]{0,110}$"
)
_ITS_ORDER = re.compile(r"^[’']?s? (?:[\w-]+ ){0,2}?(?:orders?|purchases?|commitments?|lease|reservation)\b")
_THE_CONTRACT = re.compile(r"\b(?:the|that|this|its) (?:[\w-]+ )?(?:contract|deal|agreement|order|lease|pact)\b")


def giver_of(scene: Scene, index: int, quantity: Quantity, actors: Sequence[Actor]) -> str | None:
    """Returns who is said to put money in, an agency or fund too: "the ministry plans to invest ¥100bn"."""
    text = scene.lower
    for actor in reversed([a for a in actors if a.end <= quantity.start and a.subject and a.form == "name"]):
        return actor.company if _INVESTS.match(text[actor.end : quantity.start]) else None
    return None


def payer_of(scene: Scene, index: int, quantity: Quantity, actors: Sequence[Actor]) -> str | None:
    """Returns who is said to pay the sum, where others' names stand between ("X will pay Y's charges")."""
    text = scene.lower
    paying = [a for a in actors if a.end <= quantity.start and not a.possessive and not a.oblique and not a.reporter]
    paying = [a for a in paying if _WILL_PAY.match(text[a.end : quantity.start])]
    return paying[-1].company if paying else None


def is_agency(scene: Scene, company: str) -> bool:
    """Tells agencies, which regulate and own little."""
    return scene.kind(company) is CompanyKind.AGENCY


def is_bought(scene: Scene, index: int, quantity: Quantity) -> bool:
    """Tells capacity and goods that somebody buys from those that somebody owns or makes."""
    span = scene.document.sentences[index]
    reach = 60 if quantity.unit == "W" else 0
    clause = scene.lower[max(span.start, quantity.start - 90) : min(span.end, quantity.end + reach)]
    if _BUYS_THAT.search(scene.lower, max(span.start, quantity.hedged - 40), quantity.hedged):
        return True
    if _SOLD_BEHIND.match(scene.lower, quantity.end, span.end):
        return True
    return bool(_BOUGHT.search(clause)) and not _PLANT.search(clause)  # a campus has an owner


def buyer_of(scene: Scene, index: int, quantity: Quantity) -> tuple[str | None, str]:
    """Returns the buyer of what a deal is about, and the rule: the verb, whom it is sold to, or the supply chain."""
    text, span = scene.lower, scene.document.sentences[index]
    actors = scene.actors[index]
    buying = [a for a in actors if not a.oblique and not a.reporter and not a.possessive
              and a.start < quantity.end + 40 and _BUYS.match(text[a.end : span.end])]  # fmt: skip
    if buying:
        before = [a for a in buying if a.end <= quantity.start] or buying
        return before[-1].company, "buyer-verb"
    for actor in actors:
        if actor.form == "name" and _SELLS_TO.search(text[max(span.start, actor.start - 90) : actor.start]):
            return actor.company, "sold-to"
    for actor in actors:
        if actor.form == "name" and actor.end <= quantity.start and _WITH_THAT.match(text[actor.end : quantity.start]):
            return actor.company, "with-x-that"
    for actor in actors:
        if (
            actor.form == "name"
            and actor.end <= quantity.start
            and _SELLS.search(text[max(span.start, actor.start - 30) : actor.start])
        ):
            return actor.company, "sold-to"
    for actor in actors:
        near = actor.form == "name" and actor.possessive and actor.end <= quantity.start < actor.end + 60
        if near and _ITS_ORDER.match(text[actor.end : quantity.start]):
            return actor.company, "its-order"
    parties = [a.company for a in actors if not a.reporter and not is_agency(scene, a.company)]
    named = any(a.form == "name" and not a.reporter for a in actors)
    if index and not named and _THE_CONTRACT.search(text, span.start, quantity.start):
        told = [a.company for a in scene.actors[index - 1] if not a.reporter and not is_agency(scene, a.company)]
        parties = [*told, *parties]
    parties = list(dict.fromkeys(parties))
    if len(parties) < 2:
        parties += [m for m in scene.mains if m not in parties and not is_agency(scene, m)]
    parties = [p for p in parties if not is_lender(scene.company(p))] or parties
    if not parties:
        return None, "open"
    return min(parties, key=lambda p: company_tier(scene.company(p))), "buyer-side"


def acquirer_of(scene: Scene, index: int, quantity: Quantity, actors: Sequence[Actor]) -> str | None:
    """Returns who takes over: "X bought Y's fiber business for …", "Z sold it to X for …"."""
    text, span = scene.lower, scene.document.sentences[index]
    near = [a for a in actors if a.end <= quantity.start]
    for actor in (*reversed(near), *(a for a in actors if a not in near)):
        if not (actor.possessive or actor.oblique or actor.reporter) and _TAKES_OVER.match(text[actor.end : span.end]):
            return actor.company
    for actor in actors:
        if actor.end <= quantity.start and _SOLD_TO.search(text[max(span.start, actor.start - 90) : actor.start]):
            return actor.company
    return None


def fined_of(scene: Scene, index: int, quantity: Quantity, actors: Sequence[Actor]) -> tuple[str | None, str] | None:
    """Returns who is said to be fined the sum, nobody where a list of them is; None where no fine is told."""
    text, span = scene.lower, scene.document.sentences[index]
    names = [a for a in actors if a.form == "name" and a.end <= quantity.start]
    at = len(names) - 1
    while at > 0 and IN_LIST.match(text[names[at - 1].end : names[at].start]):
        at -= 1
    if at < 0 or not _FINES.search(text, max(span.start, names[at].start - 30), names[at].start):
        return None
    if not _SUM.fullmatch(text, names[-1].end, quantity.hedged):
        return None
    return (names[at].company, "fined") if at == len(names) - 1 else (None, "several")


def is_charged(lower: str, beside: Actor, quantity: Quantity) -> bool:
    """Tells the buyer whose price it is: "sells the power to X at $72", "will charge X 6.4 cents"."""
    before = lower[max(0, beside.start - 80) : beside.start]
    at = _AT.fullmatch(lower, beside.end, quantity.hedged) is not None
    return (at and _SELLS_IT_TO.search(before) is not None) or (
        beside.end + 1 == quantity.hedged and _CHARGES.search(before) is not None
    )
