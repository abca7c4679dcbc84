"""Second looks at a figure once its metric is known: its direction, the unit that it implies, and finer metrics."""

from __future__ import annotations

import re

from reader.analysis.quantities.quantity import Quantity
from reader.analysis.sieve import Sieve
from reader.model.text import Span

_FELL = re.compile(
    r"\b(?:fell|fall|falls|falling|fallen|drop|drops|dropped|dropping|decline|declines|declined|declining|down|"
    r"lost|shed|"
    r"slid|slides|slump|slumped|plunge|plunged|tumbled|sank|shrank|shrink|shrunk|decrease|decreased|lower|cut|cuts|"
    r"cutting|reduced|reduction|slipped|contracted|weakened|dipped|eased|retreated|off|dive|dived|slashed|loses?|"
    r"lowered|"
    r"trimmed|cheaper|less|fewer|declines of|negative|minus|knocked|wiped|shaved|gave up)\b"
)
_ROSE = re.compile(
    r"\b(?:rose|rise|rises|rising|risen|up|grew|grow|grows|growth|gain|gained|increase|increased|jump|jumped|climb|"
    r"climbed|surge|surged|soared|added|higher|more|rally|rallied|advanced)\b"
)
_LEVEL = re.compile(
    r"\b(?:to|at|from|of|below|above|reached|stood at|was|is)(?: (?:about|roughly|nearly|around|just|only))? $"
)
_BEHIND = re.compile(
    r"^ (?:decline|drop|fall|decrease|lower|less|fewer|cheaper|cut|reduction|below|down|slump|dip|loss)\b"
)
_CLAUSE = re.compile(r"[;:—]|, (?:while|but|and|which|after|as)\b|\bwhile\b|\bbut\b")
_CUTS = re.compile(
    r"\b(?:cut|cuts|cutting|shed|sheds|shedding|eliminat\w+|slash\w*|axed?|reduced?|shrink|shrank|trim\w*)"
    r"(?: (?:its|their|the) (?:\w+ )?(?:by|of))?(?: (?:about|around|up to|another|nearly|roughly|some|almost|more than|"
    r"at least|as much as))* $"
)
_OF_FALL = re.compile(
    r"\b(?:decline|drop|fall|decrease|cut|reduction|loss)s? (?:of|by)(?: (?:about|roughly|nearly|up to|as much "
    r"as|around|between))? $"
)


def direction(lower: str, span: Span, quantity: Quantity, metric: str | None) -> int:
    """Returns -1 where a change is a fall, else 1. Levels ("fell to 41%") have no direction."""
    if quantity.unit not in ("%", "bp", "points") or metric not in (
        "growth", "price-change", "guidance", "units", "headcount", "margin", "cost", "shares",
    ):  # fmt: skip
        return 1
    before = lower[max(span.start, quantity.hedged - 70) : quantity.hedged]
    if metric == "headcount" and quantity.unit == "%" and _CUTS.search(before):
        return -1
    if _BEHIND.match(lower[quantity.end : quantity.end + 24]) and metric != "headcount":
        return -1
    if _OF_FALL.search(lower[max(span.start, quantity.start - 60) : quantity.start]):
        return -1
    cut = [m.end() for m in _CLAUSE.finditer(before)]
    clause = before[cut[-1] :] if cut else before
    if metric not in ("growth", "price-change", "guidance") or _LEVEL.search(clause):
        return 1
    fell, rose = list(_FELL.finditer(clause)), list(_ROSE.finditer(clause))
    if not fell:
        return 1
    return -1 if not rose or fell[-1].start() > rose[-1].start() else 1


_FORECAST = re.compile(
    r"\b(?:forecasts?|forecasting|guidance|guided|guides|guiding|outlook|told (?:investors|shareholders|"
    r"analysts|lenders) to expect|expects?|expected|projects?|projected|"
    r"predicts?|sees|anticipates?|(?:would|will|should) (?:grow|rise|increase|reach|fall|exceed|expand|climb|"
    r"decline|be (?:about|around)))\b"
)
_EARNED = re.compile(r"\b(?:earned|earnings|profits?|net income|loss|lost|eps)\b")
_TRADED = re.compile(r"\b(?:closed|trad\w+|shares at|stock|offer\w*|price[sd]?|fell|rose|dividend)\b")
_ABOVE = re.compile(r"^ (?:above|below|higher|lower|more|less|fewer)\b(?! the (?:benchmark|base))")
_NEW_CLAUSE = re.compile(
    r"; |\b(?:while|although|though|whereas)\b|, (?:but|and) (?:[a-z]+ )?(?:has|had|have|was|were|is|are)\b"
)
_OTHERS = re.compile(
    r"\b(?:analysts?|economists?|consensus|banks?|brokers?|researchers?|trackers?|forecasters?|wall street|"
    r"investors(?! to)|"
    r"the market|idc|gartner|trendforce|counterpoint|omdia|dell[’']oro|bernstein|agency|agencies|ministry)\b"
    r"(?: [\w’'-]+){0,4} (?:expect\w*|forecasts?|predict\w*|sees?|estimat\w+|projects?|projected|reckons?|say|"
    r"says|put|puts)\b"
)
_OTHERS_BEHIND = re.compile(
    r"^[^.;]{0,40}, (?:(?:an?|one|several|some|two) )?(?:of the )?(?:[\w-]+ )?(?:analysts?|people|person|"
    r"economists?|investors?|brokers?|"
    r"bankers?)\b"
)
_ON_A_YEAR = re.compile(
    r"^ (?:above|below|over|up on|down on|more than|less than|higher than|lower than|on|from) (?:those|that|"
    r"what|the level|"
    r"the same|the figure)?(?: [a-z]+){0,4}? ?(?:a year (?:ago|earlier|before)|last year|the (?:previous|prior) year)\b"
)
_PRICES = re.compile(
    r"\b(?:prices?|pricing|bills?|(?<!growth )(?<!run )(?<!tax )(?<!fill )(?<!interest )(?<!yield )(?<!error "
    r")rate(?! of)|dram|nand|hbm prices|rents?|rates|shares|stock|tariffs|premiums|"
    r"cost per (?:token|"
    r"million)|rental)\b"
)
_RESULTS = re.compile(
    r"\b(?:revenues?|sales|profits?|income|earnings|shipments|bookings|turnover|demand|orders|output|ebitda|users|"
    r"capacity|production|headcount|spending|backlog)\b"
)
_CONSTRUCTION = re.compile(
    r"\b(?:shells?|campus|project|site|buildings?|plant|fab|factory|data cent(?:er|re)s?|complex|park|phase|facility)\b"
)
_BUILT_COST = re.compile(r"\bcosts? (?:of )?(?:the |an? )?(?:[\w-]+ )?" + _CONSTRUCTION.pattern)
_COST_BUILT = re.compile(_CONSTRUCTION.pattern + r"(?: [\w-]+){0,3} (?:will |would |have |has |is |to )?costs?\b")
_FOR_SHARES = re.compile(
    r"^ (?:for|in|of) (?:about |some |nearly )?\d[\d.]* ?(?:%|per ?cent) of |^ (?:for|in|of) (?:(?:new|its|the|"
    r"an?|about|\w+[’']s|[\w.%]+) ){0,5}(?:shares|stake|stock|equity|warrants?)\b"
)
_DEAL = re.compile(r"\b(?:deal|transaction|contract|agreement|pact|lease|order|arrangement|accord|tie-up)\b")
_TO_SELL = re.compile(
    r"\b(?:expects?|thinks?|hopes?|aims?|forecasts?|plans?|predicts?)(?: that)?(?: it| they)? (?:to|will|would|can) "
    r"(?:sell|ship|book|earn|take in|make)\b[^.;]{0,20}$"
)
_MADE_UP = re.compile(
                    r"\b(?:made up|makes up|make up|accounted for|accounts for|account for|represented|"
                    r"represents|contributed|contributes|supplied)"
                      r"(?: (?:about|nearly|roughly|around|some|more than|just|almost|another|a further|over|at "
                    r"least))* $")  # fmt: skip
_OF_REVENUE = re.compile(r"^ of (?:[\w’'-]+ ){0,4}?(?:revenues?|sales|turnover)\b")
_PAID_TO = re.compile(r"\b(?:pay|pays|paid|paying) (?:about |some |roughly |nearly )?§ to \w")
_CAPEX = re.compile(r"\b(?:capital (?:spending|expenditures?|budget|outlays?)|capex)\b")
_VALUES_AT = re.compile(
    r"\bvalu(?:es?|ed|ing) [^.;,]{1,40}? at (?:about |around |roughly |nearly |more than |over |up to |some |just "
    r"|as much as |at least |an? )*$"
)
_LEVEL_BEHIND = re.compile(
    r"\b(?:up|down|fell|rose|risen|fallen|climbed|dropped|grew|narrowed|widened|slipped|edged|jumped|increased|"
    r"declined|rising|falling) (?:back )?to (?:about |around |nearly |roughly |just |only )?$"
)
_PAYS_MORE = re.compile(r"\b(?:pay|pays|paid|paying)(?: (?:about|around|up to|another|some|roughly))* § (?:more|less)")
_OF_STATES = re.compile(
    r"\b(?:ministry|government|state|chips act|bill|act|congress|parliament|budget|european union|commission|"
    r"agency|department|"
    r"treasury|fund|program(?:me)?|meti|legislature)\b"
)
_AT_LAW = re.compile(
    r"\b(?:cartel|antitrust|fine[sd]?|jury|court|judge|verdict|lawsuit|damages|settle\w*|"
    r"ruling|arbitrat\w+|tribunal)\b"
)
_THING_COSTS = re.compile(
    r"\b(?:an?|the|each|one)\b[^,.;]{0,48}\b(?:chip|card|kit|module|gpu|server|phone|switch|drive|rack|board|"
    r"stick|wafer|machine|"
    r"transceiver|accelerator|console|laptop)s? (?:now |still |already |will |would )?costs? (?:about |around |"
    r"some |nearly )?$"
)
_BILLS_MOVE = re.compile(
    r"\b(?:bills?|rates?|rents?|tariffs?|premiums?)\b[^.;]{0,40}\b(?:go(?:es)? up|went up|rise|rises|rose|"
    r"climb\w*|increase\w*|"
    r"fall|falls|fell|drop\w*|down|up)\b"
)
_MAKES_AT = re.compile(
    r"\b(?:produces?|generates?|makes?|runs?)(?: (?:power|electricity|it|them))? (?:at|for) "
    r"(?:about |around )?$"
)
_OF_POWER = re.compile(
    r"\b(?:power|megawatts?|gigawatts?|electric\w*|grid|campus(?:es)?|data[ -]cent(?:er|re)s?|reserve|turbines?|"
    r"gas|reactors?|solar|load|site|"
    r"[mg]w)\b"
)
_OF_MONEY_LENT = re.compile(
    r"\b(?:loans?|bonds?|notes?|debt|borrow\w*|credit|coupons?|lend\w*|lent|interest|benchmark|sofr|yield\w*|"
    r"rates? (?:of|at|not)|a rate|"
    r"treasur\w+|mortgage|facility|financ\w+|paper|pays?|paying|convertibles?|a year|annually|the rate|over the)\b"
)
_RISING = re.compile(r"\b(?:rising|increasing|escalating|climbing|going up|rises|increases) (?:by )?(?:about )?$")
_PER = re.compile(r"\d (?:per|an?|each) (?:mwh|mw-day|hour|share|unit|kwh|megawatt|month|year|million)|\bprice\b")
_OF_LOANS = re.compile(r"\b(?:loans?|bonds?|notes?|debt|borrow\w*|credit|coupon|lenders?)\b")
_DAY = re.compile(r"\bon \w+day\b|\btrading\b|\bclos(?:e|ed|ing)\b")


_BORROWED_AT = re.compile(
    r"\b(?:borrow(?:s|ed|ing)?|loans?|lent|lends?|notes|bonds?|debt|paper|refinanc\w+|mortgage|sold|placed)\b"
    r"[^.;]{0,60} "
    r"(?:at|yielding|carrying|paying)(?: (?:about|around|roughly|nearly|just over|over|under))? $"
)
_OFFER = re.compile(
    r"\bshares at (?:about )?$|\b(?:price )?range of (?:between )?$|"
    r"\bshares [^.;,]{0,30}\b(?:at|between) (?:about |between )?$"
)
_LAUNCHED = re.compile(
    r"\b(?:card|kit|laptop|console|phone|device|desktop|workstation|gpu|module|server|box|board|"
    r"chip)s?\b[^.;]{0,24}\b(?:for|at|from) $"
)


def settled_metric(lower: str, span: Span, quantity: Quantity, metric: str | None) -> str | None:
    """Returns the finer metric: own forecasts of results are guidance, the cost of a campus is an investment."""
    before = lower[max(span.start, quantity.start - 100) : quantity.start]
    after = lower[quantity.end : min(span.end, quantity.end + 60)]
    if quantity.unit.isupper() and len(quantity.unit) == 3 and quantity.value < 1e5:
        lead = lower[max(span.start, quantity.hedged - 70) : quantity.hedged]
        if "shares" in lower[span.start : span.end] and _OFFER.search(lead):
            return "share-price"
        if metric in ("cost", None) and _LAUNCHED.search(lead):
            return "price"
    if (
        metric == "price"
        and quantity.unit.endswith("/unit")
        and _OFFER.search(lower, max(span.start, quantity.start - 40), quantity.start)
    ):
        return "share-price"
    if quantity.unit == "%" and metric in ("growth", None, "price-change") and _BORROWED_AT.search(before):
        return "interest-rate"
    if metric == "share-price" and quantity.unit.endswith("/share") and _EARNED.search(before):
        return metric if _TRADED.search(before) else "profit"
    if quantity.unit == "%" and metric in (None, "interest-rate") and _ABOVE.match(after):
        metric = "growth"
    if metric in ("growth", "price-change") and quantity.unit == "%" and before.endswith("within "):
        return "speedup"
    if metric == "tokens" and re.match(r"^ (?:more|faster|higher)\b", lower[quantity.end : quantity.end + 10]):
        return "speedup"
    if metric in ("interest-rate", "cost", "growth") and quantity.unit == "%" and _RISING.search(before[-24:]):
        return (
            "price-change"
            if "/" in lower[max(span.start, quantity.start - 60) : quantity.start]
            or _PER.search(lower, max(span.start, quantity.start - 60), quantity.start)
            else metric
        )
    if quantity.unit == "bp" and metric == "cost" and _OF_LOANS.search(lower, span.start, span.end):
        return "interest-rate"
    if (
        metric in ("interest-rate", "cost", "multiple", "stake")
        and quantity.unit in ("%", "x")
        and _ON_A_YEAR.match(after)
    ):
        metric = "growth"
    if metric == "growth" and quantity.unit in ("%", "x"):
        words = _PRICES.search(lower, span.start, quantity.start)
        if words and not _RESULTS.search(lower, span.start, quantity.start):
            return "price-change"
        if _DAY.search(lower, quantity.end, span.end) and not _RESULTS.search(lower, span.start, span.end):
            return "price-change"
    if quantity.unit == "%" and metric in ("growth", None) and _OF_REVENUE.match(after):
        return "share-of-revenue"
    if metric == "interest-rate" and quantity.unit == "%" and not _OF_MONEY_LENT.search(lower, span.start, span.end):
        return None
    if metric == "interest-rate" and "yield" in before and not _OF_LOANS.search(lower, span.start, span.end):
        return "yield"
    if (
        metric in ("growth", "cost", None)
        and quantity.unit == "%"
        and _PAYS_MORE.search(before[-40:] + "§" + after[:8])
    ):
        return "price-change"
    if metric == "grant" and "aside" in before[-24:] and not _OF_STATES.search(lower, span.start, span.end):
        return "cost"
    if metric == "debt" and _AT_LAW.search(lower, span.start, span.end) and "owe" in before:
        return "cost"
    if metric == "cost" and quantity.value < 1e5 and len(quantity.unit) == 3 and _THING_COSTS.search(before):
        return "price"
    if metric == "cost" and quantity.unit == "%" and _BILLS_MOVE.search(before):
        return "price-change"
    if metric == "price" and quantity.unit.endswith("/MWh") and _MAKES_AT.search(before):
        return "cost"
    if metric == "power-capacity" and quantity.unit in ("x", "%") and not _OF_POWER.search(lower, span.start, span.end):
        return "growth"
    if metric == "cost" and _PAID_TO.search(before[-24:] + "§" + after[:24]):
        return "contract-value"
    if metric == "guidance" and _CAPEX.search(before):
        return "capex"
    if metric in ("raise", "investment", "price", "cost", "acquisition-price", "debt") and _VALUES_AT.search(before):
        return "contract-value" if _DEAL.search(before[-70:]) else "valuation"
    if metric in ("revenue", "profit", "growth", "margin") and _own_forecast(before, after):
        return "guidance"
    if metric in ("contract-value", "cost", "acquisition-price", "price") and _FOR_SHARES.match(after):
        return "investment"
    if (
        metric in ("cost", "price", "contract-value", "units", None)
        and quantity.value >= 1e6
        and _TO_SELL.search(before)
    ):
        return "guidance"
    if metric in ("growth", "fill-rate") and quantity.unit == "%" and _MADE_UP.search(before):
        return "share-of-revenue"
    worth = "worth" in before[-30:] and _DEAL.search(lower, span.start, quantity.start)
    if metric == "valuation" and not before.endswith("a valuation of ") and (worth or _DEAL.search(before[-70:])):
        return "contract-value"
    if metric == "price" and quantity.value >= 1e6 and "/" not in quantity.unit:
        return "contract-value" if "worth" in before[-24:] else "cost"
    if metric == "cost" and (_BUILT_COST.search(before) or _COST_BUILT.search(before)):
        return "investment"
    if (
        metric == "cost"
        and quantity.value < 200
        and _TOKENS.search(before[-40:] + " " + after[:24])
        and len(quantity.unit) == 3
    ):
        return "price"
    return metric


def _own_forecast(before: str, after: str) -> bool:
    """Tells a company's own forecast of its results, in the clause of the number, from what others expect of it."""
    clause = before[max((m.end() for m in _NEW_CLAUSE.finditer(before)), default=0) :]
    others = _OTHERS.search(before) or _OTHERS_BEHIND.match(after)
    return bool(_FORECAST.search(clause)) and not others


def is_level(lower: str, span: Span, quantity: Quantity) -> bool:
    """Tells a level that something moved to ("was down to 41 per cent") from a change."""
    return bool(_LEVEL_BEHIND.search(lower[max(span.start, quantity.hedged - 40) : quantity.hedged]))


_OF_WHICH = re.compile(r"^,? (?:of which|including|of that)\b[^.;]{0,48}$")
_PAIRED = re.compile(
    r"^[”\"’)]?; (?:it|that|this) (?:was|had been|stood at|is now) (?:only |about |just |nearly )?$|"
    r"^[”\"’)]?(?: (?:in|by|at|for|during|over|last|this|next) [\w ]{1,24})?,? ?(?:and |but )?(?:up |down "
    r")?(?:a year (?:before|earlier|ago) |last year |(?:in|by|at) [\w ]{1,24} )?"
    r"(?:(?:from|against) (?:an? |the |its |their )?(?:[\w-]+ ){0,2}(?:talk|target|estimate|forecast|plan|guidance|"
    r"offer|level|price|bid|budget|quote|expectation)s? of|"
    r"from|against|compared (?:with|to)|versus|vs\.?|plus|to|and to|instead of|rather than|and then|"
    r"(?:far |well |just )?(?:below|above|over) the|and is planned at|which is|is planned at|before|and a further|"
    r"(?:when|where|while|though|but|and) (?:the|its|their) (?:plan|target|forecast|budget|contract|goal|permit) "
    r"(?:said|was|is|called for|foresaw|had been|allows))"
    r"(?: (?:about|around|roughly|some|nearly|between|only|just|the|more than|up to|an?))*[ “\"]*$"
)
_THE_FIGURE = Sieve(
    r"\bthe (?:[a-z]+ )?one, $|"
    r"\b(?:the|that|this|its|comparable|his|another|a) (?:comparable |second |first |last |same |other |latest |"
    r"new |old )?(?:total|figure|number|sum|amount|equivalent|count|"
    r"tally|price tag)\b[^;,]{0,28}$|^[“\"]?(?:that|this|it) (?:compares|compared) with\b[^;]{0,20}$|"
    r"^it (?:includes|included|comprises) $|\b(?:was|"
    r"were|is) the (?:number|figure)\b"
)


def continues(lower: str, earlier: Quantity, quantity: Quantity) -> bool:
    """Tells whether a number stands against the one before it ("up 8%, from $1.2bn": "66%, from 38%")."""
    if quantity.hedged < earlier.end:
        return quantity.start - earlier.end < 30
    if _OF_WHICH.match(lower[earlier.end : quantity.hedged]):
        return True
    return quantity.hedged - earlier.end < 50 and bool(_PAIRED.match(lower[earlier.end : quantity.hedged]))


_PAID = re.compile(r"\b(?:paid|pay|pays|due|owed)\b")


def pays_a_part(lower: str, span: Span, quantity: Quantity) -> bool:
    """Tells the paid part of a deal that was told before ("of which $2bn was paid at signing")."""
    return bool(_PAID.search(lower, max(span.start, quantity.start - 24), min(span.end, quantity.end + 24)))


def names_a_figure(lower: str, span: Span, quantity: Quantity) -> bool:
    """Tells whether only "the figure" or "the total" stands for what is measured, so that it was said before."""
    return bool(
        _THE_FIGURE.search(lower[max(span.start, quantity.hedged - 44) : quantity.hedged])
        or _THE_FIGURE.search(lower[quantity.end : quantity.end + 20])
    )


_YEARLY = re.compile(r"\b(?:yearly|annual|per-year)\b[^,;]{0,24}\b(?:of|at|is|was|to|worth)(?: [a-z]+)? $")
_OFFERED = re.compile(
    r"\bshares (?:[\w-]+ ){0,2}?(?:at|between)\b|\b(?:price )?range of\b|\bshares\b[^.;]{0,40}\bat (?:about )?$"
)
_SALE = re.compile(r"\b(?:each|apiece|a unit|per unit|kit|device|model|card|module|phone|server|gpu|chip|console|"
                   r"laptop|priced at|spot prices?|wafer|drive|laser|transceiver|part|"
                   r"list price|retail|lists at|sold for|sells for)\b")  # fmt: skip
_HOUR = re.compile(r"\b(?:an hour of|per hour|hourly|gpu-hour|an hour)\b")
_TOKENS = re.compile(r"\b(?:million tokens|per million|tokens?|for input|for output|input|output)\b")


def implied_unit(lower: str, span: Span, quantity: Quantity, metric: str | None) -> tuple[str, float]:
    """Returns the unit that metric and sentence imply for a bare sum ("shares at $107.80"), and a factor for it."""
    unit = quantity.unit
    if unit.endswith("/unit") and _OFFERED.search(lower, max(span.start, quantity.start - 40), quantity.start):
        return unit.replace("/unit", "/share"), 1.0
    if "/" in unit or len(unit) != 3 or not unit.isupper():
        return unit, 1.0
    if metric in ("tax", "fee", "licence-fee", "cost", "price", "grant", None) and _YEARLY.search(
        lower, max(span.start, quantity.hedged - 40), quantity.hedged
    ):
        return f"{unit}/year", 1.0
    if metric in ("cost", "fee", "tax", "grant") and re.match(
        r" (?:of|in) (?:annual|yearly) ", lower[quantity.end : quantity.end + 14]
    ):
        return f"{unit}/year", 1.0
    sentence = lower[span.start : span.end]
    near = lower[max(span.start, quantity.start - 80) : min(span.end, quantity.end + 40)]
    if quantity.value >= 1e6:
        return unit, 1.0
    if metric in ("share-price", "dividend") and quantity.value < 1e5:
        return f"{unit}/share", 1.0
    if (
        metric in ("price", "valuation", None)
        and quantity.value < 5000
        and "shares" in sentence
        and _OFFERED.search(near[:80])
    ):
        return f"{unit}/share", 1.0
    if metric == "price":
        if quantity.value < 500 and _HOUR.search(sentence):
            return f"{unit}/hour", 1.0
        if quantity.value < 200 and _TOKENS.search(near):
            return f"{unit}/Mtok", 1.0
        if quantity.value >= 1 and _SALE.search(sentence):
            return f"{unit}/unit", 1.0
    return unit, 1.0
