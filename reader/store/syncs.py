"""The log of syncs: when each ran and what it brought."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reader.model.progress import FeedFailure, Progress
from reader.store.layout import compact
from reader.store.times import moment, moment_or_none, seconds

KEPT = 500
"""syncs that the log keeps"""


@dataclass(frozen=True, slots=True)
class SyncRun:
    """One sync; ``finished`` is None where it still runs or was killed."""

    key: int
    started: datetime
    finished: datetime | None
    feeds: int
    fetched: int
    unchanged: int
    failed: int
    new: int
    updated: int
    errors: tuple[FeedFailure, ...] = ()


def begin_sync(conn: sqlite3.Connection, now: datetime) -> int:
    """Writes that a sync began and returns its key; the oldest beyond five hundred leave the log."""
    key = conn.execute("INSERT INTO syncs (started) VALUES (?)", (seconds(now),)).lastrowid
    conn.execute("DELETE FROM syncs WHERE key <= ?", ((key or 0) - KEPT,))
    return key or 0


def new_since(conn: sqlite3.Connection) -> int:
    """Returns the inner key after which articles are new to the sync that is about to begin.

    What syncs stored that were cut off since the last whole one counts as new: nothing has looked at it yet.
    """
    newest = conn.execute("SELECT coalesce(max(key), 0) FROM articles").fetchone()[0]
    begun = conn.execute(
        "SELECT min(started) FROM syncs WHERE finished IS NULL"
        " AND key > (SELECT coalesce(max(key), 0) FROM syncs WHERE finished IS NOT NULL)"
    ).fetchone()[0]
    if begun is None:
        return int(newest)
    last = conn.execute("SELECT key FROM articles WHERE first_seen < ? ORDER BY key DESC LIMIT 1", (begun,)).fetchone()
    return int(last[0]) if last else 0


def end_sync(conn: sqlite3.Connection, key: int, progress: Progress, now: datetime) -> None:
    """Writes how a sync ended."""
    errors = compact([[error.feed, error.url, error.error] for error in progress.errors])
    conn.execute(
        "UPDATE syncs SET (finished, feeds, fetched, unchanged, failed, new, updated, errors) ="
        " (?, ?, ?, ?, ?, ?, ?, ?) WHERE key = ?",
        (seconds(now), progress.feeds, progress.fetched, progress.unchanged, progress.failed, progress.new,
         progress.updated, errors, key),
    )  # fmt: skip


def syncs(conn: sqlite3.Connection, limit: int = 20) -> list[SyncRun]:
    """Returns the last syncs, newest first."""
    rows = conn.execute(
        "SELECT key, started, finished, feeds, fetched, unchanged, failed, new, updated, errors FROM syncs"
        " ORDER BY key DESC LIMIT ?",
        (limit,),
    )
    return [_read(row) for row in rows]


def _read(row: Sequence[Any]) -> SyncRun:
    key, started, finished, feeds, fetched, unchanged, failed, new, updated, errors = row
    told = tuple(FeedFailure(*values) for values in json.loads(errors))
    ended = moment_or_none(finished)
    return SyncRun(key, moment(started), ended, feeds, fetched, unchanged, failed, new, updated, told)
