"""The time that a figure is about: the date expression that stands with it, or the period of the results around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from reader.analysis.quantities.quantity import Quantity
from reader.analysis.quantities.words import words
from reader.analysis.quantities.years import months_to, year_earlier
from reader.model.text import Span


class Dated(Protocol):
    """What is needed of a date expression: its place and its EDTF date ("" where it is no date)."""

    @property
    def span(self) -> Span: ...

    @property
    def edtf(self) -> str: ...


RESULTS = words("revenue profit loss margin growth share-of-revenue capex cost")
_NEVER = words(
    "fee parameters transistors memory bandwidth throughput latency speedup process-node efficiency "
    "area accuracy fill-rate"
)
_LISTING = words("raise valuation share-price shares multiple")
_PLANNED = re.compile(
    r"\b(?:would like|targets?|targeting|seeks?|seeking|plans?|planning|aims?|aiming|hopes?|proposed|expected|expects|"
    r"could|price range|marketing|terms|asking|to raise|looking to|may|as much as|up to)\b"
)
_LISTED = re.compile(
                    r"\b(?:ipo|listing|list|offering|float|flotation|prospectus|s-1|f-1|nasdaq|nyse|stock market|"
                    r"go public|"
                     r"public offering|debut|registration)\b")  # fmt: skip
_YEAR_BEFORE = re.compile(
                    r"^[^.;,]{0,24}\b(?:a|the|one) year (?:before|earlier|ago|prior)|^[^.;,]{0,16}\b(?:in )?the "
                    r"(?:same|year-earlier|year-ago|"
                          r"corresponding) (?:quarter|period)")  # fmt: skip
_COMPARED = re.compile(
    r"\b(?:same (?:period|quarter|months?|time) (?:of|in|a)|compared (?:with|to)|than (?:in|the)?|versus|against|"
    r"from|over|on) ?(?:the )?$"
)
_AGAINST = re.compile(r"\b(?:those of|that of|level of|what it was|than(?: in)?|compared (?:with|to)) (?:the )?$")
_DATELINE = re.compile(r"(?:, \d{4})?(?: \([^)]{2,40}\))? ?[–—-] ")
_RECORD = re.compile(r"\b(?:most|highest|lowest|biggest|largest|best|worst|steepest|least|fastest) (?:[\w-]+ )?since $")
_NOW = re.compile(r"\b(?:now|currently|at present|today|this month)\b")
_OF_THE_MONTH = words("power-capacity units headcount debt stake price cost")
_TRADING = re.compile(r"^ (?:in|during) (?:[\w-]+ )?(?:trading|premarket|pre-market)\b")
_TOLD = re.compile(
    r"\b(?:said|says|announced|reported|filed|dated|told|made|published|founded|agreed|confirmed|wrote|disclosed|"
    r"comment|"
    r"fall due|falls due|due to close|matur\w+|expir\w+|review|unveiled|shown|proposed|submitted|unchanged)"
    r" (?:\w+ )?(?:on |in |by |since |until |from |late |early )?$"
)
_ENDED = re.compile(
    r"\b(?:quarter|three months|six months|half|fiscal year|year)\b[^.;,]{0,28}\b(?:ended|ending|to) (?:on )?$"
)
_ANNOUNCED = words("raise valuation debt interest-rate")
_DONE = re.compile(
    r"\b(?:has|have|had) (?:now |just |also )?(?:raised|closed|secured|completed|agreed|signed|borrowed|sold|"
    r"placed|arranged)\b|"
    r"\b(?:announced the closing|closed|completed|agreed|signed|borrowed|sold|placed|raised)\b"
)
_ACCOUNTS = words("revenue profit loss margin share-of-revenue")
_SAID_BEHIND = re.compile(
    r",? (?:it|they|he|she|the [a-z]+|[\w.&-]+(?: [\w.&-]+)?) (?:had |has )?(?:said|told|forecast|announced|put|"
    r"expected|promised|guided)\b"
)
_FROM_THERE = re.compile(r"^[^;]{0,24}\b(?:from|against|compared with|compared to|versus|than)\b")
_DAY_ONLY = re.compile(r"\d{4}-\d\d-\d\d")
_CHANGES = words("growth price-change")
_OWED = words("debt interest-rate")
_HELD = words("stake headcount growth price-change speedup share-of-revenue market-share yield")
_OF_PLANS = words("tax power-capacity units headcount stake acquisition-price contract-value multiple area size")
_ASIDE = re.compile(r", (?:which|who|whose|where|when)\b[^,;]{1,120}[,;.]")
_NEXT_CLAUSE = re.compile(
    r"\b(?:if|unless|once)\b|(?:, | )(?:and|but|while|which)(?: (?:on|in|by|at|from|late|early|since|until))? $"
)
_DUE = re.compile(r"\b(?:due|matur\w+|redeem\w*|expir\w+)(?: (?:in|on|by|until))? $")
_UNTIL = re.compile(r"(?:through|until|till) ")
_UNTIL_BEFORE = re.compile(r"\b(?:through|until|till)(?: (?:the )?(?:end|middle) of)? $")
_AS_MANY = re.compile(r"\b(?:as (?:many|much|large|high)|than)(?: as)?(?: (?:in|at))? $")
_CONTRAST = re.compile(
    r"\b(?:to|now|down|up|above|below|against|instead|fell|rose|risen|fallen|climbed|narrowed|today|expects?|plans?|"
    r"must|reach|but|while|target)\b"
)
_NOW_BEHIND = re.compile(r"^(?: [\w-]+){0,2} (?:now|today|at present|currently|this month)\b")
_HAS_REACHED = re.compile(r"\bha(?:s|ve) (?:now |already )?reached (?:about |around |nearly )?$")
_STANDS_AT = re.compile(r"\b(?:is|are|stands?|hovers?) (?:back |still |again )?(?:at|above|below|near|around|over) $")
_YEARLY = re.compile(r"20\d\d|\d{4}-\d\d/\d{4}-\d\d")
_DAY = re.compile(r"\b(?:trading|shares|stock|closed|premarket|pre-market|after-hours)\b")


def period_of(
    lower: str,
    sentence: Span,
    quantity: Quantity,
    others: Sequence[Quantity],
    metric: str | None,
    dates: Sequence[Dated],
    reporting: str | None,
    before: str | None,
    day: date,
    document: str = "",
) -> str | None:
    """Returns the EDTF period of a figure, None where the sentence and those next to it give none.

    ``reporting`` is the period of the results told so far, ``before`` that of the last figure of the same unit in
    this sentence; ``document`` is the title, lower-cased, which tells that the article is about a listing.
    """
    if metric in _NEVER:
        return None
    spoken = lower[sentence.start : sentence.end]
    if metric in _LISTING and _PLANNED.search(spoken) and (_LISTED.search(spoken) or _LISTED.search(document)):
        return None
    behind = lower[quantity.end : min(sentence.end, quantity.end + 60)]
    if metric not in _CHANGES and _YEAR_BEFORE.match(behind):
        base = before or reporting
        if base:
            return year_earlier(base)
    if metric in _OF_THE_MONTH and _is_now(lower, sentence, quantity, metric, dates):
        return _month(day)
    if metric == "price-change" and _TRADING.match(behind):
        return day.isoformat()
    best: tuple[float, str] | None = None
    announced: str | None = None
    asides = [m.span() for m in _ASIDE.finditer(lower, sentence.start, sentence.end)] if dates else []
    for expression in dates:
        if not expression.edtf:
            continue
        edtf = expression.edtf
        lead = lower[max(sentence.start, expression.span.start - 44) : expression.span.start]
        if _TOLD.search(lead):
            if metric in _ANNOUNCED and _DONE.search(spoken) and _DAY_ONLY.fullmatch(edtf):
                announced = edtf
            continue
        if _DATELINE.match(lower, expression.span.end) and expression.span.start - sentence.start < 48:
            continue
        if _RECORD.search(lead) or _stands_aside(expression.span, quantity, asides):
            continue
        if _not_its_time(lower, sentence, quantity, others, metric, expression, lead, day):
            continue
        ended = _ENDED.search(lead)
        if ended and len(edtf) in (7, 10) and metric in RESULTS:
            edtf = months_to(edtf, 12 if "year" in ended[0] else 6 if "half" in ended[0] or "six" in ended[0] else 3)
        if metric == "investment" and not (_YEARLY.fullmatch(edtf) and 0 <= expression.span.start - quantity.end < 40):
            continue
        cost = _distance(lower, quantity, others, expression.span)
        if metric == "cost" and (cost > 60 or _ahead(edtf, day)):
            continue  # what something will cost is no cost of the day on which it opens
        if metric == "acquisition-price" and (cost > 60 or _ahead(edtf, day)):
            continue
        if metric in _CHANGES and (_AGAINST.search(lead) or lower.startswith("a year", expression.span.start)):
            continue
        if metric == "growth" and _COMPARED.search(lead):
            continue
        if metric == "contract-value" and "/" not in edtf:
            continue
        if best is None or cost < best[0]:
            best = (cost, edtf)
    if best is not None and announced is not None and _ahead(best[1], day):
        best = None  # "said on April 28 that it had raised $500m to begin production in mid-2027"
    if best is not None and best[0] <= 110:
        return best[1][:7] if metric in _OWED and _DAY_ONLY.fullmatch(best[1]) else best[1]
    if announced is not None:
        return announced[:7] if metric in _OWED else announced
    if metric in RESULTS and before:
        return before
    if metric == "price-change" and _DAY.search(spoken) and best is None:
        return day.isoformat()
    if metric == "cost" or (metric == "capex" and reporting is not None and not _YEARLY.fullmatch(reporting)):
        return None
    return reporting if metric in RESULTS else None


def _month(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def _is_now(lower: str, sentence: Span, quantity: Quantity, metric: str | None, dates: Sequence[Dated]) -> bool:
    """Tells what holds at publication: "now lists at $410", "is back at $2.35", "some 600 today"."""
    begin = max(sentence.start, quantity.hedged - 30)
    begin = max([begin, *(d.span.end for d in dates if d.edtf and d.span.end <= quantity.start)])
    before = lower[begin : quantity.hedged]
    behind = lower[quantity.end : min(sentence.end, quantity.end + 34)]
    if _NOW.search(before) or _NOW_BEHIND.match(behind):
        return True
    if metric in ("power-capacity", "units", "headcount") and _HAS_REACHED.search(before):
        return True
    return metric == "price" and _STANDS_AT.search(before) is not None


def _stands_aside(at: Span, quantity: Quantity, asides: Sequence[tuple[int, int]]) -> bool:
    """Tells a date in a relative clause that the number stands outside of, and not right before."""
    for begin, end in asides:
        if begin < at.start < end and not begin <= quantity.start < end:
            return begin - quantity.end not in range(12)
    return False


def _not_its_time(
    lower: str,
    sentence: Span,
    quantity: Quantity,
    others: Sequence[Quantity],
    metric: str | None,
    at: Dated,
    lead: str,
    day: date,
) -> bool:
    """Tells a date of the sentence that is of something else: of the news, the end of a term, the number before."""
    if metric in _ACCOUNTS and _DAY_ONLY.fullmatch(at.edtf) and not _ENDED.search(lead):
        return True  # the day of a report is no period of a result
    if at.span.end <= quantity.start and _SAID_BEHIND.match(lower, at.span.end, sentence.end):
        return True
    if metric == "guidance" and not _ahead(at.edtf.split("/")[-1], day) and len(at.edtf) in (7, 10):
        return True  # "up from a target of $3.25 billion in February"
    if metric in _OWED and (_DUE.search(lead) or _UNTIL.match(lower, at.span.start)):
        return True
    if metric in _HELD and (_UNTIL.match(lower, at.span.start) or _UNTIL_BEFORE.search(lead)):
        return True
    if metric in _OF_PLANS and _DAY_ONLY.fullmatch(at.edtf) and 0 <= (day - date.fromisoformat(at.edtf)).days <= 8:
        return True
    if metric != "growth" and _AS_MANY.search(lead):
        return True
    low, high = min(at.span.end, quantity.end), max(at.span.start, quantity.start)
    if metric not in RESULTS and ";" in lower[low:high]:
        return True
    if (
        at.span.start > quantity.end
        and any(q.unit == quantity.unit and quantity.end <= q.start and q.end <= at.span.start for q in others)
        and _FROM_THERE.search(lower[quantity.end : at.span.start])
    ):
        return True  # "66.1%, from 62.3% in the fourth quarter"
    if at.span.end > quantity.start:
        return _NEXT_CLAUSE.search(lower[quantity.end : at.span.start]) is not None
    between = lower[at.span.end : quantity.hedged]
    told = [q for q in others if q.end <= at.span.start < q.end + 34 and q.unit == quantity.unit]
    return bool(told) and _CONTRAST.search(between) is not None


def _ahead(edtf: str, day: date) -> bool:
    """Tells a time that begins after the day of publication, or a deadline that lies after it."""
    moment = edtf.removeprefix("../").split("/")[0]
    return moment > day.isoformat()[: len(moment)]


def _distance(lower: str, quantity: Quantity, others: Sequence[Quantity], at: Span) -> float:
    if at.start >= quantity.end:
        gap, factor = lower[quantity.end : at.start], 1.0
        low, high = quantity.end, at.start
    elif at.end <= quantity.start:
        gap, factor = lower[at.end : quantity.start], 1.1
        low, high = at.end, quantity.start
    else:
        return 0.0
    cost = len(gap) * factor
    for other in others:
        if other is not quantity and low <= other.start and other.end <= high:
            cost += 30
    return cost + 12 * gap.count(", ") + 30 * gap.count(";")
