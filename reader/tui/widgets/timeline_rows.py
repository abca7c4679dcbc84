"""The timeline: what happened above, a line for today, what is expected below; grouped by year and month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from textual.content import Content

from reader.model.findings import Event, EventStatus
from reader.tui.moments import MONTHS, edtf_days, edtf_words
from reader.tui.plain import fit, join, line
from reader.tui.targets import Target, because, place_of
from reader.tui.widgets.row_list import Row, text_row
from reader.tui.widgets.story_rows import DOT, STATUS_SIGNS, Sources, wrapped

_DATE = 17
"""cells of the column of dates"""
NARROW = 64
"""below this width the date stands on a line of its own"""


def timeline_rows(
    events: Sequence[Event],
    sources: Sources,
    names: Mapping[str, str],
    today: date,
    more: int = 0,
    *,
    months: bool = False,
) -> list[Row]:
    """Returns the timeline of ``events``; ``more`` says how many further dates the story has. With ``months`` there is
    a line for each month under that of its year."""
    past = [event for event in events if _is_past(event, today)]
    ahead = [event for event in events if not _is_past(event, today)]
    rows: list[Row] = []
    for year, group in groupby(past, key=_year):
        rows.append(_year_row(f"h:y:{year}", year))
        rows += _events(f"p:{year}", list(group), sources, names, months)
    rows.append(_today(today))
    for year, group in groupby(ahead, key=_year):
        rows.append(_year_row(f"h:f:{year}", year, ahead=True))
        rows += _events(f"f:{year}", list(group), sources, names, months)
    if not ahead:
        rows.append(text_row("h:none", Content.styled("  nothing is expected", "italic $text-muted")))
    if more > 0:
        rows.append(
            text_row("h:more", Content(""), Content.styled(f"  {more} further dates: + shows them", "$text-muted"))
        )
    return rows


def _events(key: str, events: Sequence[Event], sources: Sources, names: Mapping[str, str], months: bool) -> list[Row]:
    """The events of a year; with ``months`` those of a month under its name."""
    if not months:
        return [_event(event, sources, names) for event in events]
    rows: list[Row] = []
    for month, group in groupby(events, key=_month):
        shown = list(group)
        if month:
            count = f"  {len(shown)}" if len(shown) > 1 else ""
            words = join(line(MONTHS[month - 1], "bold $text-secondary"), Content.styled(count, "$text-muted"))
            rows.append(text_row(f"h:{key}:{month}", words))
        rows += [_event(event, sources, names) for event in shown]
    return rows


def _month(event: Event) -> int:
    """The month that a date lies in, 0 for one that is not so narrow."""
    first, last = edtf_days(event.date)
    if first is None or last is None or (first.year, first.month) != (last.year, last.month):
        return 0
    return first.month


def _is_past(event: Event, today: date) -> bool:
    first, last = edtf_days(event.date)
    if event.status is EventStatus.PLANNED:
        return last is not None and last < today
    return (first or last or today) <= today


def _year(event: Event) -> str:
    first, last = edtf_days(event.date)
    day = first or last
    return str(day.year) if day else "undated"


def _year_row(key: str, year: str, *, ahead: bool = False) -> Row:
    words = f"expected {year}" if ahead else year

    def draw(width: int) -> list[Content]:
        rule = "─" * max(0, min(width, 100) - len(words) - 1)
        return [Content(""), join(line(words, "bold $text-accent"), Content.styled(f" {rule}", "$text-disabled"))]

    return Row(key, draw)


def _today(today: date) -> Row:
    words = f" today · {today.day} {MONTHS[today.month - 1]} {today.year} "

    def draw(width: int) -> list[Content]:
        rest = "━" * max(0, min(width, 100) - len(words) - 3)
        return [Content(""), join(Content.styled("━━━", "$accent"), Content.styled(words, "bold $accent"),
                                  Content.styled(rest, "$accent"))]  # fmt: skip

    return Row("h:today", draw)


def _event(event: Event, sources: Sources, names: Mapping[str, str]) -> Row:
    sign, word, style = STATUS_SIGNS[event.status]
    places = tuple(place_of(source) for source in event.sources)
    place = places[0] if places else None
    reasons = [because(f"{event.kind.value}, {edtf_words(event.date)}", event.reason, place)]
    target = Target(places, quote=event.text, reasons=tuple(reasons), event=event.id)

    def draw(width: int) -> list[Content]:
        when = line(edtf_words(event.date, event.approx), "bold", 40)
        sign_part = Content.styled(f"{sign} ", style)
        if width >= NARROW:
            indent = join(Content.styled("│ ", "$text-disabled"), " " * (_DATE + 1))
            first = join(sign_part, fit(when, _DATE), " ")
            out: list[Content] = []
        else:
            indent = first = Content.styled("│ ", "$text-disabled")
            out = [join(sign_part, when)]
        text = line(event.text, "strike $text-muted" if event.status is EventStatus.CANCELLED else "", 1000)
        out += wrapped(text, width, indent, first)
        facts: list[Content] = []
        if event.status is not EventStatus.HAPPENED:
            facts.append(Content.styled(word, style))
        facts.append(Content.styled(event.kind.value, "$text-muted"))
        companies = ", ".join(names.get(company, company) for company in event.companies[:3])
        if companies:
            facts.append(line(companies, "$text-primary"))
        said = sources.origins(source.article for source in event.sources)
        if said:
            facts.append(line(said, "$text-secondary"))
        out += wrapped(DOT.join(facts), width, indent)
        for other in event.other_dates[:3]:
            who = sources.origins(source.article for source in other.sources)
            words = f"{who or 'others'}: {edtf_words(other.date)}"
            out.append(join(indent, Content.styled("≠ ", "$text-warning"), line(words, "$text-warning")))
        if event.follows:
            out.append(join(indent, Content.styled("↑ follows an earlier date above", "$text-muted")))
        return out

    return Row(f"e:{event.id}", draw, target)
