"""What articles are grouped by in a list: for many keys, without reading their rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo

from reader.store.batches import MANY, marks
from reader.store.times import moment, seconds

_STORY = """(SELECT coalesce(s.named, s.title) FROM story_articles l JOIN stories s ON s.key = l.story
    WHERE l.article = a.key AND s.articles > 1 ORDER BY l.by_user DESC, l.score DESC, l.story LIMIT 1)"""


def days_of(conn: sqlite3.Connection, keys: Sequence[int], zone: tzinfo = UTC) -> Iterator[str]:
    """Yields for each key the day of publication (first seen where there is none) in a time zone, as ISO 8601."""
    first = last = 0
    label = ""
    for value in _values(conn, keys, "a.sort_time"):
        at = int(str(value or 0))
        if not first <= at < last:
            day = moment(at).astimezone(zone).date()
            first, last = (seconds(datetime.combine(day + timedelta(days=n), time(), zone)) for n in (0, 1))
            label = day.isoformat()
        yield label


def feeds_of(conn: sqlite3.Connection, keys: Sequence[int]) -> Iterator[str]:
    """Yields for each key the id of its feed."""
    return (str(value) for value in _values(conn, keys, "(SELECT f.id FROM feeds f WHERE f.key = a.feed)"))


def stories_of(conn: sqlite3.Connection, keys: Sequence[int]) -> Iterator[str]:
    """Yields for each key the title of its story, empty where it stands in none, or alone in one."""
    return (str(value or "") for value in _values(conn, keys, _STORY))


def companies_of(conn: sqlite3.Connection, keys: Sequence[int]) -> Iterator[str]:
    """Yields for each key the id of the company that it speaks of most, empty where it names none."""
    return (str(value or "").partition(" ")[0] for value in _values(conn, keys, "a.companies"))


def _values(conn: sqlite3.Connection, keys: Sequence[int], column: str) -> Iterator[object]:
    for start in range(0, len(keys), MANY):
        some = tuple(keys[start : start + MANY])
        sql = f"SELECT a.key, {column} FROM articles a WHERE a.key IN ({marks(len(some))})"
        found = dict(conn.execute(sql, some).fetchall())
        for key in some:
            yield found.get(key)
