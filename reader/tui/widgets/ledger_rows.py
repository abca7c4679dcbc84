"""The ledger: every figure that a story reports, who said it when, what changed, and where reports disagree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

from textual.content import Content

from reader.model.lists import Held
from reader.model.stories import LedgerRow, LedgerState, LedgerValue
from reader.model.text import SourceRef
from reader.tui.moments import day_words, edtf_days, edtf_words, span_words
from reader.tui.plain import between, fit, join, line
from reader.tui.targets import Target, because
from reader.tui.widgets.charts import Point
from reader.tui.widgets.row_list import Row
from reader.tui.widgets.story_rows import DOT, Draw, heading, wrapped
from reader.wording import SHORT

STATE_BADGES: Mapping[LedgerState, tuple[str, str]] = {
    LedgerState.SINGLE: ("", ""),
    LedgerState.AGREE: ("✓ agree", "$text-success"),
    LedgerState.REVISED: ("→ revised", "$text-warning"),
    LedgerState.CONFLICT: ("≠ conflict", "bold $text-error"),
    LedgerState.SCOPE: ("? scope", "$text-muted"),
}
"""sign with word, and style, of a ledger row's state"""


def ledger_rows(ledger: Sequence[LedgerRow], names: Mapping[str, str], now: datetime) -> list[Row]:
    """Returns the ledger grouped by company: one row for each quantity, its reports under it where there are more."""
    order = list(dict.fromkeys(row.subject for row in ledger))
    ranked = sorted(enumerate(ledger), key=lambda pair: (order.index(pair[1].subject), pair[0]))
    rows: list[Row] = []
    for subject, group in groupby(ranked, key=lambda pair: pair[1].subject):
        rows.append(heading(f"h:{subject}", names.get(subject, subject) if subject else "No company named"))
        for _, row in group:
            rows += _quantity(ledger_key(row), row, now)
    return rows


def ledger_key(row: LedgerRow) -> str:
    """Returns what names a ledger row in a list."""
    parts = (row.subject, row.metric, row.unit, row.period, row.basis, row.scope)
    return "f:" + "/".join(part or "" for part in parts)


def points_of(row: LedgerRow, ledger: Sequence[LedgerRow]) -> tuple[str, list[Point]]:
    """Returns what the chart of a row shows and its points.

    Where the ledger has the same quantity for several periods, the chart goes over the periods; else over the days
    on which the row's values were reported.
    """
    same = [
        other for other in ledger
        if (other.subject, other.metric, other.unit, other.scope, other.basis)
        == (row.subject, row.metric, row.unit, row.scope, row.basis) and other.period and other.values
    ]  # fmt: skip
    by_period: dict[date, Point] = {}
    for other in same:
        _, last = edtf_days(other.period or "")
        if last is not None:
            value = other.values[-1]
            by_period[last] = Point(last, value.value, _said(value, row.unit), edtf_words(other.period or ""))
    if len(by_period) >= 2:
        return "by period", sorted(by_period.values(), key=lambda point: point.day)
    points: dict[date, Point] = {}
    for value in row.values:
        day = value.reported.date()
        points[day] = Point(day, value.value, _said(value, row.unit), "", value.low, value.high)
    return "by day of report", sorted(points.values(), key=lambda point: point.day)


def _quantity(key: str, row: LedgerRow, now: datetime) -> list[Row]:
    values = row.values
    latest = values[-1]
    here = SourceRef(latest.article, latest.start, latest.end)
    every = Target(
        tuple(SourceRef(v.article, v.start, v.end) for v in reversed(values)), quote=latest.sentence,
        reasons=(because(row.metric or "figure", row.reason, here), *_states(row)),
    )  # fmt: skip

    def head(width: int) -> list[Content]:
        name = line(row.metric or "figure", "", 60)
        facts = [line(fact, "$text-muted", 60) for fact in (_period(row.period), row.basis, row.scope) if fact]
        left = DOT.join([name, *facts])
        tail: list[Content] = []
        if len(values) > 1 and _said(values[0], row.unit) != _said(latest, row.unit):
            tail.append(Content.styled(f"{_said(values[0], row.unit)} → ", "$text-muted"))
        tail.append(Content.styled(_said(latest, row.unit), "bold $text-warning"))
        if row.change is not None and abs(row.change) > 1e-9:
            style = "$text-success" if row.change > 0 else "$text-error"
            tail.append(Content.styled(f"  {SHORT.change(row.change)}", style))
        badge, style = STATE_BADGES[row.state]
        who = badge or (latest.origin if len(values) == 1 else "")
        room = 18 if width >= 90 else 14
        column = fit(line(who, style or "$text-secondary"), room) if width >= 60 else line(badge, style)
        right_part = join(*tail, "  ", column)
        if left.cell_length + right_part.cell_length + 2 <= width:
            return [between(left, right_part, width)]
        return [fit(left, width), join("    ", right_part).truncate(width)]

    out = [Row(key, head, every)]
    if len(values) < 2:
        return out
    if row.state is LedgerState.CONFLICT and len(values) == 2:
        out.append(Row(f"{key}#both", lambda width: _side_by_side(values, row.unit, now, width), _target(values, row)))
        return out
    for number, run in enumerate(_runs(values, row.unit)):
        out.append(Row(f"{key}#{number}", _run_lines(run, row, now), _target(run, row)))
    return out


def _runs(values: Sequence[LedgerValue], unit: str) -> list[list[LedgerValue]]:
    """Returns the reports in order, those that follow each other and say the same together."""
    return [list(group) for _, group in groupby(values, key=lambda value: _said(value, unit))]


def _run_lines(run: Sequence[LedgerValue], row: LedgerRow, now: datetime) -> Draw:
    """One value with the days of its reports and who made them; where it is disputed, the first one's sentence."""
    told = row.state in (LedgerState.CONFLICT, LedgerState.SCOPE)
    first, last = run[0], run[-1]
    days = day_words(first.reported, now)
    if first.reported.date() != last.reported.date():
        days = span_words(first.reported, last.reported, now)
    origins = list(dict.fromkeys(value.origin for value in run))

    def draw(width: int) -> list[Content]:
        more = f" +{len(origins) - 3}" if len(origins) > 3 else ""
        head = join(
            "    ", fit(line(_said(first, row.unit)), 16), fit(Content.styled(days, "$text-muted"), 22),
            line(", ".join(origins[:3]) + more, "$text-secondary", 200),
        )  # fmt: skip
        if told:
            sentence = line(f"“{first.sentence}”", "italic $text-muted", 600)
            return [fit(head, width), *wrapped(sentence, width, Content(" " * 6))]
        return [fit(head, width)]

    return draw


def _side_by_side(values: Sequence[LedgerValue], unit: str, now: datetime, width: int) -> list[Content]:
    """Two reports that disagree, beside each other where there is room, below each other where not."""
    columns = []
    half = (width - 8) // 2 if width >= 70 else width - 6
    for value in values:
        head = join(line(_said(value, unit), "bold $text-warning"), DOT, line(value.origin, "$text-secondary", 40), DOT,
                    Content.styled(day_words(value.reported, now), "$text-muted"))  # fmt: skip
        columns.append([fit(head, half), *wrapped(line(f"“{value.sentence}”", "italic", 600), half)])
    if width < 70:
        return [join("    ", item) for column in columns for item in column]
    left, right_column = columns
    height = max(len(left), len(right_column))
    bar = Content.styled(" │ ", "$text-error")
    blank = Content(" " * half)
    return [
        join(
            "    ",
            fit(left[n], half) if n < len(left) else blank,
            bar,
            right_column[n] if n < len(right_column) else "",
        )
        for n in range(height)
    ]


def _target(values: Sequence[LedgerValue], row: LedgerRow) -> Target:
    places = tuple(SourceRef(value.article, value.start, value.end) for value in values)
    reasons = tuple(because(f"{row.metric or 'figure'}: {value.origin}", row.reason, place)
                    for value, place in zip(values, places, strict=True))  # fmt: skip
    return Target(places, quote=values[0].sentence, reasons=reasons)


def _states(row: LedgerRow) -> Iterator[Held]:
    words = {
        LedgerState.REVISED: "later reports give another value",
        LedgerState.CONFLICT: "independent origins give different values of the same quantity",
        LedgerState.SCOPE: "values differ, and so may what they cover",
        LedgerState.AGREE: "independent origins give the same value",
    }
    if row.state in words:
        yield because(STATE_BADGES[row.state][0], type(row.reason)("ledger-state", words[row.state]))


def _said(value: LedgerValue, unit: str) -> str:
    return SHORT.reported(value.value, value.low, value.high, value.qualifier, unit)


def _period(period: str | None) -> str | None:
    return edtf_words(period) if period else None
