"""Marks, tags, notes, feeds, the log of syncs and remembered searches; and every writer against a locked store."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from reader.errors import NotFound, StoreBusy
from reader.model.feeds import FeedKind
from reader.model.findings import Findings
from reader.model.lists import TagCount
from reader.model.progress import FeedFailure, Progress, Stage
from reader.store import articles, companies, feeds, findings, lists, notes, pages, reading, syncs, views
from reader.store.connection import Store, open_reader
from tests.store.filling import NOW, change, save, subscription

ONE, TWO = change("one").article_id, change("two").article_id
LATER = NOW + timedelta(hours=1)


def test_marks_say_how_many_changed(store: Store) -> None:
    save(store, change("one"), change("two"))
    with store.write() as conn:
        assert reading.mark(conn, [ONE, TWO, "a000"], read=True) == 2
        assert reading.mark(conn, [ONE, TWO], read=True) == 0
        assert reading.mark(conn, [ONE], read=False, star=True) == 1
        assert reading.mark(conn, [ONE, TWO], tag=["Power", " later\n"]) == 2
        assert reading.mark(conn, [ONE], tag=["power"]) == 0
        assert reading.mark(conn, [TWO], untag=["POWER"]) == 1
        assert reading.mark(conn, [TWO], untag=["POWER", "never"]) == 0
        assert reading.mark(conn, [], read=True) == 0
        assert reading.mark(conn, [ONE]) == 0
    one, two = articles.get_many(store.connection, [ONE, TWO])
    assert (one.read, one.starred, one.tags) == (False, True, ("Power", "later"))
    assert (two.read, two.starred, two.tags) == (True, False, ("later",))
    assert reading.tags(store.connection) == [TagCount("later", 2, 1), TagCount("Power", 1, 1)]
    with store.write() as conn:
        reading.mark(conn, [TWO], tag=["power"])
    assert articles.get_many(store.connection, [TWO])[0].tags == ("Power", "later")


@pytest.mark.parametrize("tag", ["", "  ", "\x1b", "#", "\u202e"])
def test_a_tag_needs_a_letter(store: Store, tag: str) -> None:
    save(store, change("one"))
    with pytest.raises(ValueError, match="letter"), store.write() as conn:
        reading.mark(conn, [ONE], read=True, tag=[tag])
    assert lists.count(store.connection, lists.ArticleFilter(unread=True)) == 1


def test_many_are_marked_by_key(store: Store) -> None:
    save(store, *(change(f"n{n}") for n in range(1300)))
    with store.write() as conn:
        keys = lists.keys(conn, lists.ArticleFilter(query="cerebras"))
        assert reading.mark_keys(conn, keys, read=True, tag=["all"]) == 1300
    (state,) = feeds.feed_states(store.connection)
    assert (state.articles, state.unread) == (1300, 0)
    assert lists.count(store.connection, lists.ArticleFilter(unread=True)) == 0
    assert reading.tags(store.connection) == [TagCount("all", 1300, 0)]


def test_counts_beside_lenses_follow_marks(store: Store) -> None:
    save(store, change("one"), change("two"))
    with store.write() as conn:
        reading.mark(conn, [ONE], read=True, star=True)
        notes.add(conn, ONE, "x")
        notes.add(conn, ONE, "y")
        notes.add(conn, "nvidia", "z")
        state = feeds.feed_states(conn)[0]
        feeds.record_fetch(conn, replace(state, failures=2, last_status="failed"))
    counts = companies.lens_counts(store.connection)
    assert (counts.articles, counts.unread, counts.starred, counts.noted, counts.notes) == (2, 1, 1, 1, 3)
    assert (counts.feeds, counts.failing, counts.stories) == (1, 1, 0)


def test_notes_keep_every_wording(store: Store) -> None:
    with store.write() as conn:
        note = notes.add(conn, ONE, " Ask *why*\n", quote="The S-1.", now=NOW)
        assert note.id.startswith("n")
        assert (note.body, note.created, note.updated, note.quote) == ("Ask *why*", NOW, NOW, "The S-1.")
        assert notes.add(conn, ONE, "Ask *why*", now=NOW).id != note.id
        edited = notes.edit(conn, note.id, "Ask when", now=LATER)
        assert (edited.body, edited.created, edited.updated, edited.quote) == ("Ask when", NOW, LATER, "The S-1.")
        assert notes.edit(conn, note.id, "Ask when") == edited
        assert [old.body for old in notes.history(conn, note.id)] == ["Ask *why*"]
        assert [n.body for n in notes.notes(conn, ONE)] == ["Ask when", "Ask *why*"]
        assert notes.notes(conn, words="WHEN") == [edited]
        assert notes.notes(conn, words="100%") == []
        assert notes.notes(conn, since=LATER) == [edited]
        assert notes.notes(conn, TWO) == []
        notes.remove(conn, note.id)
        assert notes.get(conn, note.id) is None
        assert notes.restore(conn, note.id) == edited


def test_a_note_needs_words_and_a_name(store: Store) -> None:
    with store.write() as conn:
        for body in ("", "  \n", "\x1b"):
            with pytest.raises(ValueError, match="words"):
                notes.add(conn, ONE, body)
        for missing in (lambda: notes.edit(conn, "n0", "x"), lambda: notes.remove(conn, "n0"),
                        lambda: notes.restore(conn, "n0")):  # fmt: skip
            with pytest.raises(NotFound, match="n0"):
                missing()


def ids(store: Store, listed: bool = True) -> list[str]:
    return [state.id for state in feeds.feed_states(store.connection, listed=listed)]


def test_the_stored_feeds_are_those_of_the_list(store: Store) -> None:
    full = subscription("a", name="Alpha", tags=("chips", "eu"), kind=FeedKind.WIRE, publisher="A Inc", enabled=False)
    with store.write() as conn:
        feeds.upsert_feeds(conn, [subscription("b"), full])
    state = feeds.feed_states(store.connection)[1]
    assert (state.id, state.title, state.tags, state.kind, state.publisher, state.enabled) == (
        "a", "Alpha", ("chips", "eu"), FeedKind.WIRE, "A Inc", False,
    )  # fmt: skip
    with store.write() as conn:
        feeds.upsert_feeds(conn, [full])
    assert (ids(store), ids(store, listed=False)) == (["a"], ["a", "b"])
    with store.write() as conn:
        feeds.upsert_feeds(conn, [full, subscription("b")])
    assert ids(store) == ["a", "b"]


def test_a_feed_keeps_its_articles_through_a_new_name_and_a_new_address(store: Store) -> None:
    save(store, change("one"), feed="old")
    with store.write() as conn:
        feeds.record_fetches(conn, [replace(state, etag='W/"x"', failures=3) for state in feeds.feed_states(conn)])
        feeds.upsert_feeds(conn, [subscription("new", url="https://old.example/rss")])
    (state,) = feeds.feed_states(store.connection)
    assert (state.id, state.articles, state.etag) == ("new", 1, 'W/"x"')
    with store.write() as conn:
        feeds.upsert_feeds(conn, [subscription("new", url="https://moved.example/rss")])
    (state,) = feeds.feed_states(store.connection)
    assert (state.articles, state.etag, state.failures) == (1, None, 0)


def test_names_may_change_hands(store: Store) -> None:
    one, two = subscription("x"), subscription("y")
    with store.write() as conn:
        feeds.upsert_feeds(conn, [one, two])
        feeds.upsert_feeds(conn, [replace(one, id="y"), replace(two, id="x")])
    urls = {state.id: state.url for state in feeds.feed_states(store.connection)}
    assert urls == {"y": one.url, "x": two.url}
    with store.write() as conn:
        feeds.upsert_feeds(conn, [replace(one, id="x")])
    urls = {state.id: state.url for state in feeds.feed_states(store.connection, listed=False)}
    assert urls["x"] == one.url
    assert two.url in urls.values()


def test_health_comes_back_as_it_was_recorded(store: Store) -> None:
    with store.write() as conn:
        feeds.upsert_feeds(conn, [subscription()])
        state = replace(
            feeds.feed_states(conn)[0], etag='W/"\xe9"', last_modified="Tue, 05 May", body_hash="b", last_sync=NOW,
            last_status="failed", error="HTTP 503", failures=2, next_due=LATER, retry_after=LATER,
            moved_to="https://n.example/", moved_sightings=2, interval=3600,
        )  # fmt: skip
        feeds.record_fetch(conn, state)
        assert feeds.feed_state(conn, "wire") == state
        feeds.record_document(conn, "wire", title="T", site="https://s/", format="rss20", warnings=["odd"])
        feeds.record_document(conn, "wire", title=None, site=None, format="rss20", warnings=["odder"])
        assert feeds.feed_state(conn, "wire") == replace(state, title="T", site="https://s/")
        assert feeds.feed_warnings(conn, "wire") == ("odder",)
        assert feeds.feed_warnings(conn, "none") == ()
        assert feeds.feed_state(conn, "none") is None


def test_feeds_are_named_by_id_title_or_address(store: Store) -> None:
    with store.write() as conn:
        feeds.upsert_feeds(conn, [subscription("chips", name="Chip Letter"), subscription("c2", name="Chip News")])
        told = {text: [slug for slug, _ in feeds.resolve_feed(conn, text)] for text in (
            "chips", "chip", "CHIP n", "https://c2", "c2.example", "none", "")}  # fmt: skip
    assert told == {"chips": ["chips"], "chip": ["chips", "c2"], "CHIP n": ["c2"], "https://c2": ["c2"],
                    "c2.example": ["c2"], "none": [], "": []}  # fmt: skip


def test_the_log_tells_of_syncs(store: Store) -> None:
    failed = FeedFailure("wire", "https://wire.example/rss", "HTTP 503")
    done = Progress(Stage.DONE, 2, 2, feeds=2, fetched=1, unchanged=0, failed=1, new=3, updated=1, errors=(failed,))
    with store.write() as conn:
        first = syncs.begin_sync(conn, NOW)
        syncs.end_sync(conn, first, done, LATER)
        syncs.begin_sync(conn, LATER)
    killed, ended = syncs.syncs(store.connection)
    assert killed.finished is None
    assert ended == syncs.SyncRun(first, NOW, LATER, 2, 1, 0, 1, 3, 1, (failed,))


def test_searches_and_views_are_remembered(store: Store) -> None:
    with store.write() as conn:
        for n, query in enumerate(["wafer", "  ", "chips  and\x1b dips", "wafer", *(f"q{n}" for n in range(250))]):
            views.record_search(conn, query, now=NOW + timedelta(seconds=n))
        assert len(views.searches(conn, 500)) == views.REMEMBERED
        assert views.searches(conn, 1) == ["q249"]
        views.save_view(conn, "Power", "topic:energy", now=NOW)
        views.save_view(conn, "POWER", "topic:energy newer:7d", now=LATER)
        views.save_view(conn, "Other", "x", now=NOW + timedelta(seconds=1))
        assert views.views(conn) == [("POWER", "topic:energy newer:7d"), ("Other", "x")]
        assert views.remove_view(conn, "power")
        assert not views.remove_view(conn, "power")
        with pytest.raises(ValueError, match="name"):
            views.save_view(conn, " ", "x")


WRITERS: dict[str, Callable[[sqlite3.Connection], object]] = {
    "upsert_feeds": lambda conn: feeds.upsert_feeds(conn, [subscription("other")]),
    "record_fetch": lambda conn: feeds.record_fetch(conn, replace(feeds.feed_states(conn)[0], failures=9)),
    "record_document": lambda conn: feeds.record_document(conn, "wire", title="X", site=None, format="x"),
    "save_changes": lambda conn: articles.save_changes(conn, "wire", [change("late")], NOW),
    "save_page": lambda conn: pages.save_page(conn, ONE, url="u", html="h", text=change().text, now=NOW),
    "record_raw_hashes": lambda conn: articles.record_raw_hashes(conn, [(ONE, "raw")]),
    "replace findings": lambda conn: findings.replace(conn, ONE, Findings(ONE), 1, "x"),
    "save_summary": lambda conn: findings.save_summary(conn, 1, ()),
    "mark": lambda conn: reading.mark(conn, [ONE], read=True, star=True, tag=["x"]),
    "add a note": lambda conn: notes.add(conn, ONE, "x"),
    "edit a note": lambda conn: notes.edit(conn, notes.notes(conn)[0].id, "y"),
    "remove a note": lambda conn: notes.remove(conn, notes.notes(conn)[0].id),
    "restore a note": lambda conn: notes.restore(conn, notes.notes(conn)[0].id),
    "record_search": lambda conn: views.record_search(conn, "x"),
    "save_view": lambda conn: views.save_view(conn, "x", "y"),
    "remove_view": lambda conn: views.remove_view(conn, "x"),
    "begin_sync": lambda conn: syncs.begin_sync(conn, NOW),
    "end_sync": lambda conn: syncs.end_sync(conn, 1, Progress(Stage.DONE, 1, 1), NOW),
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_locked_store_is_busy_and_stays_as_it_is(store: Store, name: str) -> None:
    save(store, change("one"))
    with store.write() as conn:
        notes.add(conn, ONE, "first")
        before = list(conn.iterdump())
    with Store.open(store.path, busy_seconds=0.02) as other:
        with store.write(), pytest.raises(StoreBusy), other.write() as conn:
            WRITERS[name](conn)
        reader = open_reader(store.path)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            WRITERS[name](reader)
        assert list(reader.iterdump()) == before
        reader.close()
        with other.write() as conn:
            WRITERS[name](conn)
