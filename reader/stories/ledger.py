"""The ledger: each reported quantity in one row with every value, who reported it and when.

A row is one subject, metric, unit, period, basis and scope. Values that agree after rounding and qualifiers agree;
values that differ are a revision where the same origin or the passage of time explains it, and a conflict only
where independent reports of one quantity cannot both be right.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from reader.model.articles import Article
from reader.model.findings import Figure, Qualifier
from reader.model.stories import LedgerRow, LedgerState, LedgerValue
from reader.model.text import Reason
from reader.stories.origins import origin_key, origin_of

ROUNDING = 0.02


def build_ledger(articles: Sequence[Article], figures: Mapping[str, Sequence[Figure]]) -> tuple[LedgerRow, ...]:
    """Returns the ledger of a story or company, its key figures first. ``articles`` come without copies, in order."""
    by_id = {article.id: article for article in articles}
    rows: dict[tuple[str | None, ...], list[Figure]] = defaultdict(list)
    for article in articles:
        for figure in figures.get(article.id, ()):
            if figure.metric is not None and not figure.illustrative and not figure.retracted:
                rows[figure.subject, figure.metric, figure.unit, figure.period, figure.basis, figure.scope].append(
                    figure
                )
    made = [_row(group, by_id) for group in rows.values()]
    return tuple(sorted(made, key=_weight))


def _row(group: Sequence[Figure], articles: Mapping[str, Article]) -> LedgerRow:
    values = tuple(
        sorted(
            (_value(figure, articles[figure.article]) for figure in group),
            key=lambda v: (v.reported, v.article, v.start, v.value),
        )
    )
    first = group[0]
    state, reason = state_of(values)
    return LedgerRow(
        first.subject, first.metric, first.unit, first.period, first.basis, first.scope, values, state,
        _change(values), reason,
    )  # fmt: skip


def _value(figure: Figure, article: Article) -> LedgerValue:
    return LedgerValue(
        figure.value, figure.low, figure.high, figure.qualifier, article.day, origin_of(article), article.id,
        figure.start, figure.end, figure.sentence,
    )  # fmt: skip


def bounds(value: LedgerValue) -> tuple[float, float]:
    """Returns the range of quantities that a report with its qualifier allows."""
    low = value.low if value.low is not None else value.value
    high = value.high if value.high is not None else value.value
    if value.qualifier is Qualifier.ABOUT:
        slack = 0.05 * abs(value.value)
        return low - slack, high + slack
    if value.qualifier is Qualifier.AT_LEAST:
        return low, math.inf
    if value.qualifier in (Qualifier.UP_TO, Qualifier.LESS_THAN):
        return -math.inf, high
    return low, high


def agree(one: LedgerValue, other: LedgerValue) -> bool:
    """Returns whether two reports can both be right, after rounding and with their qualifiers."""
    (low, high), (other_low, other_high) = bounds(one), bounds(other)
    slack = ROUNDING * max(abs(one.value), abs(other.value))
    return max(low, other_low) <= min(high, other_high) + slack


def state_of(values: Sequence[LedgerValue]) -> tuple[LedgerState, Reason]:
    """Returns the state of a row from its values in order of time."""
    if len(values) == 1:
        return LedgerState.SINGLE, Reason("one-report")
    apart = [(one, other) for at, one in enumerate(values) for other in values[at + 1 :] if not agree(one, other)]
    if not apart:
        return LedgerState.AGREE, Reason("agree", f"{len(values)} reports")
    for one, other in apart:
        if abs((other.reported - one.reported).days) <= 7 and (
            one.article == other.article or origin_key(one.origin) != origin_key(other.origin)
        ):
            return LedgerState.CONFLICT, Reason("conflict", f"{one.value:g} against {other.value:g}")
    return LedgerState.REVISED, Reason("revised", f"{apart[0][0].value:g} then {apart[-1][1].value:g}")


def _change(values: Sequence[LedgerValue]) -> float | None:
    first, last = values[0].value, values[-1].value
    return None if len(values) < 2 or not first else last / first - 1


def _weight(row: LedgerRow) -> tuple[float, str, str, str]:
    articles = len({value.article for value in row.values})
    weight = articles + (1.5 if row.state is LedgerState.CONFLICT else 0.7 if row.state is LedgerState.REVISED else 0)
    weight += 0.5 if row.subject else 0.0
    return (-weight, row.subject or "", row.metric or "", row.period or "")
