"""Threads share the connections that lie idle; closing takes all of them, those in use as soon as they are done."""

from __future__ import annotations

import sqlite3
import threading
from array import array
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from reader.store import grouping, lists
from reader.store.connection import Store, open_reader
from reader.store.connections import Connections
from tests.tui.samples import make_store


def test_one_thread_after_another_takes_the_same_connection(tmp_path: Path) -> None:
    Store.open(tmp_path / "s.db").close()
    connections = Connections(tmp_path / "s.db")
    seen = []

    def read() -> None:
        with connections.reading() as conn:
            seen.append(conn)
            conn.execute("SELECT 1").fetchone()

    for _ in range(3):
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
    assert len(set(map(id, seen))) == 1
    with connections.reading() as one, connections.reading() as other:
        assert one is not other
        connections.close()
        one.execute("SELECT 1")
    for conn in (one, other):
        with pytest.raises(sqlite3.ProgrammingError):
            conn.execute("SELECT 1")


def test_writing_shows_in_the_version_of_others(tmp_path: Path) -> None:
    Store.open(tmp_path / "s.db").close()
    connections, writer = Connections(tmp_path / "s.db"), Connections(tmp_path / "s.db")
    before = connections.version()
    with writer.writing() as conn:
        conn.execute("CREATE TABLE mine (x)")
    assert connections.version() != before
    connections.close()
    writer.close()


def test_what_articles_are_grouped_by(tmp_path: Path) -> None:
    make_store(tmp_path / "s.db")
    conn = open_reader(tmp_path / "s.db")
    keys = lists.keys(conn, now=datetime(2026, 5, 4, tzinfo=UTC))
    days = list(grouping.days_of(conn, keys))
    assert days[0] == "2026-05-04"
    assert days == sorted(days, reverse=True)
    east = list(grouping.days_of(conn, keys, timezone(timedelta(hours=14))))
    assert [day for day, other in zip(days, east, strict=True) if day != other]
    assert set(grouping.feeds_of(conn, keys)) == {"longwire", "reticle", "rack-and-row", "tidewater"}
    stories = list(grouping.stories_of(conn, keys))
    assert stories.count("Cerebras goes public") == 6
    assert stories.count("") == 2
    assert list(grouping.companies_of(conn, keys)).count("") == 1
    assert list(grouping.days_of(conn, array("q"))) == []
    conn.close()
