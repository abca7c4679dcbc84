"""What the reader does to articles: read, starred, tagged. Nothing here is ever deleted, only set."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from reader.clean import clean_line
from reader.model.lists import TagCount
from reader.store.articles import keys_of
from reader.store.batches import MANY, marks
from reader.store.times import seconds

TAG_LIMIT = 60
"""characters of a tag"""


def mark(
    conn: sqlite3.Connection,
    ids: Sequence[str],
    *,
    read: bool | None = None,
    star: bool | None = None,
    tag: Iterable[str] = (),
    untag: Iterable[str] = (),
    now: datetime | None = None,
) -> int:
    """Sets what is given on the articles of ``ids`` and returns how many of them changed; unknown ids are passed over.

    Near copies are read together: who has read one has read all. Raises ValueError for a tag without a visible
    character (``clean_tag``).
    """
    found = keys_of(conn, ids)
    return mark_keys(conn, list(found.values()), read=read, star=star, tag=tag, untag=untag, now=now)


def mark_keys(
    conn: sqlite3.Connection,
    keys: Sequence[int],
    *,
    read: bool | None = None,
    star: bool | None = None,
    tag: Iterable[str] = (),
    untag: Iterable[str] = (),
    now: datetime | None = None,
) -> int:
    """As ``mark``, for articles by inner key (``lists.keys`` of a query)."""
    time = seconds(now or datetime.now(UTC))
    added, removed = [clean_tag(name) for name in tag], [clean_tag(name) for name in untag]
    changed = 0
    for start in range(0, len(keys), MANY):
        some = tuple(keys[start : start + MANY])
        touched: set[int] = set()
        for column, stamp, value in (("read", "read_changed", read), ("starred", "star_changed", star)):
            if value is not None:
                concerned = _with_copies(conn, some) if column == "read" else some
                rows = conn.execute(
                    f"UPDATE reading SET {column} = ?, {stamp} = ? WHERE {column} <> ? AND article IN"
                    f" ({marks(len(concerned))}) RETURNING article",
                    (int(value), time, int(value), *concerned),
                ).fetchall()
                touched.update({key for (key,) in rows} & set(some))
        for name in added:
            touched.update(_add(conn, some, name, time))
        for name in removed:
            touched.update(_remove(conn, some, name, time))
        changed += len(touched)
    return changed


def _with_copies(conn: sqlite3.Connection, keys: tuple[int, ...]) -> tuple[int, ...]:
    """Returns the keys of articles with those of all that are near copies of one of them."""
    some = marks(len(keys))
    found = conn.execute(
        f"SELECT original FROM copies WHERE article IN ({some})"
        f" UNION SELECT article FROM copies WHERE original IN ({some})"
        f" UNION SELECT d.article FROM copies c JOIN copies d ON d.original = c.original WHERE c.article IN ({some})",
        (*keys, *keys, *keys),
    )
    return tuple({*keys, *(key for (key,) in found)})


def clean_tag(tag: str) -> str:
    """Returns a tag as it is kept: one cleaned line. Raises ValueError where nothing would show."""
    name = clean_line(tag, TAG_LIMIT).strip("#, ")
    if not name:
        raise ValueError("a tag needs a letter")
    return name


def _add(conn: sqlite3.Connection, some: tuple[int, ...], name: str, time: int) -> list[int]:
    rows = conn.execute(
        "INSERT INTO article_tags (article, tag, sort_time, held, changed)"
        f" SELECT key, ?, sort_time, 1, ? FROM articles WHERE key IN ({marks(len(some))})"
        " ON CONFLICT (article, tag) DO UPDATE SET held = 1, changed = excluded.changed WHERE held = 0"
        " RETURNING article",
        (name, time, *some),
    ).fetchall()
    return [key for (key,) in rows]


def _remove(conn: sqlite3.Connection, some: tuple[int, ...], name: str, time: int) -> list[int]:
    rows = conn.execute(
        "UPDATE article_tags SET held = 0, changed = ? WHERE tag = ? AND held = 1"
        f" AND article IN ({marks(len(some))}) RETURNING article",
        (time, name, *some),
    ).fetchall()
    return [key for (key,) in rows]


def tags(conn: sqlite3.Connection) -> list[TagCount]:
    """Returns the tags in use with their counts, in alphabetical order."""
    rows = conn.execute(
        "SELECT min(t.tag), count(*), sum(1 - r.read) FROM article_tags t JOIN reading r ON r.article = t.article"
        " WHERE t.held = 1 GROUP BY t.tag ORDER BY t.tag"
    )
    return [TagCount(*row) for row in rows]
