"""One sync at a time on one store: a kernel lock on a file beside it, released even when the holder is killed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from reader.errors import PartialFailure, StoreReadOnly


class SyncRunning(PartialFailure):
    """Another sync holds the lock; the message says which process and since when."""


@contextmanager
def sync_lock(path: Path, now: datetime, *, wait: bool = False) -> Iterator[None]:
    """Holds the sync lock of a store. Raises SyncRunning where another process holds it, unless told to wait."""
    owner = path.with_name(path.name + ".owner")
    lock = FileLock(path, timeout=-1 if wait else 0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise SyncRunning(f"another sync is running{_describe(owner)}; --wait waits for it") from error
    except OSError as error:
        raise StoreReadOnly(f"{path}: the lock cannot be taken: {error.strerror or error}") from error
    try:
        with suppress(OSError):  # the note only serves the message that a second sync prints
            owner.write_text(json.dumps({"pid": os.getpid(), "since": now.isoformat(timespec="seconds")}), "utf-8")
        yield
    finally:
        with suppress(OSError):
            owner.unlink(missing_ok=True)
        lock.release()


def _describe(owner: Path) -> str:
    try:
        told = json.loads(owner.read_text("utf-8"))
        return f" (process {int(told['pid'])}, since {datetime.fromisoformat(told['since']):%Y-%m-%d %H:%M:%S} UTC)"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
