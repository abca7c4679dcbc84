"""A list's conditions as parts: each with its test, the index that it can walk, and how many articles it leaves."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from reader.store.clauses import ALWAYS, NOTED, NOTED_KEYS, Condition, holding, matching

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


def feed_part(conn: sqlite3.Connection, feed: int, unread: bool) -> Part:
    test = holding("feed", (feed,))
    if unread:
        size = number(conn, "SELECT unread FROM feed_counts WHERE feed = ?", feed)
        return Part(test, "reading d", where=Condition("d.read = 0 AND d.feed = ?", (feed,)), size=size)
    size = number(conn, "SELECT articles FROM feed_counts WHERE feed = ?", feed)
    return Part(test, "articles d", "d.key", where=Condition("d.feed = ?", (feed,)), size=size)


WALKS = {
    "company": ("company_tags d", "d.company = ?", "SELECT articles FROM company_counts WHERE company = ?"),
    "topic": ("topic_tags d", "d.topic = ?", "SELECT articles FROM topic_counts WHERE topic = ?"),
    "tag": (
        "article_tags d",
        "d.held = 1 AND d.tag = ?",
        "SELECT count(*) FROM article_tags WHERE held = 1 AND tag = ?",
    ),
}


def tagged(conn: sqlite3.Connection, field: str, value: object) -> Part:
    source, where, size = WALKS[field]
    return Part(holding(field, (value,)), source, where=Condition(where, (value,)), size=number(conn, size, value))


def story_part(conn: sqlite3.Connection, story: int) -> Part:
    return Part(
        holding("story", (story,)),
        "story_articles d CROSS JOIN articles o ON o.key = d.article",
        time="o.sort_time",
        where=Condition("d.story = ?", (story,)),
        size=number(conn, "SELECT count(*) FROM story_articles WHERE story = ?", story),
    )


def noted(conn: sqlite3.Connection) -> Part:
    return Part(
        NOTED,
        f"(SELECT key, sort_time FROM articles WHERE key IN ({NOTED_KEYS})) d",
        "d.key",
        size=number(conn, f"SELECT count(DISTINCT key) FROM ({NOTED_KEYS})"),
    )


def text_part(conn: sqlite3.Connection, text: str) -> Part:
    size = number(
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


def number(conn: sqlite3.Connection, sql: str, *params: object) -> int:
    row = conn.execute(sql, params).fetchone()
    return int(row[0] or 0) if row else 0
