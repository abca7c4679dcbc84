"""Everything of the user's goes from one machine to another: before or after the articles came there, and twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from reader.analysis.lexicon import Lexicon
from reader.config import Paths
from reader.errors import UsageError
from reader.feeds.subscriptions import read_subscriptions
from reader.gazetteer import read_companies, read_topics
from reader.moving import Moved, pack, unpack
from reader.pipeline.samples import load_samples
from reader.store import moving, notes, stories, story_actions
from reader.store.connection import Store
from reader.store.reading import mark

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
FEEDS = '# mine\n[[feed]]\nurl = "https://one.example/feed"\nname = "One"\ntags = ["a"]\n'


def paths(home: Path) -> Paths:
    return Paths(home / "config", home / "config" / "feeds.toml", home / "store.db", home / "state")


@contextmanager
def machine(home: Path, filled: bytes | None = None) -> Iterator[Store]:
    home.mkdir(exist_ok=True)
    if filled is not None:
        (home / "store.db").write_bytes(filled)
    with Store.open(home / "store.db") as store:
        yield store


def fill(store: Store) -> None:
    for _ in load_samples(store, Lexicon.of(read_companies(), read_topics()), lambda: NOW):
        pass


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    home = tmp_path_factory.mktemp("samples")
    with machine(home) as store:
        fill(store)
        store.checkpoint()
    return (home / "store.db").read_bytes()


def live_in(store: Store, where: Paths) -> None:
    """Does to a filled store what a person does."""
    ids = [row[0] for row in store.connection.execute("SELECT id FROM articles ORDER BY id")]
    (story, other) = [row.id for row in stories.rows(store.connection, NOW)][:2]
    with store.write() as conn:
        mark(conn, ids[:20], read=True, now=NOW)
        mark(conn, ids[5:8], star=True, tag=["power deals"], now=NOW)
        mark(conn, ids[6:7], untag=["power deals"], now=NOW + timedelta(minutes=1))
        made = notes.add(conn, ids[30], "First words", quote="A sentence.", now=NOW)
        notes.edit(conn, made.id, "Better words", now=NOW + timedelta(minutes=5))
        notes.add(conn, story, "On the story", now=NOW)
        gone = notes.add(conn, "cerebras", "Gone", now=NOW)
        notes.remove(conn, gone.id, now=NOW)
        story_actions.rename(conn, story, "My own title", NOW)
        story_actions.merge(conn, [story, other], NOW + timedelta(minutes=2))
        conn.execute("INSERT INTO views VALUES ('Power', 'topic:energy', 1)")
    where.config.mkdir(exist_ok=True)
    where.feeds.write_text(FEEDS)
    where.settings.write_text("[reading]\nascii = true\n")


def own(store: Store) -> dict[str, Any]:
    """Returns what is the user's own; feeds and whole articles are only carried for its sake."""
    data = moving.dump(store.connection)
    return {key: value for key, value in data.items() if key not in ("feeds", "articles")}


@pytest.fixture
def packed(tmp_path: Path, filled: bytes) -> tuple[bytes, dict[str, Any]]:
    with machine(tmp_path / "old", filled) as store:
        live_in(store, paths(tmp_path / "old"))
        return pack(store, paths(tmp_path / "old"), NOW), own(store)


def test_into_a_store_that_has_the_same_articles(tmp_path: Path, filled: bytes, packed: tuple[bytes, Any]) -> None:
    data, before = packed
    with machine(tmp_path / "new", filled) as store:
        moved = unpack(store, paths(tmp_path / "new"), data, "house.json")
        assert own(store) == before
        assert moved.taken.articles == 0
        assert moved.taken.notes == 3
        again = unpack(store, paths(tmp_path / "new"), data, "house.json")
        assert again == Moved(moving.Taken(), 0, (), (), known=1)
        assert own(store) == before
    assert paths(tmp_path / "new").feeds.read_text() == FEEDS


def test_into_an_empty_store_that_fetches_later(tmp_path: Path, packed: tuple[bytes, Any]) -> None:
    data, before = packed
    with machine(tmp_path / "new") as store:
        moved = unpack(store, paths(tmp_path / "new"), data, "house.json")
        assert 4 <= moved.taken.articles < 40
        assert own(store)["notes"] == before["notes"]
        assert len(own(store)["reading"]) == len(before["reading"])
        fill(store)
        assert own(store) == before
        assert store.connection.execute("SELECT count(*) FROM awaited").fetchone() == (0,)
        unread, counted = (
            store.connection.execute(sql).fetchone()[0]
            for sql in ("SELECT count(*) FROM reading WHERE read = 0", "SELECT sum(unread) FROM feed_counts")
        )
        assert unread == counted


def test_the_newer_word_counts_and_older_wordings_are_kept(
    tmp_path: Path, filled: bytes, packed: tuple[bytes, Any]
) -> None:
    data, _ = packed
    with machine(tmp_path / "new", filled) as store:
        unpack(store, paths(tmp_path / "new"), data, "house.json")
        note = next(note for note in notes.notes(store.connection) if note.body == "Better words")
        starred = store.connection.execute(
            "SELECT a.id FROM reading r JOIN articles a ON a.key = r.article WHERE starred = 1"
        ).fetchone()[0]
        with store.write() as conn:
            notes.edit(conn, note.id, "Newest words", now=NOW + timedelta(hours=1))
            mark(conn, [starred], star=False, now=NOW + timedelta(hours=1))
        newer = own(store)
        unpack(store, paths(tmp_path / "new"), data, "house.json")
        told = own(store)
        assert told["reading"] == newer["reading"]
        assert notes.get(store.connection, note.id).body == "Newest words"  # type: ignore[union-attr]
        assert {old.body for old in notes.history(store.connection, note.id)} == {"First words", "Better words"}


def test_files_of_yours_stay_and_subscriptions_are_added(
    tmp_path: Path, filled: bytes, packed: tuple[bytes, Any]
) -> None:
    data, _ = packed
    where = paths(tmp_path / "new")
    with machine(tmp_path / "new", filled) as store:
        where.config.mkdir()
        where.feeds.write_text('# here\n[[feed]]\nurl = "https://two.example/feed"\n')
        where.settings.write_text("[reading]\nascii = false\n")
        moved = unpack(store, where, data, "house.json")
    assert moved.subscriptions == 1
    assert [feed.url for feed in read_subscriptions(where.feeds).feeds] == [
        "https://two.example/feed",
        "https://one.example/feed",
    ]
    assert where.feeds.read_text().startswith("# here\n")
    assert where.settings.read_text() == "[reading]\nascii = false\n"
    assert moved.beside == (where.config / "config.toml.moved",)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: b"",
        lambda d: b"[]",
        lambda d: b'{"format": "tapeout", "version": 99}',
        lambda d: b'{"format": "tapeout", "version": 1, "files": {}, "store": {}}',
        lambda d: b"[" * 100_000,
        lambda d: d[: len(d) // 2],
        lambda d: changed(d, "notes", lambda note: note | {"updated": "soon"}),
        lambda d: changed(d, "notes", lambda note: note | {"body": None}),
        lambda d: changed(d, "articles", lambda a: a | {"layout": "[[[0, 99999999, \"p\"]], []]"}),
        lambda d: changed(d, "articles", lambda a: a | {"layout": "nonsense"}),
        lambda d: changed(d, "decisions", lambda each: each | {"stories": "{"}),
    ],
)  # fmt: skip
def test_a_file_that_is_not_ours_changes_nothing(tmp_path: Path, packed: tuple[bytes, Any], spoil: Any) -> None:
    with machine(tmp_path / "new") as store:
        before = own(store)
        with pytest.raises(UsageError, match=r"house\.json"):
            unpack(store, paths(tmp_path / "new"), spoil(packed[0]), "house.json")
        assert own(store) == before
        assert store.connection.execute("SELECT count(*) FROM articles").fetchone() == (0,)


def changed(data: bytes, part: str, change: Any) -> bytes:
    document = json.loads(data)
    document["store"][part] = [change(each) for each in document["store"][part]]
    return json.dumps(document).encode()
