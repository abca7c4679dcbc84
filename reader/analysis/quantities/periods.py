"""The time that a figure is about: the date expression that stands with it, or the period of the results around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from reader.analysis.quantities.scan import Quantity
from reader.analysis.quantities.words import words
from reader.model.text import Span


class Dated(Protocol):
    """What is needed of a date expression: its place and its EDTF date ("" where it is no date)."""

    @property
    def span(self) -> Span: ...

    @property
    def edtf(self) -> str: ...


RESULTS = words("revenue profit loss margin growth share-of-revenue capex cost")
_NEVER = words(
    "parameters transistors memory bandwidth throughput latency speedup process-node efficiency area accuracy"
)
_LISTING = words("raise valuation share-price shares multiple")
_PLANNED = re.compile(
    r"\b(?:would like|targets?|targeting|seeks?|seeking|plans?|planning|aims?|aiming|hopes?|proposed|expected|expects|"
    r"could|price range|marketing|terms|asking|to raise|looking to|may|as much as|up to)\b"
)
_LISTED = re.compile(r"\b(?:ipo|listing|list|offering|float|flotation|prospectus|s-1|f-1|nasdaq|nyse|stock market|go public|"
                     r"public offering|debut|registration)\b")  # fmt: skip
_YEAR_BEFORE = re.compile(r"^[^.;,]{0,24}\b(?:a|the|one) year (?:before|earlier|ago|prior)|^[^.;,]{0,16}\b(?:in )?the (?:same|year-earlier|year-ago|"
                          r"corresponding) (?:quarter|period)")  # fmt: skip
_COMPARED = re.compile(
    r"\b(?:same (?:period|quarter|months?|time) (?:of|in|a)|compared (?:with|to)|than (?:in|the)?|versus|against|from|over|on) ?(?:the )?$"
)
_NOW = re.compile(r"\b(?:now|currently|at present|today|this month)\b")
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
    words = lower[sentence.start : sentence.end]
    if metric in _LISTING and _PLANNED.search(words) and (_LISTED.search(words) or _LISTED.search(document)):
        return None
    behind = lower[quantity.end : min(sentence.end, quantity.end + 60)]
    if _YEAR_BEFORE.match(behind):
        base = before or reporting
        return year_earlier(base) if base else None
    best: tuple[float, str] | None = None
    for expression in dates:
        if not expression.edtf:
            continue
        cost = _distance(lower, quantity, others, expression.span)
        if metric == "growth" and _COMPARED.search(
            lower[max(sentence.start, expression.span.start - 30) : expression.span.start]
        ):
            cost += 60
        if metric == "contract-value" and "/" not in expression.edtf:
            continue
        if best is None or cost < best[0]:
            best = (cost, expression.edtf)
    if best is not None and best[0] <= 110:
        return best[1]
    near = lower[max(sentence.start, quantity.start - 60) : min(sentence.end, quantity.end + 40)]
    if metric in ("power-capacity", "units", "headcount", "debt", "stake") and _NOW.search(near):
        return f"{day.year:04d}-{day.month:02d}"
    if metric == "price-change" and _DAY.search(words) and best is None:
        return day.isoformat()
    return reporting if metric in RESULTS else None


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


_MONTH = re.compile(r"(\d{4})(-\d\d(?:-\d\d)?)?")


def year_earlier(edtf: str) -> str:
    """Returns the same period of the year before."""
    return _MONTH.sub(lambda m: f"{int(m[1]) - 1:04d}{m[2] or ''}", edtf)
