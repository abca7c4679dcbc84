"""Findings of one article: written together, read together."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from reader.model.findings import (
    Candidate,
    CompanyTag,
    Event,
    EventKind,
    EventSource,
    EventStatus,
    Figure,
    Findings,
    OtherDate,
    Qualifier,
    Relation,
    RelationKind,
    Risk,
    RiskKind,
    Salience,
    TopicTag,
)
from reader.model.lexicon import CompanyKind
from reader.model.text import Reason, Sentence, Span
from reader.store.batches import MANY, marks
from reader.store.layout import compact, dump_spans, load_spans

_TABLES = ("company_tags", "topic_tags", "events", "figures", "relations", "risks", "candidates", "summaries",
           "sentences")  # fmt: skip


def replace(
    conn: sqlite3.Connection, article_id: str, findings: Findings, rules_version: int, lexicon_digest: str
) -> None:
    """Makes ``findings`` the article's only ones and marks it analysed, inside the caller's transaction.

    Raises KeyError where the article is not stored.
    """
    row = conn.execute("SELECT key, sort_time FROM articles WHERE id = ?", (article_id,)).fetchone()
    if row is None:
        raise KeyError(article_id)
    key, sort_time = row
    for table in _TABLES:
        conn.execute(f"DELETE FROM {table} WHERE article = ?", (key,))
    conn.execute("INSERT INTO sentences VALUES (?, ?)", (key, dump_spans(findings.sentences)))
    _save_tags(conn, key, sort_time, findings)
    _save_events(conn, key, findings.events)
    _save_figures(conn, key, (*findings.figures, *findings.withdrawn))
    conn.executemany(
        'INSERT INTO relations (article, source, kind, target, status, "start", "end", sentence, rule, words)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (key, x.source, x.kind.value, x.target, x.status.value, x.start, x.end, x.sentence, x.reason.rule,
             x.reason.words)
            for x in findings.relations
        ],
    )  # fmt: skip
    conn.executemany(
        'INSERT INTO risks (article, kind, text, "start", "end", rule, words) VALUES (?, ?, ?, ?, ?, ?, ?)',
        [(key, x.kind.value, x.text, x.start, x.end, x.reason.rule, x.reason.words) for x in findings.risks],
    )
    conn.executemany(
        'INSERT INTO candidates (article, name, "start", "end", rule, words) VALUES (?, ?, ?, ?, ?, ?)',
        [(key, x.name, x.start, x.end, x.reason.rule, x.reason.words) for x in findings.candidates],
    )
    save_summary(conn, key, findings.summary)
    conn.execute(
        "UPDATE articles SET companies = ?, analysis = ? WHERE key = ?",
        (chips(findings.companies), _analysis(conn, rules_version, lexicon_digest), key),
    )


def _analysis(conn: sqlite3.Connection, rules_version: int, lexicon_digest: str) -> int:
    where = "FROM analyses WHERE rules_version = ? AND lexicon = ?"
    row = conn.execute(f"SELECT key {where}", (rules_version, lexicon_digest)).fetchone()
    if row is None:
        conn.execute("INSERT INTO analyses (rules_version, lexicon) VALUES (?, ?)", (rules_version, lexicon_digest))
        row = conn.execute(f"SELECT key {where}", (rules_version, lexicon_digest)).fetchone()
    return int(row[0])


def chips(tags: Sequence[CompanyTag]) -> str:
    """Returns the ids that a list row shows, parted by blanks: main companies, then secondary ones."""
    shown = [tag for tag in tags if tag.salience is not Salience.PASSING]
    return " ".join(tag.id for tag in sorted(shown, key=lambda tag: tag.salience is not Salience.MAIN))


def _save_tags(conn: sqlite3.Connection, key: int, sort_time: int, findings: Findings) -> None:
    conn.executemany(
        "INSERT INTO company_tags (article, place, company, name, kind, count, salience, score, sort_time, rule, words,"
        " spans) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (key, place, x.id, x.name, x.kind.value, x.count, x.salience.value, x.score, sort_time, x.reason.rule,
             x.reason.words, dump_spans(x.spans))
            for place, x in enumerate(findings.companies)
        ],
    )  # fmt: skip
    conn.executemany(
        "INSERT INTO topic_tags (article, place, topic, score, sort_time, rule, words, spans)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (key, place, x.id, x.score, sort_time, x.reason.rule, x.reason.words, dump_spans(x.spans))
            for place, x in enumerate(findings.topics)
        ],
    )


def _save_events(conn: sqlite3.Connection, key: int, events: Sequence[Event]) -> None:
    for event in events:
        row = conn.execute(
            "INSERT INTO events (article, id, date, approx, status, kind, text, companies, sources, other_dates,"
            " follows, rule, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                key, event.id, event.date, int(event.approx), event.status.value, event.kind.value, event.text,
                compact(event.companies), compact([_dump_source(source) for source in event.sources]),
                compact([[other.date, [_dump_source(x) for x in other.sources]] for other in event.other_dates]),
                event.follows, event.reason.rule, event.reason.words,
            ),
        ).lastrowid  # fmt: skip
        conn.executemany(
            "INSERT OR IGNORE INTO event_companies VALUES (?, ?)", [(company, row) for company in event.companies]
        )


def _dump_source(source: EventSource) -> list[Any]:
    at = [source.at.start, source.at.end] if source.at is not None else None
    return [source.article, source.start, source.end, source.sentence, at]


def _load_source(values: Sequence[Any]) -> EventSource:
    article, start, end, sentence, at = values
    return EventSource(article, start, end, sentence, Span(*at) if at else None)


def _save_figures(conn: sqlite3.Connection, key: int, figures: Sequence[Figure]) -> None:
    conn.executemany(
        'INSERT INTO figures (article, subject, metric, value, low, high, unit, qualifier, period, basis, scope,'
        ' "start", "end", sentence, at_start, at_end, illustrative, retracted, rule, words)'
        f" VALUES ({marks(20)})",
        [
            (key, x.subject, x.metric, x.value, x.low, x.high, x.unit, x.qualifier.value, x.period, x.basis, x.scope,
             x.start, x.end, x.sentence, x.at.start, x.at.end, int(x.illustrative), int(x.retracted), x.reason.rule,
             x.reason.words)
            for x in figures
        ],
    )  # fmt: skip


def save_summary(conn: sqlite3.Connection, key: int, summary: Sequence[Sentence]) -> None:
    """Makes ``summary`` the only summary of the article of an inner key."""
    conn.execute("DELETE FROM summaries WHERE article = ?", (key,))
    conn.executemany(
        'INSERT INTO summaries (article, source, text, "start", "end") VALUES (?, ?, ?, ?, ?)',
        [(key, x.article, x.text, x.start, x.end) for x in summary],
    )


EVENT = ("e.id, e.date, e.approx, e.status, e.kind, e.text, e.companies, e.sources, e.other_dates, e.follows,"
         " e.rule, e.words")  # fmt: skip
FIGURE = ("a.id, g.subject, g.metric, g.value, g.low, g.high, g.unit, g.qualifier, g.period, g.basis, g.scope,"
          ' g."start", g."end", g.sentence, g.at_start, g.at_end,'
          " g.illustrative, g.retracted, g.rule, g.words")  # fmt: skip
RELATION = 'a.id, l.source, l.kind, l.target, l.status, l."start", l."end", l.sentence, l.rule, l.words'


def read_event(row: Sequence[Any]) -> Event:
    """Returns the event of a row of the columns ``EVENT``."""
    return Event(
        id=row[0],
        date=row[1],
        approx=bool(row[2]),
        status=EventStatus(row[3]),
        kind=EventKind(row[4]),
        text=row[5],
        companies=tuple(json.loads(row[6])),
        sources=tuple(_load_source(source) for source in json.loads(row[7])),
        reason=Reason(row[10], row[11]),
        other_dates=tuple(
            OtherDate(date, tuple(_load_source(source) for source in sources)) for date, sources in json.loads(row[8])
        ),
        follows=row[9],
    )


def read_figure(row: Sequence[Any]) -> Figure:
    """Returns the figure of a row of the columns ``FIGURE``."""
    return Figure(
        article=row[0],
        subject=row[1],
        metric=row[2],
        value=row[3],
        low=row[4],
        high=row[5],
        unit=row[6],
        qualifier=Qualifier(row[7]),
        period=row[8],
        basis=row[9],
        scope=row[10],
        start=row[11],
        end=row[12],
        sentence=row[13],
        at=Span(row[14], row[15]),
        illustrative=bool(row[16]),
        retracted=bool(row[17]),
        reason=Reason(row[18], row[19]),
    )


def read_relation(row: Sequence[Any]) -> Relation:
    """Returns the relation of a row of the columns ``RELATION``."""
    return Relation(
        article=row[0],
        source=row[1],
        kind=RelationKind(row[2]),
        target=row[3],
        status=EventStatus(row[4]),
        start=row[5],
        end=row[6],
        sentence=row[7],
        reason=Reason(row[8], row[9]),
    )


def get(conn: sqlite3.Connection, article_id: str) -> Findings | None:
    """Returns the findings of an article, or None where it was never analysed (or is not stored)."""
    return get_many(conn, (article_id,)).get(article_id)


def get_many(conn: sqlite3.Connection, ids: Sequence[str]) -> dict[str, Findings]:
    """Returns the findings of those of ``ids`` that were analysed, by id, in the order of ``ids``."""
    found: dict[str, Findings] = {}
    for start in range(0, len(ids), MANY):
        found |= _read(conn, tuple(ids[start : start + MANY]))
    return {name: found[name] for name in ids if name in found}


def _read(conn: sqlite3.Connection, ids: tuple[str, ...]) -> dict[str, Findings]:
    def rows(table: str, columns: str, order: str) -> dict[str, list[Any]]:
        out: dict[str, list[Any]] = {}
        sql = (
            f"SELECT a.id, {columns} FROM {table} JOIN articles a ON a.key = article"
            f" WHERE a.id IN ({marks(len(ids))}) ORDER BY {order}"
        )
        for row in conn.execute(sql, ids):
            out.setdefault(row[0], []).append(row[1:])
        return out

    sentences = rows("sentences", "spans", "article")
    companies = rows("company_tags", "company, name, company_tags.kind, count, salience, spans, rule, words, score",
                     "article, place")  # fmt: skip
    topics = rows("topic_tags", "topic, score, rule, words, spans", "article, place")
    events = rows("events e", EVENT, "e.key")
    told = {name: [read_figure(row) for row in found] for name, found in rows("figures g", FIGURE, "g.key").items()}
    relations = rows("relations l", RELATION, "l.key")
    risks = rows("risks", 'kind, text, "start", "end", rule, words', "risks.key")
    candidates = rows("candidates", 'name, "start", "end", rule, words', "candidates.key")
    summaries = rows("summaries", 'text, summaries.source, "start", "end"', "summaries.key")
    return {
        name: Findings(
            article=name,
            sentences=load_spans(spans),
            companies=tuple(company_tag(row) for row in companies.get(name, ())),
            topics=tuple(topic_tag(row) for row in topics.get(name, ())),
            events=tuple(read_event(row) for row in events.get(name, ())),
            figures=tuple(figure for figure in told.get(name, ()) if not figure.retracted),
            withdrawn=tuple(figure for figure in told.get(name, ()) if figure.retracted),
            relations=tuple(read_relation(row) for row in relations.get(name, ())),
            risks=tuple(
                Risk(RiskKind(kind), text, name, start, end, Reason(rule, words))
                for kind, text, start, end, rule, words in risks.get(name, ())
            ),
            candidates=tuple(
                Candidate(called, start, end, Reason(rule, words))
                for called, start, end, rule, words in candidates.get(name, ())
            ),
            summary=tuple(Sentence(*row) for row in summaries.get(name, ())),
        )
        for name, ((spans,),) in sentences.items()
    }


def company_tag(row: Sequence[Any]) -> CompanyTag:
    company, name, kind, count, salience, spans, rule, words, score = row
    return CompanyTag(
        company, name, CompanyKind(kind), count, Salience(salience), load_spans(spans), Reason(rule, words), score
    )


def topic_tag(row: Sequence[Any]) -> TopicTag:
    topic, score, rule, words, spans = row
    return TopicTag(topic, score, Reason(rule, words), load_spans(spans))
