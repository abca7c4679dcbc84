"""Short articles with hand-made findings, for tests of what many articles amount to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from reader.model.articles import Article
from reader.model.findings import (
    CompanyTag,
    Event,
    EventKind,
    EventSource,
    EventStatus,
    Figure,
    Findings,
    Qualifier,
    Salience,
    TopicTag,
)
from reader.model.ids import public_id
from reader.model.lexicon import CompanyKind
from reader.model.text import Block, Reason, Span
from reader.sentences import sentences

TOLD = Reason("told")


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(hour=12, tzinfo=UTC)


def article(name: str, date: str, title: str, text: str, **changes: Any) -> Article:
    """Returns an article whose lines are its paragraphs."""
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block(at, at + len(line)))
        at += len(line) + 1
    values: dict[str, Any] = {
        "id": name, "feed": "feed", "url": None, "title": title, "author": None, "published": day(date),
        "updated": None, "first_seen": day(date), "text": text, "blocks": tuple(blocks), "origin": "Example News",
    }  # fmt: skip
    return Article(**(values | changes))


def tag(company: str, text: str, salience: Salience = Salience.MAIN) -> CompanyTag:
    name = company.replace("-", " ").title()
    spans, at = [], text.find(name)
    while at >= 0:
        spans.append(Span(at, at + len(name)))
        at = text.find(name, at + 1)
    return CompanyTag(company, name, CompanyKind.COMPANY, max(1, len(spans)), salience, tuple(spans), TOLD)


def event(
    source: Article,
    sentence: str,
    date: str,
    companies: Sequence[str],
    status: EventStatus = EventStatus.HAPPENED,
    kind: EventKind = EventKind.DEAL,
) -> Event:
    start = source.text.index(sentence)
    where = EventSource(source.id, start, start + len(sentence), sentence)
    return Event(
        public_id("e", source.id, date, sentence, status), date, False, status, kind, sentence, tuple(companies),
        (where,), TOLD,
    )  # fmt: skip


def figure(
    source: Article, sentence: str, value: float, metric: str | None, subject: str | None, **changes: Any
) -> Figure:
    start = source.text.index(sentence)
    values: dict[str, Any] = {
        "low": None, "high": None, "unit": "USD", "qualifier": Qualifier.EXACT, "period": None, "basis": None,
        "scope": None, "at": Span(start, start + len(sentence)),
    } | changes  # fmt: skip
    return Figure(
        subject=subject, metric=metric, value=value, article=source.id, start=start, end=start + len(sentence),
        sentence=sentence, reason=TOLD, **values,
    )  # fmt: skip


def findings(
    source: Article,
    main: Sequence[str] = (),
    beside: Sequence[str] = (),
    events: Sequence[Event] = (),
    figures: Sequence[Figure] = (),
) -> Findings:
    tags = [tag(company, source.text) for company in main]
    tags += [tag(company, source.text, Salience.SECONDARY) for company in beside]
    return Findings(
        source.id, sentences(source.text, source.blocks), tuple(tags), (TopicTag("gpus", 1.0, TOLD),), tuple(events),
        tuple(figures),
    )  # fmt: skip
