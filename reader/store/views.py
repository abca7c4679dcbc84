"""What a person searched for, and the searches kept as views."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

from reader.clean import clean_line
from reader.query import LENGTH
from reader.store.times import seconds

REMEMBERED = 200
"""searches that are remembered"""


def record_search(conn: sqlite3.Connection, query: str, *, now: datetime | None = None) -> None:
    """Remembers a search, blank ones not; the oldest beyond two hundred are forgotten."""
    text = clean_line(query, LENGTH)
    if not text:
        return
    conn.execute(
        "INSERT INTO searches (query, used) VALUES (?, ?)"
        " ON CONFLICT (query) DO UPDATE SET used = max(used, excluded.used), times = times + 1",
        (text, seconds(now or datetime.now(UTC))),
    )
    conn.execute(
        "DELETE FROM searches WHERE query NOT IN (SELECT query FROM searches ORDER BY used DESC, query LIMIT ?)",
        (REMEMBERED,),
    )


def searches(conn: sqlite3.Connection, limit: int = 50) -> list[str]:
    """Returns remembered searches, the latest first."""
    rows = conn.execute("SELECT query FROM searches ORDER BY used DESC, query LIMIT ?", (limit,))
    return [query for (query,) in rows]


def save_view(conn: sqlite3.Connection, name: str, query: str, *, now: datetime | None = None) -> None:
    """Keeps a search under a name; one of that name (but for case) is replaced. Raises ValueError for a blank name."""
    title = clean_line(name, 80)
    if not title:
        raise ValueError("a view needs a name")
    conn.execute(
        "INSERT INTO views (name, query, created) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET name = excluded.name, query = excluded.query",
        (title, clean_line(query, LENGTH), seconds(now or datetime.now(UTC))),
    )


def views(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    """Returns (name, query) of the kept searches, oldest first."""
    return [(name, query) for name, query in conn.execute("SELECT name, query FROM views ORDER BY created, name")]


def remove_view(conn: sqlite3.Connection, name: str) -> bool:
    """Forgets a kept search and says whether there was one."""
    return conn.execute("DELETE FROM views WHERE name = ?", (name,)).rowcount > 0
