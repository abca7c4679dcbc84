"""The full-text index is written in segments and merged when there is time: nothing is lost, and few are left."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from reader.store.connection import Store
from reader.store.indexing import expect_many, index_words, merge_index

WRITES = 70


def segments(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(DISTINCT segid) FROM article_fts_idx").fetchone()[0])


def found(connection: sqlite3.Connection, word: str) -> list[int]:
    rows = connection.execute("SELECT rowid FROM article_fts WHERE article_fts MATCH ? ORDER BY rowid", (word,))
    return [row[0] for row in rows]


def test_merging_leaves_few_segments_and_every_word(tmp_path: Path) -> None:
    with Store.open(tmp_path / "t.db") as store:
        with store.write() as connection:
            expect_many(connection)
        for number in range(WRITES):
            with store.write() as connection:
                index_words(connection, {}, {number: (f"title{number}", f"wafer chip{number % 7}")})
        with store.write() as connection:
            index_words(connection, {5: ("title5", "wafer chip5")}, {5: ("title5", "glass chip5")})
        assert segments(store.connection) > 60
        steps = 0
        merging = True
        while merging:
            with store.write() as connection:
                merging = merge_index(connection)
            steps += 1
        assert steps < 50
        assert segments(store.connection) <= 16
        assert found(store.connection, "wafer") == [n for n in range(WRITES) if n != 5]
        assert found(store.connection, "glass") == [5]
        assert found(store.connection, "chip3") == list(range(3, WRITES, 7))


def test_settings_are_written_once(tmp_path: Path) -> None:
    with Store.open(tmp_path / "t.db") as store:
        for _ in range(2):
            before = store.connection.total_changes
            with store.write() as connection:
                expect_many(connection)
        assert store.connection.total_changes == before
