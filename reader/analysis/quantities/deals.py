"""Sums that belong to a deal between companies: what a takeover costs, what a bond brings, what a broken deal owes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.analysis.quantities.actors import Actor
from reader.analysis.quantities.quantity import Quantity
from reader.model.text import Span

_TAKES = re.compile(
    r"\b(?:buy|buys|buying|bought|acquires?|acquired|acquiring|takes? over|took over|taking over|takeover of|"
    r"acquisition of|purchase of|merger with|merge with|bid for|offer for)(?: the| its)?(?: [a-z][a-z-]*){0,3} $"
)
_WHOLE = re.compile(
    r"^(?:$|[,.;)”]| (?:in|for|at|with|after|last|by|from|on|to|as|this|which|was|is|would|will|has|earlier|and|"
    r"instead|rather|because|if|once|less|but)\b)"
)
_BOUGHT_FOR = re.compile(
    r"\b(?:buy|buys|buying|bought|acquires?|acquired|acquiring|take over|took over)(?: the)?(?: [a-z][a-z-]*){0,2}"
    r"(?: [A-Z][\w.&-]+){1,3},? for (?:about |around |roughly |nearly |some |up to |as much as |more than )?$"
)
_PAID_FOR = re.compile(r"^ (?:in cash )?for (?:[A-Z][\w.&-]+ ?){1,3}(?:[,.;]|in\b|last\b|when\b|and\b)")
_SWAP = re.compile(r"\b(?:cash[- ]and[- ](?:stock|share)|stock[- ]and[- ]cash|all[- ]stock|all[- ]cash) ")
_OF_DEBT = re.compile(
    r"^ (?:in|of|through|from|with|via|by selling) (?:[\w-]+ ){0,4}?(?:bonds?|notes|loans?|debt|convertibles?)\b"
    r"(?! and equity)"
)
_PAYS = re.compile(r"\b(?:pay|pays|paid|owes?|owed)\b[^.;,]{0,40}$")
_FAILS = r"(?:stop|block|fail|collaps|walk|withdr|terminat|falls? through|reject|refus|laps|call(?:s|ed)? off|abandon)"
_IF_IT_FAILS = re.compile(rf"^,? (?:if|should|in case) [^.;]{{0,60}}\b{_FAILS}")
_FAILING = re.compile(
    rf"\b(?:if|should) [^.;]{{0,60}}\b{_FAILS}[^.;]{{0,50}}\b(?:pays?|owes?|forfeits?)\b[^.;,]{{0,24}}$"
)
_FROM_TO = re.compile(r"\bfrom [^.;]{2,40} to [^.;,]{2,28},? or (?:about |roughly |nearly |some |almost )?$")
_PER_SHARE = re.compile(r"^(?:[^.;]|\.\d){0,60}\b(?:for (?:each|every) (?:[\w-]+ )?share|per share|a share)\b")
_HOLDERS_GET = re.compile(
    r"\b(?:shareholders|holders|stockholders|investors) (?:will |would |are to |to )?(?:get|receive)\b"
)


_LOOSE = (None, "growth", "price-change", "size", "units", "cost", "market-share", "power-capacity", "headcount")
_HOLDS = re.compile(
    r"\b(?:owns?|owned|hold|holds|held|holders of|keeps?|kept|takes?|took|taken|buys?|buy|bought|sells?|sell|sold|"
    r"gets?|has|have|acquired?|acquires|gives?|given|left with|ends? up with)(?: (?:up to|about|around|roughly|"
    r"nearly|some|"
    r"more than|at least|another|only|just|a further|less than|its|their))* $"
)
_OF_X = re.compile(r"^ of (?:the )?(?:[a-z]+ ){0,2}$")
_END_OF_NAME = re.compile(r"^(?:[’']s? (?:shares|stock|equity|capital|votes)\b|$|[.,;)]| (?:and|after|in|for|to|"
                          r"from|by|last|when|which|but|if|while|is|was|are|until|at|on)\b)")  # fmt: skip
_SUPPLIES = re.compile(
    r"\b(?:supply|supplies|supplied|make|makes|made|produce|produces|produced|sell|sells|control|controls|command|"
    r"commands|dominates?)(?: (?:about|around|roughly|nearly|some|more than|over|at least|between|up to|almost))* $"
)
_OF_A_MARKET = re.compile(
    r"^ of (?:all |the world[’']s |the |global )?(?!its|their|revenue|sales|staff|output|that|what)"
    r"[a-z]"
)
_ROYALTY = re.compile(r"\b(?:licen[cs]e fee|licensing fee|royalt(?:y|ies)) of (?:[\w $€£¥.,]{1,24} plus )?$")
_STATE_PAYS = re.compile(
    r"\b(?:state|government|ministry|taxpayers?|treasury|commerce department|land of [a-z]+)(?: (?:also|will|would|"
    r"has|is to|have|had|must|itself|already))* (?:pay|pays|paid|paying|gives?|gave|given|provides?|provided|"
    r"promised|adds?|"
    r"added|contributes?|contributed|awarded|grants?|granted|put up|puts up|covers?|offered|offers)"
    r"(?: (?:up to|about|around|some|another|a further|as much as|more than))* $"
)
_PUT_INTO = re.compile(
    r"\b(?:put|puts|putting|poured|pours)(?: (?:about|some|another|a further|up to))? §(?: each)? into\b"
)
_IN_CASH_AND_STOCK = re.compile(r"^ in cash and (?:stock|shares)\b")
_SPENT = re.compile(r"\b(?:spent|spending|spends|spend)(?: (?:about|some|nearly|roughly|more than|only|just|over))* $")
_FOR_BUSINESS = re.compile(
    r"^ (?:in [a-z ]{2,16} )?for (?:all of|control of|the rest of|(?:the|its|their|an?|[\w-]+[’']s) (?:[\w-]+ "
    r"){0,3}?(?:business|unit|"
    r"arm|division|subsidiary|operations|company|start-?up|maker|firm|developer|specialist|designer|supplier|"
    r"operator|provider|builder|producer|group|lab)\b)"
)
_SOLD_FOR = re.compile(
    r"\b(?:sold|sells?|selling|sale of) (?:its |the )?(?:[A-Z][\w.&-]+ ?){1,3}(?: ?(?:business|unit|arm|division))? to "
    r"(?:[A-Z][\w.&-]+ ?){1,4},? ?for (?:about |around |roughly |nearly |some |up to |more than )?$"
)
_PAYS_NOW = re.compile(r"\b(?:pay|pays|paid|paying|offer(?:s|ed)?|bid)\b[^.;]{0,30}$")
_IN_HAND = re.compile(r"^ (?:in hand|on (?:its|the|their) books?|outstanding|unfilled|not yet|still to)\b")
_BOOKED = re.compile(
    r"\b(?:booked|received|won|logged|took(?: in)?|collected|gathered)(?: (?:new|net|record|fresh|firm))* "
    r"orders (?:of|for|worth) "
    r"(?:about |around |roughly |nearly |some |more than )?$"
)
_FOR_WHICH = re.compile(
    r"\bfor which (?:it|they|the \w+) (?:will |would |is to |are to )?(?:gets?|receives?|is paid|are paid|be paid) $"
)
_OF_GOODS = re.compile(
    r"^ (?:worth )?of (?:[\w.&’'-]+ ){0,4}?(?:fiber|fibre|cables?|chips|gpus|processors|servers|racks|machines|"
    r"capacity|power|"
    r"electricity|hardware|equipment|memory|gear|wafers|turbines|computing|compute|lasers|modules|systems|cooling)\b"
)
_TRADES_SUM = re.compile(
    r"\b(?:rent|leas|buy|bought|book|reserv|order|take|took|promis|sell|sold|suppl|ship|deliver|commit|purchas)\w*"
    r"(?: [A-Z]?[\w.&’'-]+){0,3}? (?:(?:up to|about|around|some|another|nearly|roughly|more than|at least|as "
    r"much as) )*$"
)
_HIRED_FOR = re.compile(
    r"\b(?:rents?|renting|rented|leas(?:es?|ing|ed)|hir(?:es?|ing|ed)|reserv(?:es?|ing|ed)|book(?:s|ed|ing)?|"
    r"order(?:s|ed|ing)?)\b"
    r"[^.;]{1,80} for (?:about |around |roughly |nearly |some |up to |as much as |more than |at least )?$"
)
_SITE = re.compile(
    r"\b(?:campus|plant|fab|factory|project|data cent(?:er|re)|building|site|construction|line|"
    r"hall)s?\b"
)


def deal_metric(
    text: str, lower: str, span: Span, quantity: Quantity, metric: str | None, actors: Sequence[Actor]
) -> str | None:
    """Returns the finer metric of a sum where its sentence tells of a takeover, a bond or a broken deal."""
    before = lower[max(span.start, quantity.start - 120) : quantity.start]
    after = lower[quantity.end : min(span.end, quantity.end + 110)]
    if quantity.unit == "%":
        if metric in _LOOSE and _held(lower, span, quantity, actors):
            return "stake"
        if metric in _LOOSE and _SUPPLIES.search(before) and _OF_A_MARKET.match(after):
            return "market-share"
        if metric == "share-of-revenue" and _ROYALTY.search(before):
            return "licence-fee"
        return "growth" if metric in ("cost", "price", "capex", "size") and _FROM_TO.search(before) else metric
    if len(quantity.unit) != 3 or not quantity.unit.isupper():
        return metric
    if metric in ("contract-value", "price", "cost", "share-price", None) and offers_per_share(lower, span, quantity):
        return "acquisition-price"
    if quantity.value < 1e6:
        return metric
    if metric in ("cost", "price", None) and _PUT_INTO.search(before + "§" + after):
        return "investment"
    if metric in ("cost", "contract-value", "investment", "price", None) and _STATE_PAYS.search(before):
        return "grant"
    if metric == "contract-value" and (_BOOKED.search(before) or ("order" in before[-24:] and _IN_HAND.match(after))):
        return "backlog"
    if metric in (None, "cost", "profit") and _FOR_WHICH.search(before):
        return "contract-value"
    large = metric in (None, "cost", "price", "debt") and quantity.value >= 1e6
    if large and _OF_GOODS.match(after) and _TRADES_SUM.search(before):
        return "contract-value"
    if metric in (None, "cost", "price") and quantity.value >= 1e6 and _HIRED_FOR.search(before):
        return "contract-value"
    if metric == "cash" and _IN_CASH_AND_STOCK.match(after):
        return "acquisition-price"
    if (
        metric == "cost"
        and quantity.value >= 1e8
        and _SPENT.search(before)
        and _SITE.search(lower, span.start, span.end)
    ):
        return "investment"
    if _FAILING.search(before) or (_PAYS.search(before) and _IF_IT_FAILS.match(after)):
        return "fee"
    if metric == "raise" and _OF_DEBT.match(after):
        return "debt"
    if metric in ("contract-value", "price", "cost", "cash", "investment", None) and quantity.value >= 2e7:
        taken = any(_taken_over(lower, span, a, quantity) for a in actors if a.form == "name")
        taken = taken or bool(_BOUGHT_FOR.search(text, max(span.start, quantity.start - 80), quantity.start))
        taken = taken or any(_paid_for(lower, span, a, quantity) for a in actors if a.form == "name")
        taken = taken or bool(_SOLD_FOR.search(text, max(span.start, quantity.start - 110), quantity.start))
        taken = taken or bool(_FOR_BUSINESS.match(after) and _PAYS_NOW.search(before))
        taken = taken or (metric == "cost" and bool(_PAID_FOR.match(text[quantity.end : quantity.end + 60])))
        if taken or (metric == "contract-value" and _SWAP.search(before[-40:])):
            return "acquisition-price"
    return metric


def offers_per_share(lower: str, span: Span, quantity: Quantity) -> bool:
    """Tells what the holders of a company are offered for a share of it ("will get $62 in cash for each share")."""
    return (
        quantity.value < 5000
        and _PER_SHARE.match(lower[quantity.end : min(span.end, quantity.end + 90)]) is not None
        and _HOLDERS_GET.search(lower, span.start, quantity.start) is not None
    )


def holders_get(lower: str, span: Span, quantity: Quantity) -> bool:
    """Tells a sum that is offered to the holders of a company."""
    return _HOLDERS_GET.search(lower, span.start, quantity.start) is not None


def _held(lower: str, span: Span, quantity: Quantity, actors: Sequence[Actor]) -> bool:
    """Tells a part of a company that somebody holds, buys or sells ("will own 85 percent of X")."""
    if not _HOLDS.search(lower[max(span.start, quantity.hedged - 40) : quantity.hedged]):
        return False
    return any(
        a.form == "name"
        and quantity.end <= a.start < quantity.end + 30
        and _OF_X.match(lower[quantity.end : a.start])
        and _END_OF_NAME.match(lower[a.end : min(span.end, a.end + 12)])
        for a in actors
    )


def takeover_metric(lower: str, span: Span, quantity: Quantity, metric: str | None) -> str | None:
    """Returns the metric of a sum in an article on a takeover: what is paid, offered or bid is its price."""
    before = lower[max(span.start, quantity.start - 60) : quantity.start]
    after = lower[quantity.end : min(span.end, quantity.end + 30)]
    if _OTHER_SUM.search(before) or _OTHER_SUM.search(after):
        return metric
    if metric in ("share-price", "cost", "price") and quantity.unit.endswith("/share"):
        return "acquisition-price" if _RAISES_OFFER.search(before) else metric
    if metric in ("cost", "price", "contract-value") and len(quantity.unit) == 3 and quantity.value >= 1e8:
        return "acquisition-price" if _OFFERS.search(before) or _OFFERS.search(after) else metric
    return metric


_GOODS = re.compile(
    r"[’']s?\b|-| (?:chips?|gpus?|processors?|servers?|systems?|hardware|racks?|memory|shares?|stock|stake|"
    r"bonds?|notes|debt|"
    r"capacity|power|electricity|wafers?|machines?|accelerators?|equipment|tools|turbines?|reactors?|plants?|"
    r"campus|site)\b"
)
_OFFERS = re.compile(r"\b(?:price|pays?|paying|paid|deal|offer(?:ed|s)?|bid|transaction|purchase|takeover)\b")
_RAISES_OFFER = re.compile(
    r"\b(?:offer(?:ed|s|ing)?|bid|raised|sweetened|find another|add(?:s|ed)? another|a further)\b"
)
_OTHER_SUM = re.compile(
    r"\b(?:contract|orders?|chips?|servers?|loans?|fee|fine[ds]?|spen[dt]|build|capacity|rent|lease|bonus\w*|"
    r"advis[eo]rs?|"
    r"lawyers|closed|closing|trading|fell|rose|savings|synergies|deposits?)\b"
)
_FOR_IT = re.compile(r"^(?: in (?:cash|stock|shares)(?: and (?:cash|stock|shares))?)? for (?:the )?(?:[a-z-]+ ){0,4}$")


def _paid_for(lower: str, span: Span, actor: Actor, quantity: Quantity) -> bool:
    """Tells a sum that is paid for a company as a whole ("will pay $3.1bn for X")."""
    return (
        quantity.end <= actor.start < quantity.end + 60
        and not actor.possessive
        and _FOR_IT.match(lower[quantity.end : actor.start]) is not None
        and _WHOLE.match(lower[actor.end : min(span.end, actor.end + 12)]) is not None
        and re.search(
            r"\b(?:pay|pays|paid|paying|offers?|offered|bid)\b",
            lower[max(span.start, quantity.start - 50) : quantity.start],
        )
        is not None
    )


def is_target(lower: str, start: int, end: int) -> bool:
    """Tells whether the name at ``start:end`` of a title or lead is what somebody takes over as a whole."""
    return _GOODS.match(lower, end) is None and _TAKES.search(lower[max(0, start - 48) : start]) is not None


def _taken_over(lower: str, span: Span, actor: Actor, quantity: Quantity) -> bool:
    if actor.possessive or not -160 < quantity.start - actor.end < 120:
        return False
    return bool(
        _WHOLE.match(lower[actor.end : min(span.end, actor.end + 12)])
        and _TAKES.search(lower[max(span.start, actor.start - 48) : actor.start])
    )
