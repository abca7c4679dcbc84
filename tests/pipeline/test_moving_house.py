"""Everything of the user's goes from one machine to another: before or after the articles came there, and twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from reader.analysis.lexicon import Lexicon
from reader.config import Paths
from reader.errors import UsageError
from reader.feeds.subscriptions import read_subscriptions
from reader.gazetteer import read_companies, read_topics
from reader.model.exports import Page
from reader.model.stories import WatchState
from reader.moving import Moved, pack, settle, unpack
from reader.pipeline.samples import load_samples
from reader.publish import Names, Vault, export, story_page
from reader.store import accounts, moving, notes, stories, story_actions, views
from reader.store.backup import backup
from reader.store.connection import Connection, Store
from reader.store.reading import mark

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SETTINGS = """\
[reading]
ascii = true

[[view]]
name = "Memory"
query = "topic:memory"

[[rule]]
query = "company:cerebras"
tag = "wafer"
"""
COMPANIES = '[[company]]\nid = "globex"\nname = "Globex"\n'
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
        views.save_view(conn, "Power", "topic:energy", now=NOW)
        views.record_search(conn, "wafer", now=NOW)
        for state, (_, item) in zip((WatchState.MET, WatchState.MISSED), stories.watching(conn, NOW)[:2], strict=True):
            assert stories.resolve_watch(conn, item.event.id, state, NOW)
        stories.opened(conn, story, NOW)
        accounts.add_account(conn, "mine", "https://reader.example/api/greader.php", "ann", NOW)
    where.config.mkdir(exist_ok=True)
    where.feeds.write_text(FEEDS)
    where.settings.write_text(SETTINGS)
    where.companies.write_text(COMPANIES)
    export(store, where.db.parent / "vault", partial(briefings, story), NOW)


def briefings(story: str, conn: Connection, vault: Vault) -> Iterator[Page]:
    found = stories.get(conn, story, NOW)
    assert found
    yield story_page(conn, found, Names(), NOW, vault=vault)


def own(store: Store) -> dict[str, Any]:
    """Returns what is the user's own; feeds and whole articles are only carried for its sake."""
    data = moving.dump(store.connection)
    return {key: value for key, value in data.items() if key not in ("feeds", "articles")}


OWN = {
    "reading": "SELECT a.id, r.read, r.starred, r.read_changed, r.star_changed FROM reading r JOIN articles a"
    " ON a.key = r.article",
    "article_tags": "SELECT a.id, t.tag, t.held, t.changed FROM article_tags t JOIN articles a ON a.key = t.article",
    "notes": "SELECT id, target, created, updated, quote, body, removed FROM notes",
    "note_history": "SELECT n.id, h.updated, h.quote, h.body FROM note_history h JOIN notes n ON n.key = h.note",
    "decisions": "SELECT kind, stories, articles, against, title, before, made FROM decisions WHERE undone IS NULL",
    "expectations": "SELECT * FROM expectations",
    "searches": "SELECT * FROM searches",
    "views": "SELECT * FROM views",
    "exports": "SELECT * FROM exports",
    "accounts": "SELECT id, url, user FROM accounts",
    "stories": "SELECT id, named, opened FROM stories",
    "story_articles": "SELECT s.id, a.id FROM story_articles l JOIN stories s ON s.key = l.story"
    " JOIN articles a ON a.key = l.article",
}
"""what a person did, read from each table by itself: it must be the same on the new machine"""
AGAIN = {
    *("account_feeds", "account_items", "analyses", "article_related", "articles", "awaited", "candidates"),
    *("company_counts", "company_tags", "copies", "copy_keys", "dossiers", "event_companies", "events", "feed_counts"),
    *("feeds", "figures", "link_clusters", "link_companies", "link_profiles", "link_stream", "link_terms", "pages"),
    *("relations", "revisions", "risks", "sentences", "sources", "story_events", "story_moves", "story_related"),
    *("summaries", "syncs", "texts", "topic_counts", "topic_tags", "_sqlite_migrations"),
}
"""what is fetched, analysed or linked again, and what a sync server knows"""


def rows(store: Store) -> dict[str, list[Any]]:
    return {table: sorted(map(repr, store.connection.execute(sql))) for table, sql in OWN.items()}


def test_every_table_is_carried_or_can_be_made_again(filled: bytes, tmp_path: Path) -> None:
    with machine(tmp_path / "old", filled) as store:
        names = [name for (name,) in store.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '*_fts*'")]  # fmt: skip
    assert set(names) == set(OWN) | AGAIN


def test_the_tables_of_both_machines_say_the_same(tmp_path: Path, filled: bytes) -> None:
    old, new = paths(tmp_path / "old"), paths(tmp_path / "new")
    with machine(tmp_path / "old", filled) as store:
        live_in(store, old)
        data, before = pack(store, old, NOW), rows(store)
        assert all(before.values())
        backup(store.connection, tmp_path / "copy" / "store.db")
    with machine(tmp_path / "copy") as store:
        assert rows(store) == before
    with machine(tmp_path / "new") as store:
        unpack(store, new, data, "house.json")
        fill(store)
        settle(store, data, "house.json")
        assert rows(store) == before
        unpack(store, new, data, "house.json")
        assert rows(store) == before
        done = export(store, tmp_path / "old" / "vault", partial(briefings, first_opened(store)), NOW)
        assert (len(done.unchanged), done.written, done.kept) == (1, (), ())
    for name in ("feeds.toml", "config.toml", "companies.toml"):
        assert (new.config / name).read_text() == (old.config / name).read_text()


def first_opened(store: Store) -> str:
    (story,) = store.connection.execute("SELECT id FROM stories WHERE opened IS NOT NULL").fetchone()
    return str(story)


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
        settle(store, data, "house.json")
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
        lambda d: changed(d, "exports", lambda each: each | {"blocks": "[]"}),
        lambda d: changed(d, "opened", lambda each: each | {"opened": "soon"}),
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
