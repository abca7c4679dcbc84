"""A list's conditions as parts: each with its test, the index that it can walk, and how many articles it leaves."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from reader.model.lists import ArticleFilter
from reader.query import And, Field, Flag, Has, Holding, Is, Named, Node, Not, parse
from reader.store.conditions import (
    EDITED,
    NOTED,
    NOTED_KEYS,
    STARRED,
    UNREAD,
    Condition,
    condition,
    expression,
    holding,
    ids,
    matching,
)
from reader.store.times import seconds

ALWAYS = Condition("1")
COUNTED = 20_000
"""matches of a text that are counted before it is taken for a common one"""
_LONG = re.compile(r'[^\s"]{4}" \*')


@dataclass(frozen=True, slots=True)
class Part:
    """One condition: how it is looked up for a key, and how its own index is walked (``source``) if it has one.

    ``size`` is how many articles it leaves (a bound for texts). ``text`` is its FTS5 expression where it is one.
    """

    test: Condition
    source: str = ""
    key: str = "d.article"
    time: str = "d.sort_time"
    where: Condition = ALWAYS
    size: int = 1 << 60
    text: str = ""

    @property
    def common(self) -> bool:
        """Whether it is a text that very many articles hold."""
        return bool(self.text) and self.size > COUNTED

    @property
    def long(self) -> bool:
        """Whether it is a text with the beginning of a word that the index does not list: slow to ask key by key."""
        return _LONG.search(self.text) is not None


def tests_of(filters: ArticleFilter) -> list[Condition]:
    """The conditions that have no index of their own to walk."""
    tests = []
    if filters.since is not None:
        tests.append(Condition("{t} >= ?", (seconds(filters.since),)))
    if filters.until is not None:
        tests.append(Condition("{t} < ?", (seconds(filters.until),)))
    if filters.collapse:
        tests.append(Condition("NOT EXISTS (SELECT 1 FROM copies x WHERE x.article = {k})"))
    return tests


def parts_of(conn: sqlite3.Connection, filters: ArticleFilter, now: datetime | None) -> list[Part]:
    """Returns all other conditions, that of holding every article first."""
    filters, rest = _folded(filters)
    parts = [Part(ALWAYS, "articles d", "d.key", size=_number(conn, "SELECT sum(articles) FROM feed_counts"))]
    feed = None
    if filters.feed is not None:
        feed = conn.execute("SELECT key FROM feeds WHERE id = ?", (filters.feed,)).fetchone() or (0,)
        parts.append(_feed_part(conn, feed[0], filters.unread))
    if filters.unread:
        size = _number(conn, "SELECT sum(unread) FROM feed_counts")
        parts.append(Part(UNREAD, "reading d", where=Condition("d.read = 0"), size=size))
    if filters.starred:
        size = _number(conn, "SELECT sum(starred) FROM feed_counts")
        parts.append(Part(STARRED, "reading d", where=Condition("d.starred = 1"), size=size))
    if filters.noted:
        parts.append(_noted(conn))
    for field, value in (
        (Field.COMPANY, filters.company), (Field.TOPIC, filters.topic), (Field.TAG, filters.tag),
    ):  # fmt: skip
        if value is not None:
            parts.append(_tagged(conn, field, value))
    if filters.story is not None:
        row = conn.execute("SELECT key FROM stories WHERE id = ?", (filters.story,)).fetchone() or (0,)
        parts.append(_story_part(conn, row[0]))
    words = [node for node in rest if expression(node) is not None]
    without = [node for node in rest if isinstance(node, Not) and expression(node.part) is not None]
    if words and (text := expression(And((*words, *without)))) is not None:
        parts.append(_text_part(conn, text))
        rest = [node for node in rest if node not in words and node not in without]
    moment_now = now or datetime.now(UTC)
    parts += [_node_part(conn, node, moment_now) for node in rest]
    return parts


def _folded(filters: ArticleFilter) -> tuple[ArticleFilter, list[Node]]:
    """Moves what the query asks of every article into the filter, where an index answers it."""
    node = parse(filters.query)
    nodes = [] if node is None else list(node.parts) if isinstance(node, And) else [node]
    rest = []
    for part in nodes:
        if isinstance(part, Is) and part.flag is Flag.UNREAD:
            filters = replace(filters, unread=True)
        elif isinstance(part, Is) and part.flag is Flag.STARRED:
            filters = replace(filters, starred=True)
        elif isinstance(part, Has) and part.what is Holding.NOTE:
            filters = replace(filters, noted=True)
        else:
            rest.append(part)
    return filters, rest


def _feed_part(conn: sqlite3.Connection, feed: int, unread: bool) -> Part:
    test = holding(Field.FEED, (feed,))
    if unread:
        size = _number(conn, "SELECT unread FROM feed_counts WHERE feed = ?", feed)
        return Part(test, "reading d", where=Condition("d.read = 0 AND d.feed = ?", (feed,)), size=size)
    size = _number(conn, "SELECT articles FROM feed_counts WHERE feed = ?", feed)
    return Part(test, "articles d", "d.key", where=Condition("d.feed = ?", (feed,)), size=size)


_WALKS = {
    Field.COMPANY: ("company_tags d", "d.company = ?", "SELECT articles FROM company_counts WHERE company = ?"),
    Field.TOPIC: ("topic_tags d", "d.topic = ?", "SELECT articles FROM topic_counts WHERE topic = ?"),
    Field.TAG: (
        "article_tags d",
        "d.held = 1 AND d.tag = ?",
        "SELECT count(*) FROM article_tags WHERE held = 1 AND tag = ?",
    ),
}


def _tagged(conn: sqlite3.Connection, field: Field, value: object) -> Part:
    source, where, size = _WALKS[field]
    return Part(holding(field, (value,)), source, where=Condition(where, (value,)), size=_number(conn, size, value))


def _story_part(conn: sqlite3.Connection, story: int) -> Part:
    return Part(
        holding(Field.STORY, (story,)),
        "story_articles d CROSS JOIN articles o ON o.key = d.article",
        time="o.sort_time",
        where=Condition("d.story = ?", (story,)),
        size=_number(conn, "SELECT count(*) FROM story_articles WHERE story = ?", story),
    )


def _noted(conn: sqlite3.Connection) -> Part:
    return Part(
        NOTED,
        f"(SELECT key, sort_time FROM articles WHERE key IN ({NOTED_KEYS})) d",
        "d.key",
        size=_number(conn, f"SELECT count(DISTINCT key) FROM ({NOTED_KEYS})"),
    )


def _text_part(conn: sqlite3.Connection, text: str) -> Part:
    size = _number(
        conn,
        f"SELECT count(*) FROM (SELECT 1 FROM article_fts WHERE article_fts MATCH ? LIMIT {COUNTED + 1})",
        text,
    )
    return Part(
        matching(text),
        "article_fts d CROSS JOIN articles o ON o.key = d.rowid",
        "d.rowid",
        "o.sort_time",
        Condition("d.article_fts MATCH ?", (text,)),
        size,
        text,
    )


def _node_part(conn: sqlite3.Connection, node: Node, now: datetime) -> Part:
    if isinstance(node, Named) and node.field not in (Field.AUTHOR, Field.NOTE):
        found = ids(conn, node)
        if len(found) == 1:
            if node.field in _WALKS:
                return _tagged(conn, node.field, found[0])
            inner = found[0]
            assert isinstance(inner, int)
            return _story_part(conn, inner) if node.field is Field.STORY else _feed_part(conn, inner, False)
        return Part(holding(node.field, found))
    if isinstance(node, Is) and node.flag is Flag.EDITED:
        size = _number(conn, "SELECT count(*) FROM articles WHERE edited = 1")
        return Part(EDITED, "articles d", "d.key", where=Condition("d.edited = 1"), size=size)
    return Part(condition(conn, node, now))


def _number(conn: sqlite3.Connection, sql: str, *params: object) -> int:
    row = conn.execute(sql, params).fetchone()
    return int(row[0] or 0) if row else 0
