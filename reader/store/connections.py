"""The connections of a program that reads on many threads and writes seldom: kept open, handed out, closed together."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reader.store.connection import open_reader, store_errors

if TYPE_CHECKING:
    from reader.store.connection import Store


class Connections:
    """A store's connections: as many for reading as threads read at once, and one for writing from the first change on.

    Every method raises StoreError for what a person can mend.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._free: list[sqlite3.Connection] = []
        self._watching: sqlite3.Connection | None = None
        self._store: Store | None = None
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Gives a connection to one thread, for the block."""
        with self._lock:
            connection = self._free.pop() if self._free else None
        if connection is None:
            connection = open_reader(self.path, any_thread=True)
        try:
            with store_errors(self.path):
                yield connection
        finally:
            with self._lock:
                if self._closed:
                    connection.close()
                else:
                    self._free.append(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Gives the writing connection inside a transaction."""
        with self._lock:
            if self._store is None:
                # sqlite-utils comes with it: only who changes something pays for that.
                from reader.store.connection import Store

                self._store = Store.open(self.path)
            store = self._store
        with store.write() as connection:
            yield connection

    def version(self) -> int:
        """Returns a number that changes whenever another connection wrote to the store; for one thread only."""
        if self._watching is None:
            self._watching = open_reader(self.path)
        return int(self._watching.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Closes all of them; one that is still in use is closed when its block ends."""
        with self._lock:
            self._closed = True
            free, self._free = self._free, []
        for connection in free:
            connection.close()
        if self._watching is not None:
            self._watching.close()
        if self._store is not None:
            self._store.close()
        self._watching = self._store = None
