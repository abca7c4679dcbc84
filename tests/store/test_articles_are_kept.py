"""What a feed brought is kept: identity, edits with their history, reading state, dates, nothing deleted."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from reader.model.feeds import Known
from reader.model.text import PlainText
from reader.store import articles, feeds, lists, reading
from reader.store.articles import get, headers, keys_of, resolve, revisions
from reader.store.connection import Store
from reader.store.search import search
from tests.store.filling import ENCLOSURE, NOW, RICH, change, edit, save, subscription

LATER = NOW + timedelta(days=1)


def titles(store: Store, **conditions: object) -> list[str]:
    return [row.title.removeprefix("Title of ") for row in lists.rows(store.connection, **conditions)]  # type: ignore[arg-type]


def test_an_article_comes_back_as_it_was_saved(store: Store) -> None:
    offset = timezone(timedelta(hours=-5, minutes=-30))
    given = change(
        "rich", author="A. Writer", published=NOW.astimezone(offset), updated=LATER, html="<p>é \U0001f600</p>",
        categories=("chips", "power"), enclosures=(ENCLOSURE,), source="First Wire",
    )  # fmt: skip
    assert save(store, replace(given, text=RICH)).new_ids == (given.article_id,)
    stored = get(store.connection, given.article_id)
    assert stored is not None
    assert (stored.text, stored.blocks, stored.inlines) == (RICH.text, RICH.blocks, RICH.inlines)
    assert stored.published == NOW
    assert stored.published is not None
    assert stored.published.utcoffset() == timedelta(hours=-5, minutes=-30)
    assert (stored.updated, stored.first_seen, stored.day) == (LATER, NOW, NOW)
    assert (stored.html, stored.author, stored.categories) == ("<p>é \U0001f600</p>", "A. Writer", ("chips", "power"))
    assert (stored.enclosures, stored.origin, stored.feed) == ((ENCLOSURE,), "First Wire", "wire")
    assert (stored.read, stored.starred, stored.edited, stored.tags, stored.notes) == (False, False, False, (), 0)
    assert (stored.story, stored.related, stored.duplicate_of) == (None, (), None)
    (header,) = headers(store.connection, list(keys_of(store.connection, [stored.id]).values()))
    assert header == replace(stored, text="", blocks=(), inlines=(), html="", categories=(), enclosures=())


def test_the_origin_is_the_source_then_the_publisher_then_the_feed(store: Store) -> None:
    save(store, change("one"), change("two", source="Other Wire"))

    def origins() -> set[str]:
        return {row.origin for row in lists.rows(store.connection)}

    assert origins() == {"wire", "Other Wire"}
    with store.write() as conn:
        feeds.record_document(conn, "wire", title="The Wire", site="https://wire.example/", format="rss20")
    assert origins() == {"The Wire", "Other Wire"}
    with store.write() as conn:
        feeds.upsert_feeds(conn, [subscription("wire", publisher="Wire Inc")])
    assert origins() == {"Wire Inc", "Other Wire"}


def test_an_edit_keeps_state_and_history(store: Store) -> None:
    first = change("one", "Revenue was $510 million.")
    save(store, first)
    with store.write() as conn:
        reading.mark(conn, [first.article_id], read=True, star=True, tag=["ipo"], now=NOW)
    saved = save(store, edit(first, "Revenue was $515 million."), now=LATER)
    assert (saved.new_ids, saved.updated_ids) == ((), (first.article_id,))
    save(store, edit(first, "Revenue was $520 million."), now=LATER + timedelta(hours=1))
    stored = get(store.connection, first.article_id)
    assert stored is not None
    assert (stored.text, stored.edited, stored.read, stored.starred, stored.tags) == (
        "Revenue was $520 million.", True, True, True, ("ipo",),
    )  # fmt: skip
    assert stored.first_seen == NOW
    earlier = revisions(store.connection, first.article_id)
    assert [(one.seen, one.text) for one in earlier] == [
        (NOW, "Revenue was $510 million."), (LATER, "Revenue was $515 million."),
    ]  # fmt: skip
    assert [hit.row.id for hit in search(store.connection, '"$520 million"')] == [first.article_id]
    assert search(store.connection, '"$510 million"') == []
    assert [row.id for row in lists.rows(store.connection, lists.ArticleFilter(query="is:edited"))] == [stored.id]


def test_a_change_that_nobody_sees_is_no_edit(store: Store) -> None:
    first = change("one")
    save(store, first)
    with store.write() as conn:
        conn.execute("INSERT INTO analyses (rules_version, lexicon) VALUES (1, 'x')")
        conn.execute("UPDATE articles SET analysis = 1")
    hidden = replace(edit(first, first.text.text), content_hash="other", visible=False, raw_hash="raw")
    save(store, replace(hidden, entry=replace(first.entry, categories=("new",))), now=LATER)
    stored = get(store.connection, first.article_id)
    assert stored is not None
    assert (stored.edited, stored.categories) == (False, ("new",))
    assert revisions(store.connection, stored.id) == []
    assert list(articles.stale(store.connection, 1, "x")) == []
    known = feeds.known_entries(store.connection, "wire")
    assert known == {
        "id-one": Known(first.article_id, "other", "guid-one", "https://wire.example/one", "raw", 1)
    }  # fmt: skip


def test_a_new_guid_replaces_the_identity(store: Store) -> None:
    first = change("one")
    save(store, first)
    save(store, replace(first, identity="id-new", new=False, visible=False))
    assert set(feeds.known_entries(store.connection, "wire")) == {"id-new"}
    assert lists.count(store.connection) == 1


def test_an_identity_belongs_to_its_feed(store: Store) -> None:
    save(store, change("one"))
    other = replace(change("one"), article_id="a0000other")
    save(store, other, feed="second")
    assert lists.count(store.connection) == 2
    save(store, replace(change("one"), article_id="a0000again"))
    assert lists.count(store.connection) == 2


def test_an_entry_given_as_new_twice_is_stored_once(store: Store) -> None:
    saved = save(store, change("one", "first"), change("one", "second"))
    assert (len(saved.new_ids), len(saved.updated_ids)) == (1, 1)
    assert [hit.row.edited for hit in search(store.connection, "first")] == [True]
    assert search(store.connection, "second") == []
    store.connection.execute("INSERT INTO article_fts (article_fts) VALUES ('integrity-check')")


def test_articles_follow_an_address_to_another_feed(store: Store) -> None:
    save(store, change("one"), change("two"))
    with store.write() as conn:
        reading.mark(conn, [change("one").article_id], read=True, now=NOW)
        feeds.upsert_feeds(conn, [subscription("wire", url="https://moved.example/"), subscription("second")])
    save(store, change("one"), feed="second")
    states = {state.id: (state.articles, state.unread) for state in feeds.feed_states(store.connection)}
    assert states == {"wire": (1, 1), "second": (1, 0)}


@pytest.mark.parametrize("table", ["articles", "reading", "article_tags", "notes", "note_history", "revisions"])
def test_nothing_of_a_person_can_be_deleted(store: Store, table: str) -> None:
    from reader.store import notes

    save(store, change("one"))
    save(store, edit(change("one"), "changed"))
    with store.write() as conn:
        reading.mark(conn, [change("one").article_id], tag=["x"])
        note = notes.add(conn, change("one").article_id, "words")
        notes.edit(conn, note.id, "other words")
    with pytest.raises(sqlite3.IntegrityError, match="kept"), store.write() as conn:
        conn.execute(f"DELETE FROM {table}")


def test_lists_are_newest_first_and_undated_ones_stand_where_they_arrived(store: Store) -> None:
    save(
        store,
        change("top", published=NOW), change("same", published=NOW),
        change("old", published=NOW - timedelta(days=400)), change("undated", published=None),
        change("future", published=NOW + timedelta(days=1)),
        now=NOW - timedelta(hours=1),
    )  # fmt: skip
    assert titles(store) == ["future", "top", "same", "undated", "old"]
    assert titles(store, newest=False) == ["old", "undated", "same", "top", "future"]


def test_a_corrected_date_moves_the_article_and_a_lost_one_does_not(store: Store) -> None:
    first, second = change("one"), change("two", published=NOW - timedelta(days=3))
    save(store, first, second)
    with store.write() as conn:
        reading.mark(conn, [second.article_id], star=True, tag=["t"])
    moved = replace(second.entry, published=LATER)
    save(store, replace(second, entry=moved, new=False))
    assert titles(store) == ["two", "one"]
    for filters in (lists.ArticleFilter(starred=True), lists.ArticleFilter(tag="t"), lists.ArticleFilter(unread=True)):
        assert titles(store, filters=filters)[0] == "two"
    save(store, replace(second, entry=replace(second.entry, published=None, claimed_date="soon"), new=False))
    assert titles(store) == ["two", "one"]


def test_ids_and_starts_of_titles_and_addresses_name_articles(store: Store) -> None:
    one = change("one", title="Cerebras files", url="https://www.news.example/cerebras-files")
    two = change("two", title="Cerebras files again", url="https://news.example/2")
    save(store, one, two, change("odd", title="100% of _it", url=None))
    conn = store.connection
    cases = {
        one.article_id: {one.article_id}, "cerebras FILES": {one.article_id},
        "cerebras": {one.article_id, two.article_id},
        "https://news.example/2": {two.article_id}, "news.example": {one.article_id, two.article_id},
        "https://www.news": {one.article_id}, "100%": {change("odd").article_id}, "%": set(), "_": set(), "": set(),
        "nothing": set(), "  Cerebras files again ": {two.article_id}, "'; DROP TABLE articles": set(),
    }  # fmt: skip
    assert {text: {name for name, _ in resolve(conn, text)} for text in cases} == cases


def test_an_id_wins_over_a_title(store: Store) -> None:
    one = change("one")
    save(store, one, change("two", title=one.article_id))
    assert [name for name, _ in resolve(store.connection, one.article_id)] == [one.article_id]


def test_long_and_strange_texts_are_kept(store: Store) -> None:
    text = "word\u0301 \U0001f600 " * 60_000
    strange = replace(change("big"), text=PlainText(text), entry=replace(change("big").entry, html="\x00" + text))
    save(store, strange, change("empty", ""))
    stored = get(store.connection, strange.article_id)
    assert stored is not None
    assert stored.text == text
    assert len(search(store.connection, "word*", limit=1)[0].snippet) < 1000


def test_a_naive_time_is_a_mistake(store: Store) -> None:
    with pytest.raises(ValueError, match="naive"):
        save(store, change("one", published=datetime(2026, 1, 1)))
    assert lists.count(store.connection) == 0


def test_an_unknown_feed_is_a_mistake(store: Store) -> None:
    with pytest.raises(KeyError), store.write() as conn:
        articles.save_changes(conn, "nobody", [change()], NOW)


def test_stale_articles_come_oldest_first_in_windows(store: Store) -> None:
    made = [change(f"n{n}", published=NOW - timedelta(hours=n)) for n in range(7)]
    save(store, *made)
    found = list(articles.stale(store.connection, 1, "lexicon", batch=2))
    assert found == [one.article_id for one in reversed(made)]
    assert articles.count_stale(store.connection, 1, "lexicon") == 7
