"""Full texts: an article's page takes the place of what its feed sent, which is kept beside it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from reader.model.text import PlainText
from reader.store.indexing import index_words
from reader.store.layout import dump_layout, pack, unpack
from reader.store.times import moment, seconds


@dataclass(frozen=True, slots=True)
class Page:
    """The page that an article's text was taken from."""

    url: str
    fetched: datetime
    html: str


def save_page(
    conn: sqlite3.Connection, article_id: str, *, url: str, html: str, text: PlainText, now: datetime
) -> None:
    """Makes ``text`` the article's text and keeps what the feed sent; the article is due for analysis.

    Later edits by the feed go to the feed's own text until ``drop_page``. Raises KeyError for an unknown article.
    """
    key = _key(conn, article_id)
    conn.execute(
        "INSERT INTO pages (article, url, fetched, html, feed_text, feed_layout)"
        " SELECT article, ?, ?, ?, text, layout FROM texts WHERE article = ?"
        " ON CONFLICT (article) DO UPDATE SET url = excluded.url, fetched = excluded.fetched, html = excluded.html",
        (url, seconds(now), pack(html), key),
    )
    _show(conn, key, text.text, dump_layout(text.blocks, text.inlines))


def drop_page(conn: sqlite3.Connection, article_id: str) -> bool:
    """Gives an article the feed's own text back and says whether it had a page. KeyError for an unknown article."""
    key = _key(conn, article_id)
    row = conn.execute("DELETE FROM pages WHERE article = ? RETURNING feed_text, feed_layout", (key,)).fetchone()
    if row is None:
        return False
    _show(conn, key, *row)
    return True


def page_of(conn: sqlite3.Connection, article_id: str) -> Page | None:
    """Returns the page that an article's text was taken from, None where it is the feed's."""
    row = conn.execute(
        "SELECT p.url, p.fetched, p.html FROM pages p JOIN articles a ON a.key = p.article WHERE a.id = ?",
        (article_id,),
    ).fetchone()
    return Page(row[0], moment(row[1]), unpack(row[2])) if row else None


def has_page(conn: sqlite3.Connection, article_id: str) -> bool:
    """Says whether an article's text was taken from its page."""
    return conn.execute(
        "SELECT 1 FROM pages p JOIN articles a ON a.key = p.article WHERE a.id = ?", (article_id,)
    ).fetchone() is not None  # fmt: skip


def unpaged(conn: sqlite3.Connection, feed_id: str, since_key: int) -> list[str]:
    """Returns the ids of a feed's articles that were stored after an inner key and show what the feed sent."""
    rows = conn.execute(
        "SELECT a.id FROM articles a JOIN feeds f ON f.key = a.feed"
        " WHERE f.id = ? AND a.key > ? AND NOT EXISTS (SELECT 1 FROM pages p WHERE p.article = a.key)",
        (feed_id, since_key),
    )
    return [name for (name,) in rows]


def _key(conn: sqlite3.Connection, article_id: str) -> int:
    row = conn.execute("SELECT key FROM articles WHERE id = ?", (article_id,)).fetchone()
    if row is None:
        raise KeyError(article_id)
    return int(row[0])


def _show(conn: sqlite3.Connection, key: int, text: str, layout: str) -> None:
    title, before = conn.execute(
        "SELECT a.title, t.text FROM articles a JOIN texts t ON t.article = a.key WHERE a.key = ?", (key,)
    ).fetchone()
    conn.execute("UPDATE texts SET text = ?, layout = ? WHERE article = ?", (text, layout, key))
    if text == before:
        return
    conn.execute("UPDATE articles SET analysis = NULL WHERE key = ?", (key,))
    index_words(conn, {key: (title, before)}, {key: (title, text)})
