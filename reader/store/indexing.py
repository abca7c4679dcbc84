"""The full-text index as it is written: words in, segments merged while there is time for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

CACHE = 24 * 1024 * 1024
"""bytes of pages that a connection keeps which saves many articles"""
SETTINGS = {"hashsize": 16 * 1024 * 1024, "automerge": 0, "crisismerge": 1000, "usermerge": 16}
"""settings of the index; they stay in the store"""
PIECE = 1000
"""pages that one step of merging writes: under a tenth of a second"""


def expect_many(conn: sqlite3.Connection) -> None:
    """Readies a writing connection for many articles, inside the caller's transaction.

    Pages stay in memory until they are written, and each transaction writes one segment of the index. Who writes
    many of them calls ``merge_index`` now and then: merging as it goes would write each word five times over.
    """
    conn.execute(f"PRAGMA cache_size = -{CACHE // 1024}")
    held = dict(conn.execute("SELECT k, v FROM article_fts_config"))
    for name, value in SETTINGS.items():
        if held.get(name) != value:
            conn.execute("INSERT INTO article_fts (article_fts, rank) VALUES (?, ?)", (name, value))


def merge_index(conn: sqlite3.Connection) -> bool:
    """Does one step of merging segments, inside the caller's transaction; says whether there was anything to do.

    Sixteen segments of one size become one of the next, so that a search asks few and no word is written often.
    """
    before = conn.total_changes
    conn.execute("INSERT INTO article_fts (article_fts, rank) VALUES ('merge', ?)", (PIECE,))
    return conn.total_changes - before > 1  # the statement itself counts as one


def index_words(
    conn: sqlite3.Connection,
    outdated: Mapping[int, tuple[str, str]],
    current: Mapping[int, tuple[str, str]],
) -> None:
    """Takes title and text of articles, by inner key, out of the index and into it, inside the caller's transaction.

    Call it once a transaction, at its end: FTS5 writes out what it has gathered at every savepoint, and a statement
    with a trigger makes one; mixed with the other tables' statements, indexing takes five times as long.
    """
    conn.executemany(
        # The index holds no text of its own: what it forgets must be told word for word.
        "INSERT INTO article_fts (article_fts, rowid, title, text) VALUES ('delete', ?, ?, ?)",
        [(key, *words) for key, words in outdated.items()],
    )
    conn.executemany(
        "INSERT INTO article_fts (rowid, title, text) VALUES (?, ?, ?)",
        [(key, *words) for key, words in current.items()],
    )
