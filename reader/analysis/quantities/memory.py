"""What the figures told so far lend to a later one: metric, subject and unit that it leaves out.

"Up from $1.2bn", "the figure was 38%", "and $0.80 for output" say less than they mean, because the figure before has
said it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.analysis.quantities.cues import UNIT_METRICS, unit_class
from reader.analysis.quantities.quantity import Quantity
from reader.analysis.quantities.readings import continues, is_level, names_a_figure, pays_a_part
from reader.model.findings import Figure
from reader.model.text import Span

_OF_RESULTS = re.compile(
    r"\b(?:revenues?|sales|profits?|income|earnings|shipments|orders|demand|output|costs?|spending|bookings|capacity|"
    r"staff|headcount|prices?|economy|market)\b"
)


_FOR_A_STAKE = re.compile(r"(?: (?:of|in) [^,;]{1,40})? for (?:about |around |roughly |nearly |some |as much as )?$")
_PAID = (None, "cost", "price", "acquisition-price", "contract-value")
_OF_WHICH = re.compile(r"(?: [a-z]+){0,3}, (?:of which|of that|of it)\b[^;.]{0,60}$")


def hyphened(metric: str | None) -> str | None:
    """Returns a metric's name as the cue tables have it."""
    return metric.replace(" ", "-") if metric else None


def metric_after(
    before: Figure, lower: str, span: Span, quantity: Quantity, metric: str | None, distance: float
) -> tuple[str | None, float]:
    """Returns the metric of a figure by the one right before it, and how far that was told: a part of that revenue, the
    price that the shares moved to, what was paid for the stake."""
    gap = lower[before.at.end : quantity.hedged]
    if before.metric == "revenue" and quantity.unit == "%" and _OF_WHICH.match(lower[before.at.end : quantity.start]):
        return "share-of-revenue", distance
    if before.metric == "price change" and len(quantity.unit) == 3 and quantity.value < 1e4:
        level = lower.endswith((" to ", " at "), span.start, quantity.hedged)
        return ("share-price", 0.0) if level else (metric, distance)
    if (
        before.metric == "stake"
        and unit_class(quantity.unit) == "money"
        and metric in _PAID
        and _FOR_A_STAKE.match(gap)
    ):
        return "investment", distance
    return metric, distance


class Memory:
    """The figures of one document read so far, by value, by class of unit, and the last rate."""

    def __init__(self, lower: str, sentences: Sequence[Span]) -> None:
        self.lower = lower
        self.sentences = sentences
        self.told: dict[tuple[float, str], Figure] = {}
        self.rate: tuple[int, Figure] | None = None
        self.last: dict[str, tuple[int, Figure]] = {}

    def keep(self, index: int, kind: str, figure: Figure) -> None:
        """Remembers a figure of sentence ``index``; ``kind`` is the class of the unit that it was written in."""
        if figure.metric and figure.value >= 1e6:
            self.told.setdefault((figure.value, figure.unit), figure)
        self.last[kind] = (index, figure)
        if "/" in figure.unit and unit_class(figure.unit) == "money/rate":
            self.rate = (index, figure)

    def of_shares_too(self, index: int, metric: str | None) -> Figure | None:
        """Returns the price change told right before, which a bare change of the next sentence goes on from."""
        told = self.last.get("%")
        if metric != "growth" or told is None or index - told[0] != 1 or told[1].metric != "price change":
            return None
        span = self.sentences[index]
        results = _OF_RESULTS.search(self.lower, span.start, span.end)
        return told[1] if results is None and self.sentences[told[0]].end < span.start else None

    def said_before(self, quantity: Quantity, metric: str | None) -> Figure | None:
        """Returns the first figure of the same large value, which this one repeats with little said of it."""
        figure = self.told.get((quantity.value, quantity.unit))
        return figure if figure is not None and hyphened(figure.metric) != metric else None

    def rate_before(self, index: int, quantity: Quantity, unit: str, metric: str | None) -> Figure | None:
        """Returns the rate told a few sentences before, where a small bare sum goes on from it."""
        if "/" in unit or unit_class(unit) != "money" or metric not in ("price", "cost", None) or quantity.value >= 500:
            return None
        if self.rate is None:
            return None
        at_index, figure = self.rate
        if index - at_index > 6 or not figure.unit.startswith(unit + "/"):
            return None
        near = 0.02 <= quantity.value / figure.value <= 50 if figure.value else False
        words = self.lower[quantity.start : quantity.end]
        return figure if near and "cent" not in words else None

    def partner(
        self,
        index: int,
        quantity: Quantity,
        kept: Sequence[Quantity],
        earlier: Sequence[Figure],
        metric: str | None,
        distance: float,
    ) -> Figure | None:
        """Returns the figure before this one, where this one only stands against it or goes on from it."""
        span, lower = self.sentences[index], self.lower
        allowed = UNIT_METRICS[unit_class(quantity.unit)]
        added = lower.endswith("plus ", span.start, quantity.hedged)
        if earlier and (distance > 0 or quantity.unit != "%" or added):
            at = next(i for i, q in enumerate(kept) if q.start == quantity.start)
            before, figure = kept[at - 1], earlier[-1]
            same = unit_class(before.unit) == unit_class(quantity.unit) or hyphened(figure.metric) in allowed
            if same and figure.metric and continues(lower, before, quantity) and hyphened(figure.metric) in allowed:
                return figure
            if metric == "growth" and is_level(lower, span, quantity):
                level = next((f for f in reversed(earlier) if f.unit == quantity.unit and f.metric != "growth"), None)
                if level is not None:
                    return level
        told = self.last.get(unit_class(quantity.unit))
        if told is None:
            return None
        at_index, figure = told
        money = unit_class(quantity.unit) == "money"
        reach = 1 if not money else 5 if metric is None else 3
        if figure is None or index - at_index > reach or not figure.metric or quantity.unit in ("count", "W"):
            return None
        said_before = names_a_figure(lower, span, quantity)
        only_verb = metric == "growth" and figure.metric == "price change" and distance >= 28
        part_paid = metric == "cost" and figure.metric == "contract value" and pays_a_part(lower, span, quantity)
        weak = money and distance > 70
        if said_before and index - at_index > 1:
            return None
        return figure if said_before or metric is None or only_verb or part_paid or weak else None
