"""Articles: saving what a feed brought, and reading one article whole."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reader.model.articles import Article, Revision
from reader.model.feeds import Change, FeedKind
from reader.store.batches import MANY as MANY
from reader.store.batches import marks as marks
from reader.store.indexing import index_words
from reader.store.layout import load_enclosures, load_layout, unpack
from reader.store.listing import FROM, HEADER
from reader.store.rows import EntryRow, entry_row
from reader.store.times import moment, moment_or_none, seconds


@dataclass(frozen=True, slots=True)
class Saved:
    """The ids of what ``save_changes`` wrote, in the order of the changes."""

    new_ids: tuple[str, ...] = ()
    updated_ids: tuple[str, ...] = ()


def save_changes(conn: sqlite3.Connection, feed_id: str, changes: Sequence[Change], now: datetime) -> Saved:
    """Saves new and changed entries of one feed, inside the caller's transaction.

    A changed entry keeps id, reading state, notes and place in its stories. Where the change is visible, the state
    before it becomes a revision and the article is marked edited and due for analysis. New articles are written in
    reverse order of ``changes``, so that of those of one second the first in the document stands first in lists.
    A new change whose identity is stored already is taken as an update. Raises KeyError for an unknown feed.
    """
    return save_rows(conn, [(feed_id, [entry_row(change) for change in changes])], now)[0]


def save_rows(conn: sqlite3.Connection, feeds: Sequence[tuple[str, Sequence[EntryRow]]], now: datetime) -> list[Saved]:
    """Saves what several feeds brought, as ``save_changes`` does; returns what was saved of each."""
    outdated: dict[int, tuple[str, str]] = {}
    indexed: dict[int, tuple[str, str]] = {}
    found = []
    for feed_id, rows in feeds:
        feed = _feed_key(conn, feed_id)
        if _all_new(conn, feed, rows):
            _insert_all(conn, feed, rows[::-1], now, indexed)
            found.append(Saved(tuple(row.article_id for row in rows)))
        else:
            found.append(_save_each(conn, feed, rows, now, outdated, indexed))
    index_words(conn, outdated, indexed)
    return found


def _save_each(
    conn: sqlite3.Connection,
    feed: int,
    rows: Sequence[EntryRow],
    now: datetime,
    outdated: dict[int, tuple[str, str]],
    indexed: dict[int, tuple[str, str]],
) -> Saved:
    new, updated = [], []
    for row in reversed(rows):
        stored = _stored(conn, feed, row)
        if stored is None:
            _insert_all(conn, feed, (row,), now, indexed)
            new.append(row.article_id)
            continue
        key = stored[0]
        told = _update(conn, key, row, now)
        updated.append(stored[1])
        if told is not None:
            if key not in indexed:
                outdated[key] = told[0]
            indexed[key] = told[1]
    return Saved(tuple(reversed(new)), tuple(reversed(updated)))


def _stored(conn: sqlite3.Connection, feed: int, change: EntryRow) -> tuple[int, str] | None:
    """Returns inner key and id of the article that a change is about: by identity in its feed, else by its id.

    An id comes of the feed's address and the identity: where the address has passed from one feed of the list to
    another, the articles go with it.
    """
    row: tuple[int, str] | None = conn.execute(
        "SELECT key, id FROM articles WHERE feed = ? AND (id = ? OR identity = ?) ORDER BY id = ? DESC",
        (feed, change.article_id, change.identity, change.article_id),
    ).fetchone()
    if row is not None:
        return row
    row = conn.execute("SELECT key, id FROM articles WHERE id = ?", (change.article_id,)).fetchone()
    if row is not None:
        conn.execute("UPDATE articles SET feed = ?, identity = ? WHERE key = ?", (feed, change.identity, row[0]))
        conn.execute("UPDATE reading SET feed = ? WHERE article = ?", (feed, row[0]))
    return row


def _feed_key(conn: sqlite3.Connection, feed_id: str) -> int:
    row = conn.execute("SELECT key FROM feeds WHERE id = ?", (feed_id,)).fetchone()
    if row is None:
        raise KeyError(feed_id)
    return int(row[0])


def _all_new(conn: sqlite3.Connection, feed: int, rows: Sequence[EntryRow]) -> bool:
    """Says whether nothing of ``rows`` is stored by id or by identity in its feed, nor stands there twice."""
    for start in range(0, len(rows), MANY // 2):
        some = rows[start : start + MANY // 2]
        held = conn.execute(
            f"SELECT EXISTS (SELECT 1 FROM articles WHERE id IN ({marks(len(some))}))"
            f" OR EXISTS (SELECT 1 FROM articles WHERE feed = ? AND identity IN ({marks(len(some))}))",
            (*(row.article_id for row in some), feed, *(row.identity for row in some)),
        )
        if held.fetchone()[0]:
            return False
    return len({row.article_id for row in rows}) == len({row.identity for row in rows}) == len(rows)


def _insert_all(
    conn: sqlite3.Connection,
    feed: int,
    rows: Sequence[EntryRow],
    now: datetime,
    indexed: dict[int, tuple[str, str]],
) -> None:
    first = conn.execute("SELECT coalesce(max(key), 0) + 1 FROM articles").fetchone()[0]
    seen = seconds(now)
    keyed = list(enumerate(rows, first))
    conn.executemany(
        "INSERT INTO articles (key, id, feed, identity, guid, url, title, author, published, published_offset,"
        " updated, updated_offset, claimed_date, first_seen, changed, sort_time, source, content_hash, raw_hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                key, row.article_id, feed, row.identity, row.guid, row.url, row.title, row.author, row.published,
                row.published_offset, row.updated, row.updated_offset, row.claimed_date, seen, seen,
                seen if row.published is None else row.published, row.source, row.content_hash, row.raw_hash,
            )
            for key, row in keyed
        ],
    )  # fmt: skip
    conn.executemany("INSERT INTO texts VALUES (?, ?, ?)", [(key, row.text, row.layout) for key, row in keyed])
    conn.executemany(
        "INSERT INTO sources VALUES (?, ?, ?, ?)",
        [(key, row.html, row.categories, row.enclosures) for key, row in keyed],
    )
    conn.executemany(
        "INSERT INTO reading (article, feed, sort_time) VALUES (?, ?, ?)",
        [(key, feed, seen if row.published is None else row.published) for key, row in keyed],
    )
    indexed.update((key, (row.title, row.text)) for key, row in keyed)


def _update(
    conn: sqlite3.Connection, key: int, change: EntryRow, now: datetime
) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """Saves a change and returns title and text as they were shown and as they are, None where they stayed."""
    title, shown, own, changed, first_seen, published = conn.execute(
        "SELECT a.title, t.text, p.feed_text, a.changed, a.first_seen, a.published"
        " FROM articles a JOIN texts t ON t.article = a.key LEFT JOIN pages p ON p.article = a.key WHERE a.key = ?",
        (key,),
    ).fetchone()
    # An article whose page was fetched shows that: the feed's own text is edited behind it.
    paged = own is not None
    old_text = own if paged else shown
    worded = (title, old_text) != (change.title, change.text)
    before, after = (title, shown), (change.title, shown if paged else change.text)
    if worded and change.visible:
        conn.execute(
            "INSERT INTO revisions (article, seen, title, text) VALUES (?, ?, ?, ?)",
            (key, changed, title, old_text),
        )
    # A date that is gone from the entry is still the best that is known of it.
    dated = published if change.published is None else change.published
    conn.execute(
        "UPDATE articles SET identity = ?, guid = ?, url = ?, title = ?, author = ?, published = ?, updated = ?,"
        " updated_offset = ?, claimed_date = ?, source = ?, sort_time = ?, content_hash = ?, raw_hash = ?,"
        " edits = edits + 1, edited = max(edited, ?), changed = CASE WHEN ? THEN ? ELSE changed END,"
        " published_offset = CASE WHEN ? THEN ? ELSE published_offset END,"
        " analysis = CASE WHEN ? THEN NULL ELSE analysis END WHERE key = ?",
        (
            change.identity, change.guid, change.url, change.title, change.author, dated, change.updated,
            change.updated_offset, change.claimed_date, change.source,
            first_seen if dated is None else dated, change.content_hash, change.raw_hash,
            int(worded and change.visible), worded, seconds(now),
            change.published is not None, change.published_offset, before != after or dated != published, key,
        ),
    )  # fmt: skip
    conn.execute(
        f"UPDATE {'pages SET feed_text = ?, feed_layout' if paged else 'texts SET text = ?, layout'} = ?"
        " WHERE article = ?",
        (change.text, change.layout, key),
    )
    conn.execute(
        "UPDATE sources SET html = ?, categories = ?, enclosures = ? WHERE article = ?",
        (change.html, change.categories, change.enclosures, key),
    )
    return (before, after) if before != after else None


def record_raw_hashes(conn: sqlite3.Connection, hashes: Iterable[tuple[str, str]]) -> None:
    """Saves (article id, digest of the item's bytes) for entries in which nothing else changed."""
    conn.executemany("UPDATE articles SET raw_hash = ? WHERE id = ?", ((digest, name) for name, digest in hashes))


def get(conn: sqlite3.Connection, article_id: str) -> Article | None:
    """Returns one article whole, or None."""
    found = get_many(conn, (article_id,))
    return found[0] if found else None


def get_many(conn: sqlite3.Connection, ids: Sequence[str], *, html: bool = True) -> list[Article]:
    """Returns the articles of ``ids`` that are stored, in the order of ``ids``; without ``html`` that stays empty."""
    found: dict[str, Article] = {}
    for start in range(0, len(ids), MANY):
        some = ids[start : start + MANY]
        rows = conn.execute(
            f"SELECT {HEADER}, t.text, t.layout, {'s.html' if html else 'NULL'}, s.categories, s.enclosures {FROM}"
            " JOIN texts t ON t.article = a.key JOIN sources s ON s.article = a.key"
            f" WHERE a.id IN ({marks(len(some))})",
            tuple(some),
        )
        for row in rows:
            blocks, inlines = load_layout(row[22])
            found[row[1]] = _article(
                row,
                text=row[21],
                blocks=blocks,
                inlines=inlines,
                html=unpack(row[23]) if row[23] is not None else "",
                categories=tuple(json.loads(row[24])),
                enclosures=load_enclosures(row[25]),
            )
    return [found[name] for name in ids if name in found]


def headers(conn: sqlite3.Connection, keys: Sequence[int]) -> list[Article]:
    """Returns the articles of ``keys`` without text, layout, HTML, categories and enclosures, in that order."""
    found: dict[int, Article] = {}
    for start in range(0, len(keys), MANY):
        some = keys[start : start + MANY]
        rows = conn.execute(f"SELECT {HEADER} {FROM} WHERE a.key IN ({marks(len(some))})", tuple(some))
        found |= {row[0]: _article(row) for row in rows}
    return [found[key] for key in keys if key in found]


def _article(row: Sequence[Any], text: str = "", **more: Any) -> Article:
    return Article(
        id=row[1],
        feed=row[2],
        url=row[3],
        title=row[4],
        author=row[5],
        published=moment_or_none(row[6], row[7]),
        updated=moment_or_none(row[8], row[9]),
        first_seen=moment(row[10]),
        text=text,
        origin=row[11],
        kind=FeedKind(row[12]),
        read=bool(row[13]),
        starred=bool(row[14]),
        edited=bool(row[15]),
        notes=row[16],
        duplicate_of=row[17],
        story=row[18],
        tags=tuple(sorted(json.loads(row[19]))),
        related=tuple(sorted(json.loads(row[20]))),
        **more,
    )


def keys_of(conn: sqlite3.Connection, ids: Sequence[str]) -> dict[str, int]:
    """Returns the inner key of each stored id."""
    found: dict[str, int] = {}
    for start in range(0, len(ids), MANY):
        some = tuple(ids[start : start + MANY])
        found.update(conn.execute(f"SELECT id, key FROM articles WHERE id IN ({marks(len(some))})", some))
    return found


def revisions(conn: sqlite3.Connection, article_id: str) -> list[Revision]:
    """Returns the earlier states of an article, oldest first; its present state is not among them."""
    rows = conn.execute(
        "SELECT r.seen, r.title, r.text FROM revisions r JOIN articles a ON a.key = r.article"
        " WHERE a.id = ? ORDER BY r.key",
        (article_id,),
    )
    return [Revision(moment(seen), title, text) for seen, title, text in rows]


def resolve(conn: sqlite3.Connection, text: str, limit: int = 20) -> list[tuple[str, str]]:
    """Returns (id, title) of the articles that ``text`` names, newest first and at most ``limit``.

    An exact id wins, then a whole address or title, then any start of one (the scheme may be left out).
    """
    text = text.strip()
    exact = conn.execute("SELECT id, title FROM articles WHERE id = ?", (text,)).fetchall()
    if exact or not text:
        return [tuple(row) for row in exact]
    addresses = [text] if "://" in text else [f"{scheme}{text}" for scheme in ("https://", "http://", "https://www.")]
    for kind in ("=", "start"):
        found: dict[str, tuple[int, str]] = {}
        for column, value in (("title COLLATE NOCASE", text), *(("url", address) for address in addresses)):
            where = f"{column} = ?" if kind == "=" else f"{column} >= ? AND {column} < ?"
            values = (value,) if kind == "=" else (value, value + "\U0010ffff")
            rows = conn.execute(f"SELECT id, sort_time, title FROM articles WHERE {where} LIMIT ?", (*values, limit))
            found |= {name: (time, title) for name, time, title in rows}
        if found:
            ordered = sorted(found.items(), key=lambda item: item[1], reverse=True)
            return [(name, title) for name, (_, title) in ordered[:limit]]
    return []


def stale(conn: sqlite3.Connection, rules_version: int, lexicon_digest: str, *, batch: int = MANY) -> Iterator[str]:
    """Yields the ids of articles not analysed in their present state by these rules and lexicon, oldest first.

    Read in windows, so that findings may be written between two ids; an article that stays stale comes once.
    """
    row = conn.execute(
        "SELECT key FROM analyses WHERE rules_version = ? AND lexicon = ?", (rules_version, lexicon_digest)
    ).fetchone()
    current, after = (row[0] if row else 0), (-(2**62), 0)
    while True:
        rows = conn.execute(
            "SELECT sort_time, key, id FROM articles WHERE analysis IS NOT ? AND (sort_time, key) > (?, ?)"
            " ORDER BY sort_time, key LIMIT ?",
            (current, *after, batch),
        ).fetchall()
        if not rows:
            return
        for _, _, name in rows:
            yield name
        after = rows[-1][:2]


def count_stale(conn: sqlite3.Connection, rules_version: int, lexicon_digest: str) -> int:
    """Returns how many articles ``stale`` would yield, out of an index."""
    row = conn.execute(
        "SELECT key FROM analyses WHERE rules_version = ? AND lexicon = ?", (rules_version, lexicon_digest)
    ).fetchone()
    current = row[0] if row else 0
    return int(
        conn.execute(
            "SELECT (SELECT count(*) FROM articles WHERE analysis IS NULL)"
            " + (SELECT count(*) FROM articles WHERE analysis < ?)"
            " + (SELECT count(*) FROM articles WHERE analysis > ?)",
            (current, current),
        ).fetchone()[0]
    )
