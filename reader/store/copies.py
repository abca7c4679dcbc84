"""Near copies as the store keeps them: an index on a few checksums of each text, and who copies whom."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from reader.model.articles import Article
from reader.store.articles import MANY, marks
from reader.stories.duplicates import CROWDED, Sketch, find_copies, resemblance, sketch

LIVING = 0.9
"""resemblance that two entries of one feed need to be copies: less is a form that is filled in anew each day"""


def draw(article: Article) -> Sketch:
    """Returns the sketch of an article's text, furniture left out."""
    parts = [article.text[block.start : block.end] for block in article.blocks if not block.furniture]
    return sketch("\n".join(parts) or article.text)


def file(conn: sqlite3.Connection, article: Article, key: int) -> Sketch:
    """Files an article's sketch and joins it with its copies; the earliest of a group is the original."""
    drawn = draw(article)
    unfile(conn, key)
    family = {key}
    for name in find_copies(drawn, lambda hashes: _candidates(conn, hashes)):
        other = int(name)
        (data, same_feed) = conn.execute(
            "SELECT p.sketch, x.feed = y.feed FROM link_profiles p, articles x, articles y"
            " WHERE p.article = ? AND x.key = p.article AND y.key = ?",
            (other, key),
        ).fetchone()
        if not same_feed or resemblance(drawn, Sketch.from_bytes(data)) >= LIVING:
            family |= _family(conn, other)
    if len(family) > 1:
        _regroup(conn, family)
    conn.executemany(
        "INSERT OR IGNORE INTO copy_keys (hash, article) VALUES (?, ?)",
        [(value, key) for value in (drawn.digest, *drawn.keys)],
    )
    return drawn


def unfile(conn: sqlite3.Connection, key: int) -> None:
    """Takes an article out of the index and out of its group of copies."""
    row = conn.execute("SELECT sketch FROM link_profiles WHERE article = ?", (key,)).fetchone()
    if row is not None:
        old = Sketch.from_bytes(row[0])
        conn.executemany(
            "DELETE FROM copy_keys WHERE hash = ? AND article = ?", [(value, key) for value in (old.digest, *old.keys)]
        )
    family = _family(conn, key)
    conn.execute("DELETE FROM copies WHERE article = ?1 OR original = ?1", (key,))
    if len(family) > 2:
        _regroup(conn, family - {key})


def _candidates(conn: sqlite3.Connection, hashes: Sequence[int]) -> Mapping[str, Sketch]:
    found: set[int] = set()
    for value in hashes:
        filed = conn.execute("SELECT article FROM copy_keys WHERE hash = ? LIMIT ?", (value, CROWDED + 1)).fetchall()
        if len(filed) <= CROWDED:
            found.update(key for (key,) in filed)
    sketches: dict[str, Sketch] = {}
    keys = sorted(found)
    for start in range(0, len(keys), MANY):
        some = keys[start : start + MANY]
        rows = conn.execute(f"SELECT article, sketch FROM link_profiles WHERE article IN ({marks(len(some))})", some)
        sketches |= {str(key): Sketch.from_bytes(data) for key, data in rows}
    return sketches


def _family(conn: sqlite3.Connection, key: int) -> set[int]:
    row = conn.execute("SELECT original FROM copies WHERE article = ?", (key,)).fetchone()
    original = row[0] if row else key
    return {original, key} | {
        copy for (copy,) in conn.execute("SELECT article FROM copies WHERE original = ?", (original,))
    }


def _regroup(conn: sqlite3.Connection, family: Iterable[int]) -> None:
    keys = sorted(family)
    ordered = [
        key
        for (key,) in conn.execute(
            f"SELECT key FROM articles WHERE key IN ({marks(len(keys))}) ORDER BY sort_time, first_seen, id", keys
        )
    ]
    conn.executemany("DELETE FROM copies WHERE article = ?", [(key,) for key in ordered])
    conn.executemany("INSERT INTO copies (article, original) VALUES (?, ?)", [(key, ordered[0]) for key in ordered[1:]])


def originals(conn: sqlite3.Connection, articles: Iterable[str] | None = None) -> dict[str, str]:
    """Returns, for each copy (of ``articles`` where given), the original's id."""
    rows = conn.execute(
        "SELECT a.id, o.id FROM copies c JOIN articles a ON a.key = c.article JOIN articles o ON o.key = c.original"
    ) if articles is None else _some(conn, tuple(articles))  # fmt: skip
    return dict(rows)


def _some(conn: sqlite3.Connection, articles: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    for start in range(0, len(articles), MANY):
        some = articles[start : start + MANY]
        yield from conn.execute(
            "SELECT a.id, o.id FROM copies c JOIN articles a ON a.key = c.article JOIN articles o ON o.key = c.original"
            f" WHERE a.id IN ({marks(len(some))})",
            some,
        )


def copies_of(conn: sqlite3.Connection, article: str) -> list[str]:
    """Returns all articles of the group of copies that an article belongs to, the original first; [] without copies."""
    row = conn.execute("SELECT key FROM articles WHERE id = ?", (article,)).fetchone()
    family = sorted(_family(conn, row[0])) if row else []
    if len(family) < 2:
        return []
    rows = conn.execute(
        f"SELECT id FROM articles WHERE key IN ({marks(len(family))}) ORDER BY sort_time, first_seen, id", family
    )
    return [name for (name,) in rows]
