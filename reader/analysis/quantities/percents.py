"""What a percentage is a part of, or what it is paid or kept as, where the words around it say so by their syntax.

"N% of HEAD" names the whole that it is a part of, and the head noun of that phrase decides ("58% of the bonds of X").
A verb whose object the percentage is decides likewise ("keeps 15%", "yielded 46%"). Else the nearest cue speaks.
"""

from __future__ import annotations

import re

from reader.analysis.quantities.quantity import Quantity
from reader.analysis.quantities.words import words
from reader.model.text import Span

_WHOLES: dict[str, str] = {
    "debt": "bond bonds note notes debt debts loan loans borrowings bondholders noteholders creditors lenders credit "
            "convertibles mortgage",
    "share-of-revenue": "revenue revenues sales turnover billings takings total",
    "headcount": "staff employees workforce jobs workers engineers people payroll members positions roles personnel "
                 "researchers headcount technicians",
    "stake": "shares stock equity votes capital venture company stake group firm business start-up startup "
             "unit arm subsidiary division",
    "fill-rate": "orders demand requests requirements needs",
    "units": "output production shipments volume volumes units deliveries",
    "market-share": "market markets",
    "power-capacity": "capacity megawatts load power electricity",
    "cost": "cost costs expenses bill outlay proceeds spending budget",
    "profit": "profit profits earnings",
    "backlog": "backlog",
    "yield": "dies",
}  # fmt: skip
_HEADS = {noun: metric for metric, nouns in _WHOLES.items() for noun in nouns.split()}
_STOPS = words("""
    of in on for from at by with to and or but which who whom whose when while as is are was were be been has have
    had will would can could may might must should than if it they he she we its before after last next a year
    until since because so not now then though there where went go goes come comes came sold made bought under over
    into through during against between among such still also, already
""")  # fmt: skip
_OPENERS = words("the its their all a an those these this that our his my your")
_PHRASE = re.compile(r"[a-z0-9$€£&’'.-]+|[,;:()—]", re.ASCII | re.IGNORECASE)
_MOST_WORDS = 8
_HOLDS = re.compile(
    r"\b(?:keeps?|kept|keeping|retains?|retained|retaining|holds?|held|holding|owns?|owned|owning)"
    r"(?: (?:only|just|about|around|some|nearly|roughly|almost|at least|more than|over|less than|under|up to|another|"
    r"its|their|a further))* $"
)
_GIVES = re.compile(
    r"\b(?:giv(?:es?|ing)|gave|leav(?:es?|ing)|left) (?:(?!it\b|them\b)[\w.&’'-]+ ){1,3}(?:(?:about|just|only|"
    r"around|nearly|up to|some) )?$"
)
_HELD = re.compile(
    r"^(?:$|[.,;)]| (?:and|each|now|between|in the (?:company|venture|group|business)|after|for now|today|apiece|while|"
    r"but)\b)"
)
_YIELDS = re.compile(r"\byield(?:s|ed|ing)?(?: (?:about|around|only|just|nearly|some|over|more than))* $")
_BORROWED = re.compile(r"\b(?:bonds?|notes?|loans?|debt|paper|coupon|investors|lenders|borrow\w*|mortgage)\b")
_PAYS = re.compile(
    r"\b(?:pays?|paying|paid|carry|carries|carried|carrying|bears?|bearing|yields?|yielding|priced at|priced to yield)"
    r"(?: (?:a coupon of|interest of|about|around|just|only|nearly|roughly|over))* $"
)
_CHANGED_BY = re.compile(
    r"\b(?P<verb>cut|cuts|cutting|reduc(?:e|es|ed|ing)|rais(?:e|es|ed|ing)|increas(?:e|es|ed|ing)|lower(?:s|ed|"
    r"ing)?|trim(?:s|med)?|"
    r"boost(?:s|ed)?|lift(?:s|ed)?|expand(?:s|ed)?) (?P<what>(?:its|their|the|his) [^.;,\d]{2,40}?) by "
    r"(?:(?:about|around|up to|some|nearly|roughly|almost|more than|at least|as much as|another|a further) )*$"
)
_OF_PRICES = re.compile(r"\b(?:prices?|rents?|tariffs?|rates?|fees)\b")
_OF_STAFF = re.compile(r"\b(?:staff|workforce|headcount|payroll|jobs|employees|workers)\b")
_MAKES_PART = re.compile(
    r"\b(?:assembl\w+|makes?|made|build|builds|built|ships?|shipped|suppl\w+|produc\w+|deliver\w*|packag\w+)(?: "
    r"(?:about|some|nearly|"
    r"roughly|just|only|around|more than|almost))* $"
)
_OF_IT = re.compile(r" of (?:it|them)\b")
_TRADES_PART = re.compile(
    r"\b(?:buys?|bought|buying|takes?|took|taking|acquires?|acquired|sells?|sold|selling|owns?|owned|holds?|"
    r"held|gets?|has|had|keeps?)"
    r"(?: (?:about|up to|some|another|nearly|roughly|just|only|around))* $"
)
_OF_WHAT = re.compile(
    r" of what (?:it|they|the \w+) (?:earn|earns|sells?|takes? in|makes?|books?|earned|sold|took in)\b"
)
_HANDS_OVER = re.compile(r"\b(?:pays?|paid|hands?|handed|gives?|gave|owes?|pass(?:es)?|transfers?)\b")
_FEE = re.compile(
    r"\b(?:(?P<licence>licen[cs]e|licensing|royalt\w+)|fines?|fined|penalt\w+|fees?|commission|charges?|"
    r"levy)\b[^;.,]{0,50}$"
)
_NOT_OF_A_PART = words("growth price-change margin interest-rate")


def part_of(lower: str, span: Span, quantity: Quantity) -> tuple[str, str] | None:
    """Returns the metric of a percentage by the whole or the verb that it belongs to, and the words that told it."""
    before = lower[max(span.start, quantity.hedged - 48) : quantity.hedged]
    changed = _CHANGED_BY.search(lower, max(span.start, quantity.hedged - 90), quantity.hedged)
    if changed:
        return _change_of(changed["what"]), f"{changed['verb']} … by"
    if lower.startswith(" of them", quantity.end) and _MAKES_PART.search(before):
        return "market-share", "of them"
    if _OF_IT.match(lower, quantity.end) and _TRADES_PART.search(before):
        return "stake", before.split()[-1]
    if _OF_WHAT.match(lower, quantity.end):
        return ("fee" if _HANDS_OVER.search(before) else "share-of-revenue"), "of what it earns"
    behind = whole_of(lower, span, quantity)
    if behind is not None:
        metric = _HEADS.get(behind)
        if metric == "share-of-revenue":
            charged = _FEE.search(lower, max(span.start, quantity.hedged - 60), quantity.hedged)
            metric = ("licence-fee" if charged["licence"] else "fee") if charged else metric
        return (metric, f"of … {behind}") if metric else None
    owed = _BORROWED.search(lower, span.start, span.end) is not None
    if owed and _PAYS.search(before):
        return "interest-rate", before.split()[-1]
    if _YIELDS.search(before):
        return "yield", "yield"
    if _GIVES.search(before) and "market" not in before and _HELD.match(lower[quantity.end : quantity.end + 24]):
        return "stake", "gives"
    if _HOLDS.search(before) and _HELD.match(lower[quantity.end : min(span.end, quantity.end + 24)]):
        return "stake", "holds"
    return None


def _change_of(what: str) -> str:
    """The metric of a change by what is changed: prices, staff, or a sum."""
    if _OF_PRICES.search(what):
        return "price-change"
    return "headcount" if _OF_STAFF.search(what) else "growth"


def whole_of(lower: str, span: Span, quantity: Quantity) -> str | None:
    """Returns the head noun of the "of" phrase right behind a percentage, "" where it has none that is a noun."""
    if not lower.startswith(" of ", quantity.end):
        return None
    head = ""
    for count, token in enumerate(_PHRASE.finditer(lower, quantity.end + 4, min(span.end, quantity.end + 90))):
        word = token[0].rstrip(".")
        if count >= _MOST_WORDS or word in _STOPS or not word[:1].isalnum():
            break
        if word not in _OPENERS:
            head = word
        if token[0].endswith("."):
            break
    return head


def open_to(allowed: frozenset[str], lower: str, span: Span, quantity: Quantity) -> frozenset[str]:
    """Returns the metrics that remain for a percentage: what is a part of something is no growth of it."""
    return allowed - _NOT_OF_A_PART if whole_of(lower, span, quantity) else allowed
