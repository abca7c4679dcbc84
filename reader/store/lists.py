"""Lists of articles: windows by key over a store of any size.

A list is asked for in two steps: which keys (out of covering indexes), and what the rows of some keys say. The index
that is walked is that of the condition which leaves least, by counts that the store keeps; the other conditions are
looked up for each key.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from reader.model.articles import ArticleRow
from reader.model.lists import ArticleFilter, Cursor
from reader.query import And, Field, Flag, Has, Holding, Is, Named, Node, Not, parse
from reader.store.articles import MANY, marks
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
from reader.store.times import moment, moment_or_none, seconds

EVERYTHING = ArticleFilter()
ALWAYS = Condition("1")
COUNTED = 20_000
"""matches of a text that are counted before it is taken for a common one"""
FEW = 2_000
"""keys up to which a text is looked up key by key instead of being listed whole"""


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


def keys(
    conn: sqlite3.Connection,
    filters: ArticleFilter = EVERYTHING,
    *,
    now: datetime | None = None,
    newest: bool = True,
    after: Cursor | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> array[int]:
    """Returns the inner keys of a list in its order: by publication (first seen where there is none), then by key.

    ``after`` is the place that the list goes on from, in the direction of ``newest``. ``now`` is what ``newer:`` in
    the query counts from (the clock's time by default).
    """
    sql, params = _select(conn, filters, now, newest, after)
    found: array[int] = array("q")
    rows = conn.execute(f"{sql} LIMIT ? OFFSET ?", (*params, -1 if limit is None else limit, offset))
    while some := rows.fetchmany(50_000):
        found.extend([row[0] for row in some])
    return found


def ranked(
    conn: sqlite3.Connection, filters: ArticleFilter, *, now: datetime | None = None, limit: int | None = None
) -> array[int]:
    """Returns the inner keys of a list in the order of bm25 over the words of its query, best first.

    Only the newest ``COUNTED`` matches (by arrival) take part: ranking every match of a common word takes seconds in
    a large store. A list whose words do not have to hold is in its own order.
    """
    parts = _parts(conn, filters, now)
    text = next((part for part in parts if part.text), None)
    if text is None:
        return keys(conn, filters, now=now, limit=limit)
    tests = [text.where, *(part.test for part in parts if part not in (parts[0], text)), *_tests(filters)]
    where = " AND ".join(f"({test.sql})" for test in tests).format(k=text.key, t=text.time)
    params = tuple(value for test in tests for value in test.params)
    timed = text.source if text.time in where else "article_fts d"
    rows = conn.execute(
        "SELECT key FROM (SELECT d.rowid AS key, bm25(article_fts, 8.0, 1.0) AS score"
        f" FROM {timed} WHERE {where} ORDER BY d.rowid DESC LIMIT {COUNTED}) ORDER BY score, key DESC LIMIT ?",
        (*params, -1 if limit is None else limit),
    )
    return array("q", [row[0] for row in rows])


def rows(
    conn: sqlite3.Connection,
    filters: ArticleFilter = EVERYTHING,
    *,
    now: datetime | None = None,
    newest: bool = True,
    after: Cursor | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[ArticleRow]:
    """Returns the rows of a list, see ``keys`` for order and window."""
    window = keys(conn, filters, now=now, newest=newest, after=after, limit=limit, offset=offset)
    return rows_by_keys(conn, window)


_ROW = """
    SELECT a.key, a.id, f.id, coalesce(a.source, f.publisher, f.name, f.title, f.id), a.title, a.url, a.published,
        a.published_offset, a.first_seen, r.read, r.starred, a.companies,
        (SELECT s.id FROM story_articles l JOIN stories s ON s.key = l.story WHERE l.article = a.key
         ORDER BY l.by_user DESC, l.score DESC, l.story LIMIT 1),
        (SELECT count(*) FROM copies c WHERE c.original = a.key),
        (SELECT count(*) FROM notes n WHERE n.target = a.id AND n.removed IS NULL), a.edited
    FROM articles a JOIN feeds f ON f.key = a.feed JOIN reading r ON r.article = a.key
"""


def rows_by_keys(conn: sqlite3.Connection, wanted: Sequence[int]) -> list[ArticleRow]:
    """Returns the rows of inner keys, in the order of ``wanted``; keys that are not stored are left out."""
    found: dict[int, ArticleRow] = {}
    for start in range(0, len(wanted), MANY):
        some = tuple(wanted[start : start + MANY])
        for row in conn.execute(f"{_ROW} WHERE a.key IN ({marks(len(some))})", some):
            found[row[0]] = _row(row)
    return [found[key] for key in wanted if key in found]


def _row(row: Sequence[Any]) -> ArticleRow:
    return ArticleRow(
        key=row[0],
        id=row[1],
        feed=row[2],
        origin=row[3],
        title=row[4],
        url=row[5],
        published=moment_or_none(row[6], row[7]),
        first_seen=moment(row[8]),
        read=bool(row[9]),
        starred=bool(row[10]),
        companies=tuple(row[11].split()),
        story=row[12],
        copies=row[13],
        notes=row[14],
        edited=bool(row[15]),
    )


def count(conn: sqlite3.Connection, filters: ArticleFilter = EVERYTHING, *, now: datetime | None = None) -> int:
    """Returns how many articles a list has; a single condition is answered from kept counts."""
    parts = _parts(conn, filters, now)
    last = parts[-1]
    if not _tests(filters) and len(parts) <= 2 and last.source and not (last.text and last.size > COUNTED):
        return last.size
    sql, params = _select(conn, filters, now, True, None, columns="count(*)", ordered=False)
    return int(conn.execute(sql, params).fetchone()[0])


def ahead(
    conn: sqlite3.Connection,
    filters: ArticleFilter,
    cursor: Cursor,
    *,
    now: datetime | None = None,
    newest: bool = True,
) -> int:
    """Returns how many rows of a list stand before a place."""
    sql, params = _select(conn, filters, now, not newest, cursor, columns="count(*)", ordered=False)
    return int(conn.execute(sql, params).fetchone()[0])


def arrivals(conn: sqlite3.Connection, filters: ArticleFilter, since_key: int, *, now: datetime | None = None) -> int:
    """Returns how many rows of a list were stored after the article of inner key ``since_key``."""
    sql, params = _select(conn, filters, now, True, None, columns="count(*)", ordered=False, newer_than=since_key)
    return int(conn.execute(sql, params).fetchone()[0])


def newest_key(conn: sqlite3.Connection) -> int:
    """Returns the largest inner key, 0 in an empty store: what ``arrivals`` counts from."""
    return int(conn.execute("SELECT coalesce(max(key), 0) FROM articles").fetchone()[0])


def cursor_of(conn: sqlite3.Connection, article_id: str) -> Cursor | None:
    """Returns an article's place in lists, or None where it is not stored."""
    row = conn.execute("SELECT sort_time, key FROM articles WHERE id = ?", (article_id,)).fetchone()
    return Cursor(*row) if row else None


def _select(
    conn: sqlite3.Connection,
    filters: ArticleFilter,
    now: datetime | None,
    newest: bool,
    after: Cursor | None,
    *,
    columns: str = "",
    ordered: bool = True,
    newer_than: int | None = None,
) -> tuple[str, tuple[object, ...]]:
    parts = _parts(conn, filters, now)
    walked = min((part for part in parts if part.source), key=lambda part: part.size)
    tests = [walked.where, *_tests(filters)]
    for part in parts:
        if part is not walked and part.test is not ALWAYS:
            tests.append(_by_key(part) if part.text and walked.size <= FEW else part.test)
    if after is not None:
        tests.append(Condition("({t}, {k}) " + ("<" if newest else ">") + " (?, ?)", (after.time, after.key)))
    if newer_than is not None:
        tests.append(Condition("{k} > ?", (newer_than,)))
    where = " AND ".join(f"({test.sql})" for test in tests).format(k=walked.key, t=walked.time)
    params = tuple(value for test in tests for value in test.params)
    way = "DESC" if newest else "ASC"
    order = f" ORDER BY {walked.time} {way}, {walked.key} {way}" if ordered else ""
    return f"SELECT {columns or walked.key} FROM {walked.source} WHERE {where}{order}", params


def _by_key(part: Part) -> Condition:
    return Condition(
        "EXISTS (SELECT 1 FROM article_fts WHERE article_fts MATCH ? AND article_fts.rowid = {k})", (part.text,)
    )


def _tests(filters: ArticleFilter) -> list[Condition]:
    """The conditions that have no index of their own to walk."""
    tests = []
    if filters.since is not None:
        tests.append(Condition("{t} >= ?", (seconds(filters.since),)))
    if filters.until is not None:
        tests.append(Condition("{t} < ?", (seconds(filters.until),)))
    if filters.collapse:
        tests.append(Condition("NOT EXISTS (SELECT 1 FROM copies x WHERE x.article = {k})"))
    return tests


def _parts(conn: sqlite3.Connection, filters: ArticleFilter, now: datetime | None) -> list[Part]:
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


def windows(wanted: Sequence[int], size: int = MANY) -> Iterator[Sequence[int]]:
    """Yields slices of keys, so that a long list is printed without being held."""
    for start in range(0, len(wanted), size):
        yield wanted[start : start + size]
