"""Which dates are no happenings: periods of figures, comparisons, the market's day, statements of nobody."""

from __future__ import annotations

from collections.abc import Sequence

from reader.analysis.dates_atoms import DateExpression
from reader.analysis.dates_tokens import Tokens
from reader.analysis.document import Document
from reader.analysis.events_clauses import Governor
from reader.analysis.events_parties import Cast


def refuse(
    document: Document,
    s: Tokens,
    i: int,
    j: int,
    clause: tuple[int, int],
    expression: DateExpression,
    row: Sequence[DateExpression],
    n: int,
    found: Governor | None,
    cast: Cast,
) -> str:
    """Returns why the date is no event, empty where it is one."""
    return ""
