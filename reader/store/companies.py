"""Findings across articles: who and what is in the news, events, figures and relations of a company or topic."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from reader.model.findings import CompanyTag, Event, Figure, Relation, TopicTag
from reader.model.lists import CandidateCount, CompanyCount, LensCounts, TopicCount
from reader.store.batches import MANY, marks
from reader.store.findings import (
    EVENT,
    FIGURE,
    RELATION,
    company_tag,
    read_event,
    read_figure,
    read_relation,
    topic_tag,
)
from reader.store.times import moment

NEWEST_UNREAD = 20_000
"""unread articles that the counts by company and topic look at"""


def companies(conn: sqlite3.Connection, limit: int | None = None) -> list[CompanyCount]:
    """Returns the organisations that stored articles name, those of most articles first, then the newest."""
    rows = conn.execute(
        "SELECT c.company, c.name, c.kind, c.articles,"
        " (SELECT max(t.sort_time) FROM company_tags t WHERE t.company = c.company) AS last"
        " FROM company_counts c WHERE c.articles > 0 ORDER BY c.articles DESC, last DESC, c.company LIMIT ?",
        (-1 if limit is None else limit,),
    )
    return [CompanyCount(name, called, kind, articles, moment(last)) for name, called, kind, articles, last in rows]


def company_names(conn: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Returns name and kind of every organisation that was ever tagged, by id."""
    rows = conn.execute("SELECT company, name, kind FROM company_counts")
    return {company: (name, kind) for company, name, kind in rows}


def topics(conn: sqlite3.Connection) -> list[TopicCount]:
    """Returns the topics of stored articles, those of most articles first."""
    rows = conn.execute(
        "SELECT c.topic, c.articles, (SELECT max(t.sort_time) FROM topic_tags t WHERE t.topic = c.topic)"
        " FROM topic_counts c WHERE c.articles > 0 ORDER BY c.articles DESC, c.topic"
    )
    return [TopicCount(topic, articles, moment(last)) for topic, articles, last in rows]


def candidates(conn: sqlite3.Connection, limit: int | None = None, *, least: int = 2) -> list[CandidateCount]:
    """Returns names outside the gazetteer that at least ``least`` articles hold, those of most articles first."""
    rows = conn.execute(
        "SELECT c.name, count(DISTINCT c.article) AS articles,"
        " (SELECT a.id FROM candidates x JOIN articles a ON a.key = x.article WHERE x.name = c.name"
        "  ORDER BY a.sort_time DESC, a.key DESC LIMIT 1)"
        " FROM candidates c GROUP BY c.name HAVING articles >= ? ORDER BY articles DESC, c.name LIMIT ?",
        (least, -1 if limit is None else limit),
    )
    return [CandidateCount(*row) for row in rows]


def tags_of(
    conn: sqlite3.Connection, keys: Sequence[int]
) -> dict[int, tuple[tuple[CompanyTag, ...], tuple[TopicTag, ...]]]:
    """Returns company and topic tags by inner key, without their spans: what a list in JSON says of its articles."""
    found: dict[int, tuple[list[CompanyTag], list[TopicTag]]] = {key: ([], []) for key in keys}
    for start in range(0, len(keys), MANY):
        some = tuple(keys[start : start + MANY])
        for key, *values in conn.execute(
            "SELECT article, company, name, kind, count, salience, '[]', rule, words, score FROM company_tags"
            f" WHERE article IN ({marks(len(some))}) ORDER BY article, place",
            some,
        ):
            found[key][0].append(company_tag(values))
        for key, *values in conn.execute(
            "SELECT article, topic, score, rule, words, '[]' FROM topic_tags"
            f" WHERE article IN ({marks(len(some))}) ORDER BY article, place",
            some,
        ):
            found[key][1].append(topic_tag(values))
    return {key: (tuple(names), tuple(subjects)) for key, (names, subjects) in found.items()}


def _chosen(
    company: str | None, topic: str | None, articles: Sequence[str] | None, held: str
) -> tuple[str, list[object]]:
    """The FROM and WHERE of findings ``x`` of articles ``a``; ``held`` tests the company."""
    where, params = ["1"], list[object]()
    if company is not None:
        where.append(held)
        params += [company] * held.count("?")
    if topic is not None:
        where.append("EXISTS (SELECT 1 FROM topic_tags t WHERE t.article = x.article AND t.topic = ?)")
        params.append(topic)
    if articles is not None:
        where.append(f"a.id IN ({marks(len(articles))})")
        params += articles
    return f"WHERE {' AND '.join(where)} ORDER BY a.sort_time, a.key, x.key", params


def events(
    conn: sqlite3.Connection,
    *,
    company: str | None = None,
    topic: str | None = None,
    articles: Sequence[str] | None = None,
) -> list[Event]:
    """Returns events as their articles tell them, unmerged, in the order of publication.

    Those that name ``company``, of articles on ``topic``, of the given ``articles``; all that are given must hold.
    """
    where, params = _chosen(
        company, topic, articles, "x.key IN (SELECT c.event FROM event_companies c WHERE c.company = ?)"
    )
    columns = EVENT.replace("e.", "x.")
    rows = conn.execute(f"SELECT {columns} FROM events x JOIN articles a ON a.key = x.article {where}", params)
    return [read_event(row) for row in rows]


def figures(
    conn: sqlite3.Connection,
    *,
    company: str | None = None,
    topic: str | None = None,
    metric: str | None = None,
    articles: Sequence[str] | None = None,
) -> list[Figure]:
    """Returns figures as their articles report them, in the order of publication; see ``events``.

    What an article calls wrong is no report of it.
    """
    where, params = _chosen(company, topic, articles, "x.subject = ?")
    if metric is not None:
        where = where.replace("WHERE 1", "WHERE x.metric = ?", 1)
        params.insert(0, metric)
    where = where.replace("WHERE ", "WHERE x.retracted = 0 AND ", 1)
    columns = FIGURE.replace("g.", "x.")
    rows = conn.execute(f"SELECT {columns} FROM figures x JOIN articles a ON a.key = x.article {where}", params)
    return [read_figure(row) for row in rows]


def relations(
    conn: sqlite3.Connection, *, company: str | None = None, articles: Sequence[str] | None = None
) -> list[Relation]:
    """Returns relations as their articles tell them, in the order of publication; ``company`` on either side."""
    where, params = _chosen(company, None, articles, "(x.source = ? OR x.target = ?)")
    columns = RELATION.replace("l.", "x.")
    rows = conn.execute(f"SELECT {columns} FROM relations x JOIN articles a ON a.key = x.article {where}", params)
    return [read_relation(row) for row in rows]


def lens_counts(conn: sqlite3.Connection) -> LensCounts:
    """Returns the counts beside the lenses in one go; see ``LensCounts``."""
    articles, unread, starred = conn.execute(
        "SELECT coalesce(sum(articles), 0), coalesce(sum(unread), 0), coalesce(sum(starred), 0) FROM feed_counts"
    ).fetchone()
    feeds, failing = conn.execute(
        "SELECT count(*), coalesce(sum(failures > 0 OR last_status IS 'gone'), 0) FROM feeds WHERE listed = 1"
    ).fetchone()
    noted, notes, stories = conn.execute(
        "SELECT (SELECT count(DISTINCT n.target) FROM notes n JOIN articles a ON a.id = n.target"
        "  WHERE n.removed IS NULL),"
        " (SELECT count(*) FROM notes WHERE removed IS NULL), (SELECT count(*) FROM stories)"
    ).fetchone()
    newest = "(SELECT article FROM reading WHERE read = 0 ORDER BY sort_time DESC LIMIT ?) r"
    return LensCounts(
        articles=articles,
        unread=unread,
        starred=starred,
        noted=noted,
        stories=stories,
        notes=notes,
        feeds=feeds,
        failing=failing,
        unread_companies=dict(
            conn.execute(
                f"SELECT t.company, count(*) FROM {newest} JOIN company_tags t ON t.article = r.article GROUP BY 1",
                (NEWEST_UNREAD,),
            )
        ),
        unread_topics=dict(
            conn.execute(
                f"SELECT t.topic, count(*) FROM {newest} JOIN topic_tags t ON t.article = r.article GROUP BY 1",
                (NEWEST_UNREAD,),
            )
        ),
    )
