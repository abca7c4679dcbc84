"""What was written into which folder is remembered per folder, page and kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.errors import StoreBusy
from reader.model.exports import Exported
from reader.store import exports
from reader.store.connection import Store, open_reader

NOW = datetime(2026, 4, 25, 9, 0, tzinfo=UTC)
ONE = Exported("/vault", "s1", "briefing", "a/b.md", NOW, {"summary": "0123"}, {"title": "T", "tags": ("a", "b")}, "{}")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.db") as opened:
        yield opened


def test_it_comes_back_as_it_was(store: Store) -> None:
    with store.write() as conn:
        exports.remember(conn, [ONE, replace(ONE, kind="figures", memory="")])
    reader = open_reader(store.path)
    try:
        told = exports.remembered(reader, "/vault")
        assert told["s1", "briefing"] == ONE
        assert set(told) == {("s1", "briefing"), ("s1", "figures")}
        assert exports.remembered(reader, "/other") == {}
    finally:
        reader.close()


def test_the_newest_writing_counts(store: Store) -> None:
    later = replace(ONE, written=NOW.replace(hour=10), path="c.md", memory='{"as_of": "x"}')
    with store.write() as conn:
        exports.remember(conn, [ONE])
        exports.remember(conn, [later])
        exports.remember(conn, [replace(ONE, root="/other")])
        assert exports.remembered(conn, "/vault")["s1", "briefing"] == later
        assert exports.last_memory(conn, "s1", "briefing") == '{"as_of": "x"}'
        assert exports.last_memory(conn, "s2", "briefing") == ""


def test_a_locked_store_says_that_it_is_busy(store: Store, tmp_path: Path) -> None:
    other = Store.open(tmp_path / "store.db", busy_seconds=0.05)
    with other, store.write(), pytest.raises(StoreBusy), other.write() as conn:
        exports.remember(conn, [ONE])
