"""Timeline and figures as Markdown tables and as CSV that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from reader.export.front import ID_KEY, KIND_KEY, literal
from reader.export.markdown import cell, inline, table
from reader.export.sources import Footnotes
from reader.export.wording import capital, date_words, day_words
from reader.model.articles import Article
from reader.model.exports import Page, PageBlock
from reader.model.findings import Event
from reader.model.stories import LedgerRow, LedgerState, LedgerValue
from reader.model.text import SourceRef
from reader.wording import LONG

_STATES = {
    LedgerState.SINGLE: "one report",
    LedgerState.AGREE: "reports agree",
    LedgerState.REVISED: "revised",
    LedgerState.CONFLICT: "in conflict",
    LedgerState.SCOPE: "may differ in scope",
}


def row_key(row: LedgerRow) -> str:
    """Returns what tells one figure of a story from the others."""
    parts = (row.subject, row.metric, row.unit, row.period, row.basis, row.scope)
    return "|".join(part or "" for part in parts)


def state_words(row: LedgerRow) -> str:
    """Returns what the reports amount to: that they agree, were revised by how much, or are in conflict."""
    if row.state is LedgerState.AGREE and len({value.origin for value in row.values}) == 1:
        return "one source"  # an outlet that repeats itself confirms nothing
    change = f" ({LONG.change(row.change)})" if row.change and row.state is LedgerState.REVISED else ""
    return _STATES[row.state] + change


def _value(value: LedgerValue, unit: str) -> str:
    return LONG.reported(value.value, value.low, value.high, value.qualifier, unit)


def _said(value: LedgerValue) -> str:
    return f"{inline(value.origin, start=False)}, {day_words(value.reported)}"


def _mark(value: LedgerValue, notes: Footnotes) -> str:
    return notes.mark([SourceRef(value.article, value.start, value.end)])


def _what(row: LedgerRow) -> str:
    extra = [part for part in (row.basis, row.scope) if part]
    return (row.metric or "figure") + (f" ({', '.join(extra)})" if extra else "")


def row_line(row: LedgerRow, names: Mapping[str, str], notes: Footnotes) -> str:
    """Returns a figure in one line, its newest report first."""
    who = f"{names.get(row.subject, row.subject)}: " if row.subject else ""
    period = f", {date_words(row.period)}" if row.period else ""
    newest = row.values[-1]
    value = f"{inline(_value(newest, row.unit), start=False)} ({_said(newest)})"
    return f"{inline(who + _what(row))}{period}: {value}, {state_words(row)}{_mark(newest, notes)}"


def figures_table(rows: Sequence[LedgerRow], names: Mapping[str, str], notes: Footnotes) -> str:
    """Returns the ledger as a table, empty without figures. Each value stands once, with who reported it first."""
    if not rows:
        return ""
    lines = []
    for row in rows:
        period = capital(date_words(row.period)) if row.period else ""
        who = names.get(row.subject, row.subject) if row.subject else ""
        lines.append((cell(who), cell(_what(row)), cell(period), _values(row, notes) or "–", state_words(row)))
    return table(("Who", "Figure", "Period", "Reported", "State"), lines)


def _values(row: LedgerRow, notes: Footnotes) -> str:
    groups: dict[str, list[LedgerValue]] = {}
    for value in row.values:
        groups.setdefault(_value(value, row.unit), []).append(value)
    told = []
    for shown, values in groups.items():
        others = len({value.origin for value in values} - {values[0].origin})
        more = f", and {others} more" if others else ""
        marks = notes.mark([SourceRef(value.article, value.start, value.end) for value in values])
        told.append(f"{inline(shown, start=False)} ({_said(values[0])}{more}){marks}")
    return "; ".join(told)


def timeline_table(events: Sequence[Event], names: Mapping[str, str], notes: Footnotes) -> str:
    """Returns events as a table in the order given, empty without events."""
    if not events:
        return ""
    lines = []
    for event in events:
        who = ", ".join(names.get(name, name) for name in event.companies)
        refs = [SourceRef(source.article, source.start, source.end) for source in event.sources]
        text = inline(event.text) + notes.mark(refs)
        lines.append((capital(date_words(event.date, event.approx)), event.status.value, cell(who), text))
    return table(("Date", "Status", "Who", "What"), lines)


def table_page(id: str, kind: str, title: str, text: str, notes: Footnotes, exported: datetime, heading: str) -> Page:
    """Returns a page of one table (``timeline`` or ``figures``) with its sources."""
    front = (
        ("title", literal(f"{title}: {heading.lower()}")),
        (ID_KEY, id),
        (KIND_KEY, kind),
        ("exported", exported.isoformat(timespec="seconds")),
    )
    blocks = (
        PageBlock("head", f"# {inline(title)}\n\n## {heading}"),
        PageBlock(kind, text or "Nothing yet."),
        PageBlock("sources", f"## Sources\n\n{notes.text()}" if notes.text() else ""),
    )
    return Page(id, kind, title, None, front, blocks)


def timeline_page(
    id: str, title: str, events: Sequence[Event], articles: Mapping[str, Article], names: Mapping[str, str],
    exported: datetime,
) -> Page:  # fmt: skip
    """Returns the timeline of a story, company or topic as a page."""
    notes = Footnotes(articles)
    return table_page(id, "timeline", title, timeline_table(events, names, notes), notes, exported, "Timeline")


def figures_page(
    id: str, title: str, rows: Sequence[LedgerRow], articles: Mapping[str, Article], names: Mapping[str, str],
    exported: datetime,
) -> Page:  # fmt: skip
    """Returns the ledger of a story or company as a page."""
    notes = Footnotes(articles)
    return table_page(id, "figures", title, figures_table(rows, names, notes), notes, exported, "Figures")


def timeline_csv(events: Sequence[Event], names: Mapping[str, str]) -> str:
    """Returns events as CSV (RFC 4180), one a line, with the article of the first source."""
    rows = [
        (event.id, event.date, "yes" if event.approx else "no", event.status.value, event.kind.value,
         "; ".join(names.get(name, name) for name in event.companies), event.text,
         event.sources[0].article if event.sources else "", len({source.article for source in event.sources}))
        for event in events
    ]  # fmt: skip
    head = ("id", "date", "approx", "status", "kind", "companies", "text", "article", "articles")
    return _csv(head, rows)


def figures_csv(rows: Sequence[LedgerRow], names: Mapping[str, str]) -> str:
    """Returns the ledger as CSV, one reported value a line; values are in base units."""
    lines = [
        (names.get(row.subject, row.subject) if row.subject else "", row.metric or "", row.unit, row.period or "",
         row.basis or "", row.scope or "", row.state.value, value.value, value.low, value.high, value.qualifier.value,
         LONG.amount(value.value, row.unit), value.reported.isoformat(), value.origin, value.article, value.sentence)
        for row in rows for value in row.values
    ]  # fmt: skip
    head = ("subject", "metric", "unit", "period", "basis", "scope", "state", "value", "low", "high", "qualifier",
            "shown", "reported", "origin", "article", "sentence")  # fmt: skip
    return _csv(head, lines)


def _csv(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    for row in rows:
        writer.writerow([_harmless(value) if isinstance(value, str) else value for value in row])
    return out.getvalue()


def _harmless(text: str) -> str:
    # A spreadsheet runs cells that begin with these signs; the apostrophe makes them text.
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")) else text
