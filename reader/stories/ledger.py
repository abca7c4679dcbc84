"""The ledger: each reported quantity in one row with every value, who reported it and when.

A row is one subject, metric, unit and period; it bears a period, basis or scope where at least half of its reports tell
one. Values that agree after rounding and qualifiers agree; values that differ were revised where time, a correction or
the same origin explains it. A conflict is claimed only where one article sets the two against each other, or
independent origins report one closed quantity differently; else the values "may differ in scope".
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from reader.model.articles import Article
from reader.model.findings import Figure, Qualifier
from reader.model.stories import LedgerRow, LedgerState, LedgerValue
from reader.model.text import Reason
from reader.stories.disagreement import Cue, cue_between
from reader.stories.ledger_rows import ASSUMED, VARIED, ledger_rows
from reader.stories.origins import independent, origin_key, origin_of
from reader.stories.when import days_of

SIDE_BY_SIDE = 420
"""characters within which one article sets two values against each other"""
ROUNDING = 0.006
"""relative difference that rounding explains"""
_OF_MANY = VARIED - {"units", "energy", "size", "fee", "accuracy"}
"""quantities of which two in one passage are mostly those of two things, whoever tells them"""
_FIXED = frozenset(
    ("revenue", "profit", "loss", "growth", "margin", "headcount", "area", "backlog", "share of revenue", "capex",
     "contract value", "acquisition price", "debt", "cash", "interest rate", "stake")
)  # fmt: skip
"""quantities of which a closed period has one true value"""
_WAS = re.compile(
    r"\b(?:from|against|versus|than|compared (?:with|to))\s+(?:[\w’']+\s+){0,2}[^\w\s]{0,3}$", re.IGNORECASE
)
"""words before the older of two values that a sentence gives"""


def build_ledger(
    articles: Sequence[Article], figures: Mapping[str, Sequence[Figure]], sides: frozenset[str] = frozenset()
) -> tuple[LedgerRow, ...]:
    """Returns the ledger of a story or company, its key figures first.

    ``articles`` come without copies, ``figures`` without what was taken back; ``sides`` are the organisations that a
    story turns on.
    """
    by_id = {article.id: article for article in articles}
    texts = {article.id: article.text for article in articles}
    counted = [
        figure
        for article in articles
        for figure in figures.get(article.id, ())
        if not figure.illustrative and not figure.retracted
    ]
    return tuple(sorted((_row(group, by_id, texts) for group in ledger_rows(counted, texts, sides)), key=_weight))


def _row(group: Sequence[Figure], articles: Mapping[str, Article], texts: Mapping[str, str]) -> LedgerRow:
    ordered = sorted(
        group, key=lambda x: (articles[x.article].day, x.article, x.start, not _WAS.search(_before(x)), x.value)
    )
    values = tuple(dict.fromkeys(_value(figure, articles[figure.article]) for figure in ordered))
    metrics = Counter(figure.metric for figure in group if figure.metric is not None)
    subjects = Counter(figure.subject for figure in group if figure.subject is not None)
    periods = Counter(figure.period for figure in group if figure.period is not None)
    first = group[0]
    metric = max(metrics, key=lambda name: (name not in ASSUMED, metrics[name], name))
    subject = max(subjects, key=lambda name: (subjects[name], name)) if subjects else None
    period = max(periods, key=lambda text: (periods[text], text)) if periods else None
    dated = frozenset((x.article, x.start, x.value) for x in group if x.period == period and period is not None)
    state, reason = state_of(values, metric, period, texts, dated)
    change = None if state in (LedgerState.SCOPE, LedgerState.SINGLE) else _change(values)
    period, basis, scope = (_shared(told) for told in zip(*((x.period, x.basis, x.scope) for x in group), strict=True))
    return LedgerRow(subject, metric, first.unit, period, basis, scope, values, state, change, reason)


def _before(figure: Figure) -> str:
    """Returns what stands in its sentence before a number."""
    return figure.sentence[: max(0, figure.at.start - figure.start)]


def _shared(told: Sequence[str | None]) -> str | None:
    """Returns what at least half of the reports tell; what fewer tell is no part of the row."""
    often = Counter(one for one in told if one is not None).most_common(1)
    return often[0][0] if often and often[0][1] * 2 >= len(told) else None


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
        slack = 0.03 * abs(value.value)
        return low - slack, high + slack
    if value.qualifier is Qualifier.AT_LEAST:
        return low, high + 0.12 * abs(value.value)
    if value.qualifier in (Qualifier.UP_TO, Qualifier.LESS_THAN):
        return low - 0.12 * abs(value.value), high
    return low, high


def agree(one: LedgerValue, other: LedgerValue) -> bool:
    """Returns whether two reports can both be right, after rounding and with their qualifiers.

    "More than nine" covers a little above nine, not eleven: who knows eleven does not say so.
    """
    (low, high), (other_low, other_high) = bounds(one), bounds(other)
    slack = ROUNDING * max(abs(one.value), abs(other.value))
    return max(low, other_low) <= min(high, other_high) + slack


def state_of(
    values: Sequence[LedgerValue],
    metric: str,
    period: str | None,
    texts: Mapping[str, str],
    dated: frozenset[tuple[str, int, float]],
) -> tuple[LedgerState, Reason]:
    """Returns the state of a row from its values in order of time, and why.

    ``dated`` are the values (article, start, value) whose own sentence gives the row's period.
    """
    if len(values) == 1:
        return LedgerState.SINGLE, Reason("one-report")
    apart = [(one, other) for at, one in enumerate(values) for other in values[at + 1 :] if not agree(one, other)]
    if not apart:
        # origins confirm, not articles
        origins = independent(value.origin for value in values)
        if origins == 1:
            return LedgerState.SINGLE, Reason("one-origin", f"{len(values)} reports of one origin")
        return LedgerState.AGREE, Reason("agree", f"{len(values)} reports of {origins} origins")
    explained = None
    for one, other in apart:
        if one.article == other.article:
            cue, words = _within(one, other, texts)
            most = 4.0 if metric == "headcount" else 1.6
            if cue is Cue.AGAINST and metric not in _OF_MANY and _ratio(one, other) <= most:
                return LedgerState.CONFLICT, Reason("set-against-each-other", words)
            if cue is Cue.CHANGE:
                explained = explained or Reason("revised", words)
        elif (
            {(x.article, x.start, x.value) for x in (one, other)} <= dated
            and _closed(metric, period, one, other)
            and origin_key(one.origin) != origin_key(other.origin)
        ):
            if _ratio(one, other) <= 1.5:
                return LedgerState.CONFLICT, Reason("independent-reports-differ", f"{one.value:g} and {other.value:g}")
        else:
            explained = explained or Reason("revised", f"{one.value:g}, later {other.value:g}")
    if explained is not None:
        return LedgerState.REVISED, explained
    if any(one.article != other.article for one, other in apart):
        return LedgerState.REVISED, Reason("revised", f"{values[0].value:g}, later {values[-1].value:g}")
    return LedgerState.SCOPE, Reason("may-differ-in-scope", f"{apart[0][0].value:g} and {apart[0][1].value:g}")


def _within(one: LedgerValue, other: LedgerValue, texts: Mapping[str, str]) -> tuple[Cue, str]:
    start, end = min(one.start, other.start), max(one.end, other.end)
    if end - start > SIDE_BY_SIDE + (one.end - one.start):
        return Cue.NONE, ""
    return cue_between(texts.get(one.article, "")[start:end])


def _closed(metric: str, period: str | None, one: LedgerValue, other: LedgerValue) -> bool:
    """Returns whether a quantity had one true value when both reports were made: its period was over."""
    days = days_of(period) if metric in _FIXED and period is not None else None
    if days is None or days.open_start:
        return False
    return days.last < min(one.reported, other.reported).date().toordinal()


def _ratio(one: LedgerValue, other: LedgerValue) -> float:
    small, large = sorted((abs(one.value), abs(other.value)))
    return large / small if small else math.inf


def _change(values: Sequence[LedgerValue]) -> float | None:
    first, last = values[0].value, values[-1].value
    return None if len(values) < 2 or not first else last / first - 1


def _weight(row: LedgerRow) -> tuple[float, str, str, str, float]:
    articles = len({value.article for value in row.values})
    weight = articles + {LedgerState.CONFLICT: 2.0, LedgerState.REVISED: 0.8, LedgerState.AGREE: 0.2}.get(
        row.state, 0.0
    )
    weight += 0.5 if row.subject else 0.0
    weight -= 0.5 if row.metric in VARIED else 0.0
    return (-weight, row.subject or "", row.metric or "", row.period or "", row.values[0].value)
