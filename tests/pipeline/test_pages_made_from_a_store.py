"""Pages made from a store: whose day they are of, what they compare with, whether a note's sentence still stands."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from reader.analysis.lexicon import Lexicon
from reader.export.markdown import inline
from reader.export.pages import render
from reader.gazetteer import read_companies, read_topics
from reader.model.exports import Page
from reader.model.lists import ArticleFilter
from reader.pipeline.samples import load_samples
from reader.publish import Names, Vault, article_page, export, note_page, story_page
from reader.store import articles, lists, notes, stories
from reader.store.connection import Connection, Store

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
"""the evening before on the west coast of America"""


@pytest.fixture(autouse=True)
def _far_west(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("samples") / "store.db") as made:
        for _ in load_samples(made, Lexicon.of(read_companies(), read_topics()), lambda: NOW):
            pass
        yield made


def briefing(conn: Connection, as_of: datetime, vault: Vault | None = None) -> Page:
    (first, *_) = stories.rows(conn, NOW)
    found = stories.get(conn, first.id, as_of)
    assert found
    return story_page(conn, found, Names(), as_of, vault=vault)


def test_a_briefing_and_a_note_are_of_the_readers_own_day(store: Store) -> None:
    page = render(briefing(store.connection, NOW))
    assert "As of November 24, 2026." in page
    assert 'as-of: "2026-11-24T19:00-08:00"' in page
    with store.write() as conn:
        note = notes.add(conn, "cerebras", "Words", now=NOW)
    told = note_page(store.connection, note, Names(), NOW)
    assert told.day == date(2026, 11, 24)
    assert ", November 24, 2026." in render(told)
    assert 'created: "2026-11-25T03:00:00+00:00"' in render(told)


def test_the_end_of_a_day_is_that_day(store: Store) -> None:
    midnight = datetime(2026, 7, 1).astimezone()
    assert "As of June 30, 2026." in render(briefing(store.connection, midnight))


def test_a_note_holds_to_its_sentence_by_the_words_and_says_when_they_are_gone(store: Store) -> None:
    (row, *_) = lists.rows(store.connection, ArticleFilter(), now=NOW, after=None, limit=1)
    told = articles.get(store.connection, row.id)
    assert told
    words = told.text.split()[5:14]
    gone = "*The quoted sentence is no longer in the text of the article.*"
    for quote, lost in ((" \n".join(words), False), ("words that an edit took out", True)):
        with store.write() as conn:
            note = notes.add(conn, row.id, "Mine", quote=quote, now=NOW)
        on_article = render(article_page(store.connection, told, Names(), NOW))
        of_its_own = render(note_page(store.connection, note, Names(), NOW))
        for page in (on_article, of_its_own):
            assert "> " + inline(quote) in page
            assert (gone in page) is lost
        with store.write() as conn:
            notes.remove(conn, note.id, now=NOW)


def test_a_second_folder_compares_with_the_first(store: Store, tmp_path: Path) -> None:
    def make(at: datetime) -> Iterator[str]:
        def pages(conn: Connection, vault: Vault) -> Iterator[Page]:
            yield briefing(conn, at, vault)

        done = export(store, tmp_path / f"{at:%d}", pages, at)
        yield from (path.read_text("utf-8") for path in done.written)

    assert ["This is the first briefing" in text for text in make(NOW)] == [True]
    later = NOW + timedelta(days=2)
    assert ["Nothing has changed since the briefing of November 24, 2026." in text for text in make(later)] == [True]
