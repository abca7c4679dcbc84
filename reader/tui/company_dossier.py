"""A company's page made up like a story, so that one screen shows both."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from reader.model.articles import ArticleRow
from reader.model.findings import Event, EventStatus, Relation
from reader.model.stories import CoverageWeek, LedgerRow, Story, SummarySentence, WatchItem, WatchState
from reader.model.text import Reason, SourceRef
from reader.tui.moments import edtf_days


def company_story(
    company: str,
    name: str,
    rows: Sequence[ArticleRow],
    today: date,
    timeline: tuple[Event, ...],
    events: tuple[Event, ...],
    figures: tuple[LedgerRow, ...],
    relations: tuple[Relation, ...],
) -> Story:
    """Returns the dossier of a company from what its page holds and the rows of its articles (at least one)."""
    moments = [row.published or row.first_seen for row in rows]
    latest = [event for event in timeline if event.status is EventStatus.HAPPENED and event.sources][-6:]
    summary = tuple(
        SummarySentence(
            event.text,
            tuple(SourceRef(source.article, source.start, source.end) for source in event.sources),
            Reason("latest-events", f"{event.kind.value} {event.date}"),
        )
        for event in reversed(latest)
    )
    others = Counter(other for row in rows for other in row.companies)
    return Story(
        id=company,
        title=name,
        first=min(moments),
        last=max(moments),
        articles=tuple(row.id for row in rows),
        origins=len({row.origin for row in rows}),
        companies=(company, *[other for other, _ in others.most_common(20) if other != company]),
        topics=(),
        unread=sum(not row.read for row in rows),
        summary=summary,
        timeline=timeline,
        events=events,
        figures=figures,
        watch=_watch(events, today),
        relations=relations,
        coverage=_coverage(rows),
    )


def _watch(events: Sequence[Event], today: date) -> tuple[WatchItem, ...]:
    items = []
    for event in events:
        _, last = edtf_days(event.date)
        if event.status is EventStatus.PLANNED and last is not None:
            items.append(WatchItem(event, last.isoformat(), WatchState.OVERDUE if last < today else WatchState.OPEN))
    return tuple(sorted(items, key=lambda item: item.due))


def _coverage(rows: Sequence[ArticleRow]) -> tuple[CoverageWeek, ...]:
    counts: dict[date, int] = defaultdict(int)
    origins: dict[date, set[str]] = defaultdict(set)
    for row in rows:
        day = (row.published or row.first_seen).date()
        monday = day - timedelta(days=day.weekday())
        counts[monday] += 1
        origins[monday].add(row.origin)
    return tuple(CoverageWeek(week.isoformat(), counts[week], len(origins[week])) for week in sorted(counts))
