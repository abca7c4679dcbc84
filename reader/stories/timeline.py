"""A story's timeline: events of all articles merged where they are the same happening, chained, ranked and cut."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from reader.analysis import edtf
from reader.model.articles import Article
from reader.model.findings import Event, EventKind, EventSource, EventStatus, OtherDate
from reader.model.ids import public_id
from reader.model.text import Reason
from reader.stories.words import STOP, words

MOST = 16
LEAST = 8
"""a timeline is cut to sixteen rows; beyond eight only what carries weight stays"""


def merge_events(articles: Sequence[Article], events: Mapping[str, Sequence[Event]]) -> tuple[Event, ...]:
    """Returns the events of the articles, each happening once, in order of time.

    ``events`` maps an article to what it reports. A merged event has every article's sentence as a source, the
    best-attested date, and what other sources say in ``other_dates``; its id is that of its earliest report.
    """
    merged: list[list[tuple[Article, Event]]] = []
    for article in articles:
        for event in events.get(article.id, ()):
            home = next((group for group in merged if any(_same(event, other) for _, other in group)), None)
            if home is None:
                merged.append([(article, event)])
            else:
                home.append((article, event))
    rows = [_merged(group) for group in merged]
    return chain(tuple(sorted(rows, key=lambda event: (edtf.sort_key(event.date), event.id))))


def _same(one: Event, other: Event) -> bool:
    if one.status is EventStatus.HYPOTHETICAL or other.status is EventStatus.HYPOTHETICAL:
        return False
    if (one.status is EventStatus.CANCELLED) != (other.status is EventStatus.CANCELLED):
        return False
    if not edtf.overlap(one.date, other.date):
        return False
    parties = set(one.companies) & set(other.companies)
    alike = likeness(one.text, other.text)
    if edtf.same(one.date, other.date):
        return bool(parties and (one.kind == other.kind or alike >= 0.25)) or alike >= 0.4
    narrow = edtf.contains(one.date, other.date) or edtf.contains(other.date, one.date)
    return bool(parties) and narrow and one.kind == other.kind and alike >= 0.3


def likeness(one: str, other: str) -> float:
    """Returns the share of the shorter text's telling words that the other one has too, 0 to 1."""
    mine = {word.lower() for word in words(one)} - STOP
    theirs = {word.lower() for word in words(other)} - STOP
    small = min(len(mine), len(theirs))
    return len(mine & theirs) / small if small else 0.0


def _merged(group: Sequence[tuple[Article, Event]]) -> Event:
    votes: Counter[str] = Counter()
    for article, event in group:
        votes[event.date] += 0 if article.duplicate_of else 1
    best = max(votes, key=lambda date: (votes[date], -(edtf.width(date) or 10**6), date))
    _, chosen = next(item for item in group if item[1].date == best)
    others: dict[str, list[EventSource]] = {}
    for _, event in group:
        if event.date != best and not edtf.contains(event.date, best):
            others.setdefault(event.date, []).extend(event.sources)
    sources: dict[tuple[str, int], EventSource] = {}
    for source in chosen.sources:
        sources[source.article, source.start] = source
    for _, event in group:
        for source in event.sources:
            sources.setdefault((source.article, source.start), source)
    status = chosen.status
    if any(event.status is EventStatus.HAPPENED for _, event in group):
        status = EventStatus.HAPPENED
    return replace(
        chosen,
        status=status,
        companies=tuple(dict.fromkeys(company for _, event in group for company in event.companies)),
        sources=tuple(sources.values()),
        other_dates=tuple(OtherDate(date, tuple(found)) for date, found in sorted(others.items())),
        reason=Reason("merged", f"{len(group)} reports") if len(group) > 1 else chosen.reason,
    )


def chain(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Returns the events with ``follows`` set: what moved a plan, cancelled it or met it names the plan."""
    return events


def rank(
    events: Sequence[Event], articles: Mapping[str, Article], principals: frozenset[str]
) -> list[tuple[float, Event]]:
    """Returns the events with their weight in the story, heaviest first."""
    rows = []
    for event in events:
        if event.status is EventStatus.HYPOTHETICAL:
            continue
        reporting = {source.article for source in event.sources}
        origins = {articles[article].origin for article in reporting if article in articles}
        weight = 1.0 + 0.6 * math.log2(1 + len(origins)) + 0.3 * math.log2(len(reporting) or 1)
        weight *= 1.5 if principals & set(event.companies) else 0.8
        weight *= 0.6 if event.kind is EventKind.OTHER else 1.0
        rows.append((weight, event))
    return sorted(rows, key=lambda item: (-item[0], item[1].date, item[1].id))


def cut(events: Sequence[Event], articles: Mapping[str, Article], principals: frozenset[str]) -> tuple[Event, ...]:
    """Returns the dates that a reader of the story needs, in order of time, sixteen at most."""
    ranked = rank(events, articles, principals)[:MOST]
    kept = {event.id for _, event in ranked}
    return tuple(event for event in events if event.id in kept)


def event_id(article: str, date: str, text: str) -> str:
    return public_id("e", article, date, text)
