"""Opening the store: one writing connection with one write block, any number of read-only ones.

SQLite's errors that a person can mend become ``StoreError`` classes here; all others stay raw, because they are bugs.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

from reader.clean import clean_line
from reader.errors import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreNotOurs,
    StoreReadOnly,
    StoreTooNew,
)
from reader.store import migrations

APPLICATION_ID = 0x54415045
"""``TAPE``: marks the file as a store of ours"""
BUSY_SECONDS = 30.0
SQLITE_VERSION = sqlite3.sqlite_version_info
LOG_FAULT_ENDED = (3, 51, 3)
"""the first SQLite in which two checkpoints at once cannot reset a log that is in use"""
Connection = sqlite3.Connection
_MAGIC = b"SQLite format 3\x00"


def store_error(error: sqlite3.Error, path: Path | str) -> StoreError | None:
    """Returns what an SQLite error means for a person, or None where it is a bug of ours."""
    name = getattr(error, "sqlite_errorname", None) or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreBusy(f"{path}: another program keeps the store locked; try again when it has finished")
    if name == "SQLITE_FULL":
        return StoreFull(f"{path}: the disk is full; free some space and run the command again, nothing is lost")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return StoreDamaged(
            f"{path}: the store is damaged ({clean_line(str(error), 120)}); nothing was changed. "
            f"{restore_line(Path(path))}"
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM")):
        return StoreReadOnly(f"{path}: the store cannot be written; check the permissions of the file and its folder")
    if name.startswith("SQLITE_CANTOPEN"):
        return StoreReadOnly(f"{path}: the store cannot be opened; check that its folder exists and may be written")
    if name.startswith("SQLITE_IOERR"):
        return StoreError(f"{path}: the disk gave an error ({name}); check the disk and its free space")
    return None


def restore_line(path: Path) -> str:
    """Returns the sentence that says how to get back to a good store: the newest backup, or none there is."""
    from reader.store.backup import backups

    found = backups(path)
    if found:
        return f"The newest backup is {found[-1]}; to go back to it: cp '{found[-1]}' '{path}'"
    return "There is no backup beside it; move the file away to start with an empty store."


@contextmanager
def store_errors(path: Path | str) -> Iterator[None]:
    """Turns the SQLite errors of the block that a person can mend into StoreError; the rest pass through raw."""
    try:
        yield
    except sqlite3.Error as error:
        if told := store_error(error, path):
            raise told from error
        raise


class Store:
    """The store opened for writing. Any thread may write; one at a time does."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: Path, busy_seconds: float = BUSY_SECONDS) -> Store:
        """Opens the store, making it (and its folder) or migrating it first where that is needed.

        Safe when several processes do it at once. Before a migration of a store that has articles, a copy is put
        beside it. Raises StoreError: StoreNotOurs for another program's file, StoreTooNew for a newer schema,
        StoreDamaged, StoreReadOnly, StoreFull, StoreBusy.
        """
        path = Path(path)
        _make_file(path)
        with store_errors(path), _own_format(path):
            connection = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
            try:
                _prepare(connection)
                found = check(connection, path)
                _use_wal(connection, busy_seconds)
                if found < migrations.VERSION:
                    _migrate(connection, path, found)
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA wal_autocheckpoint = 0")
            except BaseException:
                connection.close()
                raise
        return cls(path, connection)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Begins IMMEDIATE, yields the connection, commits; rolls back where the block raises.

        Keep it short and do nothing slow inside: everybody else who writes is waiting. Raises StoreBusy where the
        store stays locked, StoreFull, StoreReadOnly, StoreDamaged.
        """
        with self._lock, store_errors(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                # A full disk can have rolled the transaction back already.
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def checkpoint(self) -> bool:
        """Moves the log into the file and empties it; only for who holds the sync lock.

        Gives up at once (False) where a reader or writer is in the way: the next sync does it.
        """
        with self._lock, store_errors(self.path):
            before = self.connection.execute("PRAGMA busy_timeout").fetchone()[0]
            self.connection.execute("PRAGMA busy_timeout = 0")
            try:
                busy = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            except sqlite3.OperationalError as error:
                if isinstance(store_error(error, self.path), StoreBusy):
                    return False
                raise
            finally:
                self.connection.execute(f"PRAGMA busy_timeout = {int(before)}")
            return bool(busy == 0)

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_reader(path: Path, *, any_thread: bool = False) -> sqlite3.Connection:
    """Opens a read-only connection, for the thread that calls, or for ``any_thread`` as long as only one uses it at a
    time. Nothing it does can change the store.

    Works on a read-only disk too. An older store is migrated first. Raises StoreError where there is no store
    (StoreReadOnly), it is not ours, newer than we know, or damaged.
    """
    path = Path(path)
    with store_errors(path), _own_format(path):
        connection = _connect_reading(path, any_thread)
        try:
            found = check(connection, path)
        except BaseException:
            connection.close()
            raise
        if found < migrations.VERSION:
            connection.close()
            Store.open(path).close()
            connection = _connect_reading(path, any_thread)
        return connection


def _connect_reading(path: Path, any_thread: bool) -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    connection = sqlite3.connect(
        address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=not any_thread
    )
    try:
        _prepare(connection)
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if not error.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")) or not path.exists():
            raise
        # A log cannot be made on a read-only disk; what lies in the file can be read without one.
        connection = sqlite3.connect(
            f"{address}&immutable=1", uri=True, isolation_level=None, check_same_thread=not any_thread
        )
        _prepare(connection)
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    for pragma in ("foreign_keys = ON", "trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0"):
        connection.execute(f"PRAGMA {pragma}")


def _make_file(path: Path) -> None:
    # Addresses of feeds can hold passwords and tokens: the file is its owner's alone (its log takes the same mode).
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreReadOnly(f"{path}: cannot be made: {error.strerror or error}") from error


@contextmanager
def _own_format(path: Path) -> Iterator[None]:
    """Tells another program's file from a damaged store, once SQLite has refused it.

    The file is never read by hand before that: closing it would drop every lock that this process's connections hold
    on it (POSIX locks belong to the process), and another process would delete the log under them
    (sqlite.org/howtocorrupt.html, section 2.2).
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_NOTADB":
            raise
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
        if head == _MAGIC:
            raise
        told = f"{path}: this is no store of Tapeout, and it was left alone. {restore_line(path)}"
        raise StoreNotOurs(told) from error


def check(connection: sqlite3.Connection, path: Path) -> int:
    """Returns the schema version of a store, 0 for an empty file.

    Raises StoreNotOurs for another program's database, StoreTooNew where a newer Tapeout has changed it.
    """
    ours = connection.execute("PRAGMA application_id").fetchone()[0]
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if ours != APPLICATION_ID:
        if ours == 0 and version == 0 and not connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
            return 0
        raise StoreNotOurs(f"{path}: a database of another program; name another file with --db")
    if version > migrations.VERSION:
        raise StoreTooNew(f"{path}: written by a newer Tapeout (schema {version}, this one knows {migrations.VERSION})")
    if version < migrations.VERSION:
        known = set(migrations.names())
        for (name,) in connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'tapeout'"):
            if name not in known:
                raise StoreTooNew(f"{path}: written by a newer Tapeout (it took a step named {name!r})")
    return version


def _use_wal(connection: sqlite3.Connection, seconds: float) -> None:
    # Changing the mode does not wait for others by itself: SQLite answers "busy" at once.
    deadline = time.monotonic() + seconds
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
                return
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _migrate(connection: sqlite3.Connection, path: Path, found: int) -> None:
    if found:
        from reader.store.backup import copy_before_migration

        copy_before_migration(connection, path, found)
    connection.execute("BEGIN IMMEDIATE")
    try:
        found = check(connection, path)
        if found < migrations.VERSION:
            migrations.apply(connection)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            if found:
                _verify(connection, path)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _verify(connection: sqlite3.Connection, path: Path) -> None:
    wrong = connection.execute("PRAGMA foreign_key_check").fetchone()
    told = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if wrong or told != "ok":
        detail = f"row {wrong[1]} of {wrong[0]} points nowhere" if wrong else clean_line(told, 120)
        raise StoreDamaged(f"{path}: could not be brought up to date: {detail}; nothing was changed")
