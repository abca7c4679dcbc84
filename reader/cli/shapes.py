"""The JSON shapes of the public surface: frozen model types → plain dictionaries, keys as the interface names them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from reader.model.articles import Article, Note, Revision
from reader.model.feeds import FeedState
from reader.model.findings import CompanyTag, Event, EventSource, Figure, Findings, Relation, Risk, TopicTag
from reader.model.lexicon import Company
from reader.model.stories import LedgerRow, Story, SummarySentence, WatchItem
from reader.model.text import Sentence

if TYPE_CHECKING:
    from reader.analysis.quantities.checks import FigureCheck

Shape = dict[str, Any]


def moment(value: datetime | None) -> str | None:
    """Returns an RFC 3339 time in UTC, to the second."""
    if value is None:
        return None
    return value.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def feed_shape(feed: FeedState) -> Shape:
    return {
        "id": feed.id,
        "title": feed.title,
        "url": without_password(feed.url),
        "site": without_password(feed.site) if feed.site else None,
        "tags": list(feed.tags),
        "kind": feed.kind.value,
        "publisher": feed.publisher,
        "enabled": feed.enabled,
        "last_sync": moment(feed.last_sync),
        "last_status": feed.last_status,
        "error": feed.error,
        "failures": feed.failures,
        "next_due": moment(feed.next_due),
        "articles": feed.articles,
        "unread": feed.unread,
    }


def without_password(url: str) -> str:
    """Returns an address without its user information: a password is never printed."""
    scheme, mark, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}{mark}{authority.rpartition('@')[2]}{slash}{path}" if mark else url


def company_tag_shape(tag: CompanyTag, spans: bool = True) -> Shape:
    shape: Shape = {
        "id": tag.id,
        "name": tag.name,
        "kind": tag.kind.value,
        "count": tag.count,
        "salience": tag.salience.value,
    }
    if spans:
        shape["spans"] = [[span.start, span.end] for span in tag.spans]
    return shape


def topic_tag_shape(tag: TopicTag) -> Shape:
    return {"id": tag.id, "score": round(tag.score, 3)}


def sentence_shape(sentence: Sentence) -> Shape:
    return {"text": sentence.text, "article": sentence.article, "start": sentence.start, "end": sentence.end}


def source_shape(source: EventSource) -> Shape:
    return {
        "article": source.article,
        "start": source.start,
        "end": source.end,
        "sentence": source.sentence,
        "at": [source.at.start, source.at.end] if source.at else None,
    }


def event_shape(event: Event) -> Shape:
    return {
        "id": event.id,
        "date": event.date,
        "approx": event.approx,
        "status": event.status.value,
        "kind": event.kind.value,
        "text": event.text,
        "companies": list(event.companies),
        "sources": [source_shape(source) for source in event.sources],
        "other_dates": [
            {"date": other.date, "sources": [source_shape(source) for source in other.sources]}
            for other in event.other_dates
        ],
        "follows": event.follows,
    }


def figure_shape(figure: Figure) -> Shape:
    return {
        "subject": figure.subject,
        "metric": figure.metric,
        "value": number(figure.value),
        "low": number(figure.low),
        "high": number(figure.high),
        "unit": figure.unit,
        "period": figure.period,
        "basis": figure.basis,
        "scope": figure.scope,
        "qualifier": figure.qualifier.value,
        "article": figure.article,
        "start": figure.start,
        "end": figure.end,
        "sentence": figure.sentence,
        "at": [figure.at.start, figure.at.end],
    }


def check_shape(check: FigureCheck) -> Shape:
    """Returns a figure held against the two that it follows from; ``parts`` are the places of their numbers."""
    return {
        "metric": check.stated.metric,
        "at": [check.stated.at.start, check.stated.at.end],
        "parts": [[part.at.start, part.at.end] for part in check.parts],
        "stated": number(check.stated.value),
        "derived": number(check.derived),
        "unit": check.stated.unit,
        "agrees": check.agrees,
        "words": check.words,
    }


def number(value: float | None) -> float | int | None:
    """Returns a whole number as an int, so that JSON says 650000000 and not 650000000.0."""
    return int(value) if value is not None and float(value).is_integer() and abs(value) < 2**53 else value


def relation_shape(relation: Relation) -> Shape:
    return {
        "from": relation.source,
        "kind": relation.kind.value,
        "to": relation.target,
        "status": relation.status.value,
        "article": relation.article,
        "start": relation.start,
        "end": relation.end,
    }


def risk_shape(risk: Risk) -> Shape:
    return {
        "text": risk.text,
        "article": risk.article,
        "start": risk.start,
        "end": risk.end,
        "kind": risk.kind.value,
    }


def article_shape(article: Article, findings: Findings | None) -> Shape:
    """Returns the whole ``Article``; without findings (not analysed yet) its lists are empty."""
    from reader.analysis.quantities.checks import check_figures  # a list shows no checks and loads no analysis

    found = findings or Findings(article.id)
    return {
        "id": article.id,
        "feed": article.feed,
        "url": article.url,
        "title": article.title,
        "author": article.author,
        "published": moment(article.published),
        "updated": moment(article.updated),
        "first_seen": moment(article.first_seen),
        "read": article.read,
        "starred": article.starred,
        "tags": list(article.tags),
        "text": article.text,
        "summary": [sentence_shape(sentence) for sentence in found.summary],
        "companies": [company_tag_shape(tag) for tag in found.companies],
        "topics": [topic_tag_shape(tag) for tag in found.topics],
        "events": [event_shape(event) for event in found.events],
        "figures": [figure_shape(figure) for figure in found.figures],
        "withdrawn": [figure_shape(figure) for figure in found.withdrawn],
        "checks": [check_shape(check) for check in check_figures(found.figures)],
        "relations": [relation_shape(relation) for relation in found.relations],
        "story": article.story,
        "related": list(article.related),
        "duplicate_of": article.duplicate_of,
        "origin": article.origin,
        "edited": article.edited,
        "notes": article.notes,
    }


def revision_shape(revision: Revision) -> Shape:
    return {"seen": moment(revision.seen), "title": revision.title, "text": revision.text}


def value_shape(row: LedgerRow) -> list[Shape]:
    return [
        {
            "value": number(value.value),
            "low": number(value.low),
            "high": number(value.high),
            "qualifier": value.qualifier.value,
            "reported": moment(value.reported),
            "origin": value.origin,
            "article": value.article,
            "start": value.start,
            "end": value.end,
            "sentence": value.sentence,
        }
        for value in row.values
    ]


def ledger_shape(row: LedgerRow) -> Shape:
    return {
        "subject": row.subject,
        "metric": row.metric,
        "unit": row.unit,
        "period": row.period,
        "basis": row.basis,
        "scope": row.scope,
        "values": value_shape(row),
        "state": row.state.value,
        "change": row.change,
    }


def watch_shape(item: WatchItem) -> Shape:
    return event_shape(item.event) | {
        "due": item.due,
        "state": item.state.value,
        "suggestion": event_shape(item.suggestion) if item.suggestion else None,
    }


def summary_shape(sentence: SummarySentence) -> Shape:
    return {
        "text": sentence.text,
        "sources": [{"article": ref.article, "start": ref.start, "end": ref.end} for ref in sentence.sources],
    }


def story_row_shape(story: Story) -> Shape:
    """Returns a story without summary, timeline and figures, as ``stories`` lists it."""
    return {
        "id": story.id,
        "title": story.title,
        "first": moment(story.first),
        "last": moment(story.last),
        "articles": list(story.articles),
        "origins": story.origins,
        "companies": list(story.companies),
        "topics": list(story.topics),
        "unread": story.unread,
        "watch": [watch_shape(item) for item in story.watch],
        "risks": [risk_shape(risk) for risk in story.risks],
        "relations": [relation_shape(relation) for relation in story.relations],
        "coverage": [
            {"week": week.week, "articles": week.articles, "origins": week.origins} for week in story.coverage
        ],
        "new": [summary_shape(sentence) for sentence in story.new],
        "related": list(story.related),
    }


def story_shape(story: Story) -> Shape:
    from reader.analysis.quantities.checks import check_ledger

    return story_row_shape(story) | {
        "summary": [summary_shape(sentence) for sentence in story.summary],
        "timeline": [event_shape(event) for event in story.timeline],
        "figures": [ledger_shape(row) for row in story.figures],
        "checks": [
            {"metric": x.stated.metric, "derived": number(x.derived), "agrees": x.agrees, "words": x.words}
            for x in check_ledger(story.figures)
        ],
    }


def company_shape(company: Company) -> Shape:
    return {
        "id": company.id,
        "name": company.name,
        "kind": company.kind.value,
        "ticker": company.ticker,
        "aliases": [*company.aliases, *company.shaky],
    }


def note_shape(note: Note) -> Shape:
    return {
        "id": note.id,
        "target": note.target,
        "created": moment(note.created),
        "updated": moment(note.updated),
        "quote": note.quote,
        "body": note.body,
    }
