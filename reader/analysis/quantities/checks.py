"""Derived checks: figures of one article compared with one another, to be shown and never to overwrite.

A growth is held against the two values that it joins, by their periods or where one sentence goes from one to the
other; a multiple against the value and the sales that it divides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reader.analysis.quantities.years import year_earlier
from reader.model.findings import Figure, Qualifier
from reader.model.stories import LedgerRow
from reader.model.text import Span
from reader.wording import SHORT

_RESULTS = ("revenue", "profit", "loss", "headcount", "capex", "backlog", "debt", "cash", "units")
_BASE = re.compile(r"\b(?:from|against|compared with|compared to|versus)(?: [a-z]+){0,2} $")
_OF_SALES = re.compile(r"\btimes (?:[\w’'-]+ ){0,5}(?:revenue|sales)\b|\d ?x (?:[\w’'-]+ ){0,3}(?:revenue|sales)\b")
_NOW = re.compile(r"\b(?:to|reached|was|of|came to|at)(?: [a-z]+){0,2} $")

Key = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class FigureCheck:
    """One stated figure, the figures that it follows from, the value they give, and whether they agree.

    ``words`` is a line for a reader: "growth of 71% follows from $291m and $498m (71.1%)".
    """

    stated: Figure
    parts: tuple[Figure, Figure]
    derived: float
    agrees: bool
    words: str


def check_figures(figures: Sequence[Figure]) -> tuple[FigureCheck, ...]:
    """Returns the checks that an article's figures allow, in order of the stated figures.

    Linear in the number of figures, but for the valuations and yearly sales of one organisation, which are paired.
    """
    told = [f for f in figures if not f.illustrative and not f.retracted]
    kin: dict[Key, list[Figure]] = defaultdict(list)
    near: dict[int, list[Figure]] = defaultdict(list)
    for figure in told:
        kin[figure.subject, figure.metric].append(figure)
        near[figure.start].append(figure)
    return tuple(
        check
        for stated in told
        if stated.metric in ("growth", "multiple")
        for check in (*_growth(stated, kin, near[stated.start]), *_multiple(stated, kin))
    )


def check_ledger(rows: Sequence[LedgerRow]) -> tuple[FigureCheck, ...]:
    """Returns the checks that the latest values of a ledger's rows allow, whatever articles report them."""
    told = [_latest(row) for row in rows if row.values]
    return check_figures([replace(figure, start=at) for at, figure in enumerate(told)])


def _latest(row: LedgerRow) -> Figure:
    """The last report of a row as a figure; its number's own place is not kept in a ledger."""
    value = row.values[-1]
    return Figure(
        row.subject, row.metric, value.value, value.low, value.high, row.unit, value.qualifier, row.period, row.basis,
        row.scope, value.article, value.start, value.end, value.sentence, Span(value.start, value.start), row.reason,
    )  # fmt: skip


def _growth(stated: Figure, kin: Mapping[Key, list[Figure]], near: Sequence[Figure]) -> Iterator[FigureCheck]:
    """A growth, against the values that its sentence goes from and to, else those of its period and a year before."""
    if stated.metric != "growth" or stated.unit not in ("%", "x"):
        return
    parts = _from_to(stated, near) or _of_years(stated, kin)
    if parts is not None and parts[0].value > 0:
        ratio = parts[1].value / parts[0].value
        yield _check(stated, parts, ratio if stated.unit == "x" else (ratio - 1) * 100)


def _from_to(stated: Figure, near: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """The two values of one sentence of which one is told as the base: "grew 71% to $498m, from $291m"."""
    for metric in _RESULTS:
        both = [f for f in near if f.metric == metric and f.subject == stated.subject and f.scope == stated.scope]
        if len(both) == 2 and both[0].unit == both[1].unit:
            base = [f for f in both if _BASE.search(_before(f))]
            now = [f for f in both if f not in base and _NOW.search(_before(f))]
            if len(base) == 1 and len(now) == 1:
                return base[0], now[0]
    return None


def _before(figure: Figure) -> str:
    at = figure.at.start - figure.start
    return figure.sentence[max(0, at - 40) : at]


def _of_years(stated: Figure, kin: Mapping[Key, list[Figure]]) -> tuple[Figure, Figure] | None:
    if not stated.period or stated.scope:
        return None
    earlier = year_earlier(stated.period)
    for metric in _RESULTS:
        told = [f for f in kin.get((stated.subject, metric), ()) if not f.scope]
        now = next((f for f in told if f.period == stated.period), None)
        then = next((f for f in told if f.period == earlier and now is not None and f.unit == now.unit), None)
        if now is not None and then is not None:
            return then, now
    return None


def _multiple(stated: Figure, kin: Mapping[Key, list[Figure]]) -> Iterator[FigureCheck]:
    """A multiple of sales, against the last value put on the company, or price paid for it, and its yearly sales."""
    if stated.metric != "multiple" or stated.unit != "x" or not _OF_SALES.search(stated.sentence):
        return
    values = [f for f in kin.get((stated.subject, "valuation"), ()) if f.start <= stated.start]
    values += [
        f for (_, metric), told in kin.items() if metric == "acquisition price" for f in told if f.start <= stated.start
    ]
    sales = [f for f in kin.get((stated.subject, "revenue"), ()) if _yearly(f) and not f.scope and f.value > 0]
    pairs = [(v, s) for v in values for s in sales if v.unit == s.unit]
    if pairs:
        best = min(pairs, key=lambda pair: abs(pair[0].value / pair[1].value - stated.value))
        yield _check(stated, best, best[0].value / best[1].value)


def _yearly(figure: Figure) -> bool:
    return figure.period is None or (len(figure.period) == 4 and figure.period.isdigit())


def _check(stated: Figure, parts: tuple[Figure, Figure], derived: float) -> FigureCheck:
    """Agreement leaves room for the rounding of the parts, and for a hedge."""
    hedged = 0.02 if stated.qualifier is Qualifier.EXACT else 0.05
    low = min(stated.low if stated.low is not None else stated.value, stated.value)
    high = max(stated.high if stated.high is not None else stated.value, stated.value)
    room = max(1.0 if stated.unit == "%" else 0.5, hedged * abs(derived))
    if stated.qualifier is Qualifier.AT_LEAST:
        high += 0.12 * abs(stated.value)
    agrees = low - room <= derived <= high + room
    verb = "follows from" if agrees else "does not follow from"
    said = SHORT.reported(stated.value, stated.low, stated.high, stated.qualifier, stated.unit)
    one, other = (SHORT.reported(f.value, f.low, f.high, f.qualifier, f.unit) for f in parts)
    gives = SHORT.reported(round(derived, 1), None, None, Qualifier.EXACT, stated.unit)
    return FigureCheck(stated, parts, derived, agrees, f"{stated.metric} of {said} {verb} {one} and {other} ({gives})")
