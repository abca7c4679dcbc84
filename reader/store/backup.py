"""Consistent copies of the store, taken while others use it, and its checks."""

from __future__ import annotations

import os
import sqlite3
from datetime import date
from pathlib import Path

from reader.errors import StoreDamaged, StoreError

KEPT = 7
"""daily copies that stay"""


def backup(connection: sqlite3.Connection, target: Path) -> int:
    """Writes a copy of the store to ``target``, replacing a file of that name, and returns its size in bytes.

    The copy is made under a temporary name, checked (``quick_check``) and put in place in one step, so that
    ``target`` is never half a store. Raises StoreError where the folder cannot be written or the copy is not sound,
    and sqlite3.Error as ``reader.store.connection.store_error`` reads them.
    """
    target = Path(target)
    own = connection.execute("PRAGMA database_list").fetchone()[2]
    if own and target.exists() and target.samefile(own):
        raise StoreError(f"{target}: that is the store itself; name another file for the copy")
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        connection.execute("VACUUM INTO ?", (str(draft),))
        draft.chmod(0o600)
        _check_copy(draft)
        size = draft.stat().st_size
        _flush(draft)
        os.replace(draft, target)
        _flush(target.parent)
    except OSError as error:
        raise StoreError(f"{target}: the copy cannot be written: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)
    return size


def _check_copy(path: Path) -> None:
    copy = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        told = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    finally:
        copy.close()
    if told != "ok":
        raise StoreDamaged(f"{path}: the copy is not sound ({told}): the store itself may be damaged")


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def folder(store: Path) -> Path:
    """Returns the folder of a store's daily copies, beside it."""
    return store.with_name(f"{store.name}.backups")


def backups(store: Path) -> list[Path]:
    """Returns the daily copies of a store, oldest first."""
    return sorted(folder(store).glob("????-??-??.db"))


def daily_backup(connection: sqlite3.Connection, store: Path, today: date) -> Path | None:
    """Makes the day's copy unless there is one, removes those before the newest seven, and returns its path."""
    target = folder(store) / f"{today.isoformat()}.db"
    if target.exists():
        return None
    backup(connection, target)
    for old in backups(store)[:-KEPT]:
        old.unlink(missing_ok=True)
    return target


def copy_before_migration(connection: sqlite3.Connection, store: Path, version: int) -> Path:
    """Puts a copy of the store beside it before its schema changes; an earlier one of that version stays."""
    target = store.with_name(f"{store.name}.schema-{version}")
    if not target.exists():
        backup(connection, target)
    return target


def damage(connection: sqlite3.Connection) -> list[str]:
    """Returns what SQLite's own checks, the foreign keys and the full-text index say is wrong; empty if sound."""
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    found += [f"row {row[1]} of {row[0]} points nowhere" for row in connection.execute("PRAGMA foreign_key_check")]
    return found
