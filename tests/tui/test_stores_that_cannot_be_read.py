"""A store that cannot be read is told in one line, as by every verb, before the screen is taken."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from reader.cli.application import Application
from reader.cli.reading import open_reader
from reader.errors import StoreDamaged, StoreError, StoreNotOurs, StoreTooNew
from reader.store.connection import Store


def newer(path: Path) -> None:
    Store.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")


def another_programs(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (a)")


def torn(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)


@pytest.mark.parametrize(
    ("spoil", "error"), [(newer, StoreTooNew), (another_programs, StoreNotOurs), (torn, StoreDamaged)]
)
def test_it_is_told_and_the_reader_does_not_open(tmp_path: Path, spoil: object, error: type[StoreError]) -> None:
    path = tmp_path / "store.db"
    assert callable(spoil)
    spoil(path)
    with pytest.raises(error, match=r"store\.db"):
        open_reader(Application(environ={}, db=path, feeds=tmp_path / "feeds.toml", config=tmp_path / "config"))
