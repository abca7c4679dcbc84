"""A story's timeline: events of all articles merged where they are the same happening, chained, ranked and cut."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reader import edtf
from reader.model.articles import Article
from reader.model.findings import Event, EventKind, EventSource, EventStatus, OtherDate
from reader.model.text import Reason
from reader.stories.chains import chain
from reader.stories.corrections import quotes_an_error
from reader.stories.likeness import overlap, roots, stems
from reader.stories.origins import origin_key
from reader.stories.when import When, days_of, when
from reader.stories.wording import wording

MOST = 16
LEAST = 8
"""a timeline has at most sixteen rows; how many depends on how many articles the story has"""
BACKGROUND = 250
"""days before its report from which a happening is background and no part of the story"""

_KIND = {
    EventKind.OTHER: 0.65, EventKind.OUTLOOK: 0.8, EventKind.EARNINGS: 0.9, EventKind.DEAL: 1.35,
    EventKind.FUNDING: 1.35, EventKind.FINANCING: 1.35,
}  # fmt: skip
_STATUS = {EventStatus.HAPPENED: 1.0, EventStatus.PLANNED: 1.0, EventStatus.CANCELLED: 1.8}
_SHARE_MOVE = re.compile(
    r"\b(?:shares?|stock)\b.{0,40}\b(?:rose|fell|slid|jumped|climbed|dropped|gained|lost|up|down|quadrupled|halved)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Report:
    """One article's report of an event, with what comparing needs worked out once."""

    article: Article
    event: Event
    when: When
    parties: frozenset[str]
    words: frozenset[str]


def merge_events(articles: Sequence[Article], events: Mapping[str, Sequence[Event]]) -> tuple[Event, ...]:
    """Returns the events of the articles, each happening once, in order of time.

    ``events`` maps an article to what it reports. A merged event has every article's sentence as a source, the
    best-attested date, and what other sources say in ``other_dates``. It quotes the report that words it best, and has
    the id of the first one, so that it keeps its id while the story grows.
    """
    groups: list[list[_Report]] = []
    hulls: list[tuple[int, int]] = []
    casts: list[set[str]] = []
    """of each happening so far: the days that its reports span, and who takes part"""
    for article in articles:
        for event in events.get(article.id, ()):
            span = days_of(event.date)
            if span is None:
                continue
            report = _Report(article, event, span, frozenset(event.companies), roots(event.text))
            best, home = 0.0, -1
            for at, (first, last) in enumerate(hulls):
                if report.when.first > last or first > report.when.last:
                    continue
                if not report.parties.isdisjoint(casts[at]) or (report.when.first, report.when.last) == (first, last):
                    fit = _fit_group(report, groups[at])
                    if fit > best:
                        best, home = fit, at
            if home < 0:
                groups.append([report])
                hulls.append((report.when.first, report.when.last))
                casts.append(set(report.parties))
            else:
                groups[home].append(report)
                casts[home] |= report.parties
                hulls[home] = min(hulls[home][0], report.when.first), max(hulls[home][1], report.when.last)
    rows = sorted(
        (_merged([(report.article, report.event) for report in group]) for group in groups),
        key=lambda event: (edtf.sort_key(event.date), event.id),
    )
    return chain(rows, articles)


def _fit_group(report: _Report, group: Sequence[_Report]) -> float:
    """Returns the mean fit with the reports of a happening, 0 where less than half of them fit."""
    fits = [fit for other in group if (fit := _fit(report, other)) > 0.0]
    return sum(fits) / len(fits) if len(fits) * 2 >= len(group) else 0.0


def _fit(one: _Report, other: _Report) -> float:
    """Returns how surely two reports are of one happening, 0 where they are not."""
    mine, theirs = one.event, other.event
    if not one.when.meets(other.when):
        return 0.0
    if mine.status is EventStatus.HYPOTHETICAL or theirs.status is EventStatus.HYPOTHETICAL:
        return 0.0
    if (mine.status is EventStatus.CANCELLED) != (theirs.status is EventStatus.CANCELLED):
        return 0.0
    parties = not one.parties.isdisjoint(other.parties)
    same_kind = mine.kind == theirs.kind
    if one.when == other.when:
        wanted = 0.12 if parties and same_kind else 0.25 if parties or same_kind else 0.45
        if parties and (one.when.width == 1 or one.when.open_start):
            wanted *= 0.6
        alike = overlap(one.words, other.words)
        return 1.0 + alike if alike >= wanted else 0.0
    if not parties or one.when.open_start != other.when.open_start:
        return 0.0
    wide = max(one.when.width, other.when.width)
    if not (one.when.holds(other.when) or other.when.holds(one.when)):
        return 0.0
    if wide > 100 and not (same_kind and mine.status == theirs.status):
        return 0.0
    wanted = (0.22 if same_kind else 0.32) + (0.15 if wide > 31 else 0.0)
    alike = overlap(one.words, other.words)
    return alike if alike >= wanted else 0.0


def _merged(group: Sequence[tuple[Article, Event]]) -> Event:
    votes: Counter[str] = Counter()
    for article, event in group:
        votes[event.date] += 0 if article.duplicate_of else 1
    # the narrowest date that as many attest: "on October 3" says more than "in October" and agrees with it
    for date_, count in list(votes.items()):
        votes[date_] = count + sum(
            other_count
            for other, other_count in votes.items()
            if other != date_ and not date_.startswith("..") and edtf.contains(other, date_)
        )
    best = max(votes, key=lambda text: (votes[text], -(edtf.width(text) or 10**6), text))
    happened = any(event.status is EventStatus.HAPPENED for _, event in group)
    status = EventStatus.HAPPENED if happened else group[0][1].status
    agreeing = [item for item in group if item[1].date == best] + [
        item for item in group if item[1].date != best and edtf.contains(item[1].date, best)
    ]
    _, chosen = max(agreeing, key=lambda item: wording(item[1], item[0], status))
    first = agreeing[0][1]
    others: dict[str, list[EventSource]] = {}
    for _, event in group:
        if event.date != best and not edtf.contains(event.date, best):
            others.setdefault(event.date, []).extend(event.sources)
    sources = {(source.article, source.start): source for source in chosen.sources}
    for _, event in group:
        for source in event.sources:
            sources.setdefault((source.article, source.start), source)
    kinds = Counter(event.kind for _, event in group if event.kind is not EventKind.OTHER)
    return replace(
        chosen,
        id=first.id,
        date=best,
        approx=first.approx,
        status=status,
        kind=kinds.most_common(1)[0][0] if kinds else chosen.kind,
        companies=tuple(dict.fromkeys(company for _, event in group for company in event.companies)),
        sources=tuple(sources.values()),
        other_dates=tuple(OtherDate(text, tuple(found)) for text, found in sorted(others.items())),
        reason=Reason("merged", f"{len(group)} reports") if len(group) > 1 else chosen.reason,
    )


def rank(
    events: Sequence[Event], articles: Mapping[str, Article], principals: frozenset[str]
) -> list[tuple[float, Event]]:
    """Returns the events with their weight in the story, heaviest first, hypothetical ones left out.

    What counts: how many origins report it, whose it is, whether it is what an article is about, how exact its date
    is, and for a plan whether it is still ahead when the story was last reported.
    """
    last = max(article.day.date() for article in articles.values())
    rows = [
        (_weight(event, articles, principals, last), event)
        for event in events
        if event.status is not EventStatus.HYPOTHETICAL
    ]
    return sorted(rows, key=lambda item: (-item[0], item[1].date, item[1].id))


def _weight(event: Event, articles: Mapping[str, Article], principals: frozenset[str], last: date) -> float:
    reporting = [articles[source.article] for source in event.sources if source.article in articles]
    if not reporting:
        return 0.0
    origins = {origin_key(article.origin) for article in reporting}
    weight = _STATUS[event.status] * _KIND.get(event.kind, 1.0)
    weight *= 1.0 + 0.7 * min(2, len(origins) - 1) + 0.2 * min(2, len({article.id for article in reporting}) - 1)
    shared = len(principals & set(event.companies))
    weight *= (0.75, 1.0, 1.6)[min(2, shared)] * (1.15 if len(event.companies) > 1 else 1.0)
    weight *= _exactness(event.date)
    weight *= max(_prominence(source, articles) for source in event.sources if source.article in articles)
    first_day, last_day = edtf.bounds(event.date)
    day = last_day or first_day
    if event.status is EventStatus.PLANNED:
        weight *= 1.0 if day is None or day >= last else 0.15
    elif event.status is EventStatus.HAPPENED and day is not None:
        age = min((article.day.date() - day).days for article in reporting)
        weight *= 0.2 if age > BACKGROUND else 1.0
    weight *= 1.6 if event.follows else 1.0
    if _SHARE_MOVE.search(event.text):
        weight *= 0.6
    if all(quotes_an_error(source.sentence) for source in event.sources):
        weight *= 0.2
    return weight


def _exactness(text: str) -> float:
    if text.startswith(".."):
        return 0.6
    width = edtf.width(text)
    if width is None:
        return 0.35
    if width == 1:
        return 1.4
    if width < 8:
        return 0.4
    return 1.0 if width < 100 else 0.6 if width < 200 else 0.15


def _prominence(source: EventSource, articles: Mapping[str, Article]) -> float:
    """Returns more for what an article is about: it says so early, or in the words of its title."""
    article = articles[source.article]
    title = stems(article.title)
    shared = len(title & stems(source.sentence)) / len(title) if title else 0.0
    early = 0.4 if source.start < 0.12 * len(article.text) else 0.0
    return 1.0 + early + 0.8 * shared


def cut(events: Sequence[Event], articles: Mapping[str, Article], principals: frozenset[str]) -> tuple[Event, ...]:
    """Returns the dates that a reader of the story needs, in order of time.

    Rows are taken by weight; one whose time is covered by a row already taken counts less, because a month that is
    named beside its day mostly speaks of the same matter.
    """
    if not articles or not events:
        return ()
    wanted = min(MOST, max(LEAST, round(5 + 1.5 * len(articles))))
    left = [(weight, 1.0, when(event.date), event) for weight, event in rank(events, articles, principals)]
    names: set[str] = set()
    while left and len(names) < wanted:
        best = max(range(len(left)), key=lambda at: (left[at][0] * left[at][1], -at))
        weight, fresh, taken, event = left.pop(best)
        if weight * fresh < 0.1 and len(names) >= LEAST:
            break
        names.add(event.id)
        left = [(weight, min(fresh, _fresh(span, taken)), span, other) for weight, fresh, span, other in left]
    return tuple(event for event in events if event.id in names)


def _fresh(span: When, taken: When) -> float:
    if span == taken:
        return 0.45
    if span.holds(taken) and not span.open_start and not span.open_end:
        return 0.5
    return 0.8 if taken.holds(span) and not taken.open_start else 1.0


def central(companies: Sequence[str], weights: Mapping[str, float]) -> frozenset[str]:
    """Returns the organisations that a story turns on: the heaviest and those half as heavy; three at most."""
    ranked = sorted(companies, key=lambda company: (-weights.get(company, 0.0), company))
    heaviest = weights.get(ranked[0], 0.0) if ranked else 0.0
    return frozenset(company for company in ranked[:3] if weights.get(company, 0.0) * 2 >= heaviest and heaviest > 0)
