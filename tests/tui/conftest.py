"""A filled store for every module of tests, copied where a test writes."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.store.connection import Store
from tests.tui.samples import make_store


@pytest.fixture(autouse=True)
def _zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    path = tmp_path_factory.mktemp("reader") / "store.db"
    story = make_store(path)
    with Store.open(path) as store:
        store.checkpoint()
    return path, story


@pytest.fixture
def store_path(_filled: tuple[Path, str], tmp_path: Path) -> Path:
    """A store of the samples that the test may write to."""
    return Path(shutil.copy(_filled[0], tmp_path / "store.db"))


@pytest.fixture
def story_id(_filled: tuple[Path, str]) -> str:
    return _filled[1]


@pytest.fixture
def empty_path(tmp_path: Path) -> Path:
    """A store without an article."""
    path = tmp_path / "empty.db"
    Store.open(path).close()
    return path
