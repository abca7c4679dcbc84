"""Rows of tables: the column heads above give unit, metric and period to the cells below.

Cells are parted by one space in the text, so columns are counted by what can be told apart: the quantities of a row,
in order, against the years, unit marks or cue words of the head.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.analysis.document import Document
from reader.analysis.quantities.cues import CUES, UNIT_METRICS, unit_class
from reader.analysis.quantities.metrics import Cue, find_cues
from reader.analysis.quantities.quantity import Quantity
from reader.model.text import BlockKind

_PERIOD = re.compile(r"\b(?:(?:FY|fiscal |Q[1-4] |H[12] )?(?P<year>20\d\d)(?: (?P<q>Q[1-4]|H[12]))?)\b", re.IGNORECASE)
_PER_MILLION = re.compile(
    r"\$\s?/\s?(?:1?M|Mtok|million|1M tokens|M tokens)\b|per (?:1M|million)|/1?M\b", re.IGNORECASE
)
_HOURLY = re.compile(r"\$\s?/\s?(?:GPU-)?(?:h|hr|hour)\b|per (?:GPU[- ])?hour|hourly", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """The head row over a table's row."""

    text: str
    start: int
    end: int


def head_of(document: Document, index: int, first: int, has_quantities: Sequence[bool]) -> Head | None:
    """Returns the row ``first`` over sentence ``index`` as its head, None outside tables, for the head itself, and
    where that row has figures of its own."""
    if document.kinds[index] is not BlockKind.ROW or first == index or has_quantities[first]:
        return None
    span = document.sentences[first]
    return Head(document.sentence(first), span.start, span.end)


def first_rows(document: Document) -> list[int]:
    """Returns for each sentence the index of the first row of its table; its own index outside tables. Linear."""
    first: list[int] = []
    for index, kind in enumerate(document.kinds):
        follows = (
            index > 0
            and kind is BlockKind.ROW
            and document.kinds[index - 1] is BlockKind.ROW
            and document.block_of[index] - document.block_of[index - 1] <= 1
        )
        first.append(first[-1] if follows else index)
    return first


def row_unit(head: Head, quantity: Quantity) -> str | None:
    """Returns the rate that the head gives to a bare sum ("$/M" over "$0.28")."""
    if unit_class(quantity.unit) != "money" or quantity.value >= 1e5:
        return None
    if _PER_MILLION.search(head.text):
        return f"{quantity.unit}/Mtok"
    if _HOURLY.search(head.text):
        return f"{quantity.unit}/hour"
    return None


def column_metric(lower: str, head: Head, kept: Sequence[Quantity], quantity: Quantity) -> str | None:
    """Returns the metric that the head of a quantity's column names, where the head names one for each column.

    ``lower`` is the document's text in lower case.
    """
    cues: list[Cue] = []
    for cue in sorted(find_cues(lower, head.start, head.end), key=lambda cue: (cue.start, -cue.end)):
        strong = any(penalty == 0 for _, penalty in CUES[cue.phrase])
        if strong and (not cues or cue.start >= cues[-1].end):
            cues.append(cue)
    if len(cues) != len(kept):
        return None
    cue = cues[next(at for at, other in enumerate(kept) if other.start == quantity.start)]
    allowed = UNIT_METRICS[unit_class(quantity.unit)]
    return next((metric for metric, penalty in CUES[cue.phrase] if penalty == 0 and metric in allowed), None)


def row_periods(head: Head, count: int) -> list[str] | None:
    """Returns one EDTF period a column where the head names as many periods as the row has quantities."""
    found = [_edtf(m) for m in _PERIOD.finditer(head.text)]
    return found if len(found) == count else None


def _edtf(match: re.Match[str]) -> str:
    year, part = match["year"], (match["q"] or match[0][:2]).upper()
    if part.startswith("Q") and part[1:2].isdigit():
        first = 3 * int(part[1]) - 2
        return f"{year}-{first:02d}/{year}-{first + 2:02d}"
    if part.startswith("H") and part[1:2].isdigit():
        first = 6 * int(part[1]) - 5
        return f"{year}-{first:02d}/{year}-{first + 5:02d}"
    return year
