"""Lists of articles: windows by key over a store of any size.

A list is asked for in two steps: which keys (out of covering indexes), and what the rows of some keys say. The index
that is walked is that of the condition which leaves least, by counts that the store keeps; the other conditions are
looked up for each key.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from reader.model.filters import ArticleFilter, Cursor
from reader.store import parts as limits
from reader.store.batches import MANY, marks
from reader.store.clauses import ALWAYS, STARRED, UNREAD, Condition
from reader.store.parts import Part, feed_part, noted, number, story_part, tagged
from reader.store.times import moment, moment_or_none, seconds

if TYPE_CHECKING:
    from datetime import datetime

    from reader.model.articles import ArticleRow

EVERYTHING = ArticleFilter()
FEW = 2_000
"""keys up to which a text is looked up key by key instead of being listed whole"""
WINDOW = 500
"""rows up to which a list counts as a window: for those the matches of a common text are not sorted whole"""


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
    windowed = limit is not None and limit + offset <= WINDOW
    sql, params = _select(conn, filters, now, newest, after, windowed=windowed)
    found: array[int] = array("q")
    rows = conn.execute(f"{sql} LIMIT ? OFFSET ?", (*params, -1 if limit is None else limit, offset))
    while some := rows.fetchmany(50_000):
        found.extend([row[0] for row in some])
    return found


def ranked(
    conn: sqlite3.Connection,
    filters: ArticleFilter,
    *,
    now: datetime | None = None,
    limit: int | None = None,
    by_date: bool = False,
    among: int | None = None,
) -> array[int]:
    """Returns the inner keys of a list in the order of bm25 over the words of its query, best first.

    Only the newest ``among`` matches (by arrival, ``COUNTED`` where none is said) take part: ranking every match of a
    common word takes seconds in a large store. With ``by_date`` those are sorted by time instead, where that is
    quicker than ``keys``: for common beginnings of words. A list whose words do not have to hold is in its own order.
    """
    among = limits.COUNTED if among is None else among
    parts = _parts(conn, filters, now)
    text = next((part for part in parts if part.text), None)
    if text is None or (by_date and not (text.common and text.long)):
        return keys(conn, filters, now=now, limit=limit)
    others = [part.test for part in parts if part not in (parts[0], text)] + _tests(filters)
    if by_date and others:
        # Asked of the newest matches alone, unless another condition leaves so few that its own list is shorter.
        few = any(part.size <= limits.COUNTED for part in parts if part.source and part is not text)
        found = array("q") if few else _newest_matches(conn, text, others, limit, among)
        return found if limit is not None and len(found) >= limit else keys(conn, filters, now=now, limit=limit)
    tests = [text.where, *others]
    where = " AND ".join(f"({test.sql})" for test in tests).format(k=text.key, t=text.time)
    params = tuple(value for test in tests for value in test.params)
    source = text.source if text.time in where else "article_fts d"
    score = "0" if by_date else "bm25(article_fts, 8.0, 1.0)"
    matches = f"SELECT d.rowid AS key, {score} AS score FROM {source} WHERE {where} ORDER BY d.rowid DESC LIMIT ?"
    rows = conn.execute(
        # The small table of reading states knows the times too: twenty thousand look-ups touch fewer pages.
        f"SELECT m.key FROM ({matches}) m CROSS JOIN reading r ON r.article = m.key"
        " ORDER BY m.score, r.sort_time DESC, m.key DESC LIMIT ?",
        (*params, among, -1 if limit is None else limit),
    )
    return array("q", [row[0] for row in rows])


def _newest_matches(
    conn: sqlite3.Connection, text: Part, others: Sequence[Condition], limit: int | None, among: int
) -> array[int]:
    """Those of the newest ``among`` matches of a text (by arrival) that other conditions leave, newest first."""
    where = " AND ".join(f"({test.sql})" for test in others).format(k="r.article", t="r.sort_time")
    rows = conn.execute(
        "SELECT r.article FROM (SELECT d.rowid AS key FROM article_fts d WHERE d.article_fts MATCH ?"
        " ORDER BY d.rowid DESC LIMIT ?) m CROSS JOIN reading r ON r.article = m.key"
        f" WHERE {where} ORDER BY r.sort_time DESC, r.article DESC LIMIT ?",
        (text.text, among, *(value for test in others for value in test.params),
         -1 if limit is None else limit),
    )  # fmt: skip
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
    # Loaded here, because whoever only asks for keys prints them without the model's many types.
    from reader.model.articles import ArticleRow

    found: dict[int, ArticleRow] = {}
    for start in range(0, len(wanted), MANY):
        some = tuple(wanted[start : start + MANY])
        for row in conn.execute(f"{_ROW} WHERE a.key IN ({marks(len(some))})", some):
            found[row[0]] = _row(ArticleRow, row)
    return [found[key] for key in wanted if key in found]


def _row(make: type[ArticleRow], row: Sequence[Any]) -> ArticleRow:
    return make(
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
    if not _tests(filters) and len(parts) <= 2 and last.source and not last.common:
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


def keys_since(
    conn: sqlite3.Connection, filters: ArticleFilter, since_key: int, *, now: datetime | None = None
) -> list[int]:
    """Returns the inner keys of a list's rows that were stored after the article of inner key ``since_key``."""
    sql, params = _select(conn, filters, now, True, None, newer_than=since_key)
    return [row[0] for row in conn.execute(sql, params)]


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
    windowed: bool = False,
) -> tuple[str, tuple[object, ...]]:
    parts = _parts(conn, filters, now)
    # Walking the list and asking the index of each row finds a common word's newest rows at once.
    walkable = [part for part in parts if part.source and not (windowed and part.common)]
    walked = min(walkable, key=lambda part: part.size)
    tests = [walked.where, *_tests(filters)]
    for part in parts:
        if part is not walked and part.test is not ALWAYS:
            few = walked.size <= FEW or (windowed and part.common)
            tests.append(_by_key(part) if few and part.text and not part.long else part.test)
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
    asked: list[Part] = []
    if filters.query.strip():
        from reader.store.asking import asked as ask

        filters, asked = ask(conn, filters, now)
    parts = [Part(ALWAYS, "articles d", "d.key", size=number(conn, "SELECT sum(articles) FROM feed_counts"))]
    if filters.feed is not None:
        feed = conn.execute("SELECT key FROM feeds WHERE id = ?", (filters.feed,)).fetchone() or (0,)
        parts.append(feed_part(conn, feed[0], filters.unread))
    if filters.unread:
        size = number(conn, "SELECT sum(unread) FROM feed_counts")
        parts.append(Part(UNREAD, "reading d", where=Condition("d.read = 0"), size=size))
    if filters.starred:
        size = number(conn, "SELECT sum(starred) FROM feed_counts")
        parts.append(Part(STARRED, "reading d", where=Condition("d.starred = 1"), size=size))
    if filters.noted:
        parts.append(noted(conn))
    for field, value in (
        ("company", filters.company), ("topic", filters.topic), ("tag", filters.tag),
    ):  # fmt: skip
        if value is not None:
            parts.append(tagged(conn, field, value))
    if filters.story is not None:
        row = conn.execute("SELECT key FROM stories WHERE id = ?", (filters.story,)).fetchone() or (0,)
        parts.append(story_part(conn, row[0]))
    return parts + asked


def windows(wanted: Sequence[int], size: int = MANY) -> Iterator[Sequence[int]]:
    """Yields slices of keys, so that a long list is printed without being held."""
    for start in range(0, len(wanted), size):
        yield wanted[start : start + size]
