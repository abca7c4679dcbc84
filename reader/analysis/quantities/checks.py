"""Derived checks: figures of one article compared with one another, to be shown and never to overwrite.

A growth is held against the two values that it joins, a multiple against the value and the sales that it divides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.analysis.quantities.periods import year_earlier
from reader.model.findings import Figure

_RESULTS = ("revenue", "profit", "loss", "headcount", "capex")


@dataclass(frozen=True, slots=True)
class FigureCheck:
    """One stated figure, the figures that it follows from, the value they give, and whether they agree.

    ``words`` is a line for a reader: "growth of 71 % follows from 291000000 and 498000000 (71.1)".
    """

    stated: Figure
    parts: tuple[Figure, Figure]
    derived: float
    agrees: bool
    words: str


def check_figures(figures: Sequence[Figure]) -> tuple[FigureCheck, ...]:
    """Returns the checks that an article's figures allow, in order of the stated figures. Linear in their pairs."""
    told = [f for f in figures if not f.illustrative and not f.retracted]
    return tuple(check for stated in told for check in (*_growth(stated, told), *_multiple(stated, told)))


def _growth(stated: Figure, figures: Sequence[Figure]) -> Iterator[FigureCheck]:
    """A growth of some per cent in a period, against the value of that period and of the one a year before."""
    if stated.metric != "growth" or stated.unit != "%" or not stated.period or stated.scope:
        return
    earlier = year_earlier(stated.period)
    for metric in _RESULTS:
        now = _value(figures, stated, metric, stated.period)
        then = _value(figures, stated, metric, earlier)
        if now is not None and then is not None and then.value:
            derived = (now.value / then.value - 1) * 100
            yield _check(stated, (then, now), derived, 1.0)
            return


def _multiple(stated: Figure, figures: Sequence[Figure]) -> Iterator[FigureCheck]:
    """A multiple of sales, against the last value put on the company and its yearly sales."""
    if stated.metric != "multiple" or stated.unit != "x":
        return
    values = [f for f in figures if f.metric == "valuation" and f.subject == stated.subject and f.start <= stated.start]
    sales = [f for f in figures if f.metric == "revenue" and f.subject == stated.subject and _yearly(f) and not f.scope]
    pairs = [(v, s) for v in values for s in sales if v.unit == s.unit and s.value]
    if pairs:
        best = min(pairs, key=lambda pair: abs(pair[0].value / pair[1].value - stated.value))
        yield _check(stated, best, best[0].value / best[1].value, 0.5)


def _value(figures: Sequence[Figure], like: Figure, metric: str, period: str) -> Figure | None:
    return next(
        (f for f in figures if f.metric == metric and f.subject == like.subject and f.period == period and not f.scope),
        None,
    )


def _yearly(figure: Figure) -> bool:
    return figure.period is None or (len(figure.period) == 4 and figure.period.isdigit())


def _check(stated: Figure, parts: tuple[Figure, Figure], derived: float, slack: float) -> FigureCheck:
    """Agreement leaves room for the rounding of the parts, and for a hedge."""
    hedged = 0.05 if stated.qualifier != "exact" else 0.02
    low = min(stated.low if stated.low is not None else stated.value, stated.value)
    high = max(stated.high if stated.high is not None else stated.value, stated.value)
    room = max(slack, hedged * abs(derived))
    agrees = low - room <= derived <= high + room
    verb = "follows from" if agrees else "does not follow from"
    said, parted = f"{stated.metric} of {stated.value:g} {stated.unit}", f"{parts[0].value:g} and {parts[1].value:g}"
    words = f"{said} {verb} {parted} ({derived:.1f})"
    return FigureCheck(stated, parts, derived, agrees, words)
