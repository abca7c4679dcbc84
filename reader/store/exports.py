"""What is remembered of exported pages: where they lie, what we wrote into them, what the last briefing knew."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from reader.model.exports import Exported
from reader.store.layout import compact
from reader.store.times import moment, seconds


def remembered(conn: sqlite3.Connection, root: str) -> dict[tuple[str, str], Exported]:
    """Returns what was written into the folder ``root`` (a resolved path): (page id, kind) → what is known of it."""
    rows = conn.execute(
        "SELECT page, kind, path, written, blocks, front, memory FROM exports WHERE root = ? ORDER BY page, kind",
        (root,),
    )
    return {
        (page, kind): Exported(root, page, kind, path, moment(written), json.loads(blocks), _front(front), memory)
        for page, kind, path, written, blocks, front, memory in rows
    }


def remember(conn: sqlite3.Connection, exported: Iterable[Exported]) -> None:
    """Saves what became of pages; stand inside ``store.write()``. Call it as soon as the files are written."""
    conn.executemany(
        "INSERT OR REPLACE INTO exports (root, page, kind, path, written, blocks, front, memory)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (one.root, one.id, one.kind, one.path, seconds(one.written), compact(dict(one.blocks)),
             compact({key: list(value) if isinstance(value, tuple) else value for key, value in one.front.items()}),
             one.memory)
            for one in exported
        ],
    )  # fmt: skip


def last_memory(conn: sqlite3.Connection, page: str, kind: str) -> str:
    """Returns what the page's last written state knew, in whatever folder; empty where it was never written."""
    row = conn.execute(
        "SELECT memory FROM exports WHERE page = ? AND kind = ? ORDER BY written DESC, root LIMIT 1", (page, kind)
    ).fetchone()
    return str(row[0]) if row else ""


def _front(text: str) -> dict[str, str | tuple[str, ...]]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in json.loads(text).items()}
