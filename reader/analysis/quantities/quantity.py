"""A number with its unit, before anybody asks what it measures."""

from __future__ import annotations

from dataclasses import dataclass

from reader.analysis.quantities.counts import Counted
from reader.model.findings import Qualifier


@dataclass(slots=True)
class Quantity:
    """A number with its unit. ``start:end`` bounds it with its unit; ``hedged`` is where its hedge begins.

    ``rule`` tells how it was read; ``counted`` is the noun of a count; ``written`` as in ``Number``.
    """

    start: int
    end: int
    value: float
    low: float | None
    high: float | None
    unit: str
    qualifier: Qualifier
    hedged: int
    rule: str
    written: str = "digits"
    counted: Counted | None = None
    number_end: int = 0
    letter: bool = False
