"""A page takes the place of the feed's text, which is kept, edited behind it, and comes back."""

from __future__ import annotations

import pytest

from reader.model.findings import Findings
from reader.model.text import Block, PlainText
from reader.store import articles, findings, pages
from reader.store.connection import Store
from reader.store.search import search
from tests.store.filling import NOW, change, edit, save

ONE = change("one", "A teaser about wafers.")
PAGE = PlainText("The whole story of substations.", (Block(0, 31),))


@pytest.fixture
def paged(store: Store) -> Store:
    save(store, ONE)
    with store.write() as conn:
        findings.replace(conn, ONE.article_id, Findings(ONE.article_id), 1, "x")
        pages.save_page(conn, ONE.article_id, url="https://p.example/1", html="<p>whole</p>", text=PAGE, now=NOW)
    return store


def shown(store: Store) -> str:
    article = articles.get(store.connection, ONE.article_id)
    assert article is not None
    return article.text


def found(store: Store, word: str) -> bool:
    store.connection.execute("INSERT INTO article_fts (article_fts) VALUES ('integrity-check')")
    return bool(search(store.connection, word))


def test_the_page_is_shown_searched_and_due_for_analysis(paged: Store) -> None:
    article = articles.get(paged.connection, ONE.article_id)
    assert article is not None
    assert (article.text, article.blocks) == (PAGE.text, PAGE.blocks)
    assert article.html == ONE.entry.html
    assert not article.edited
    assert (found(paged, "substations"), found(paged, "wafers")) == (True, False)
    assert list(articles.stale(paged.connection, 1, "x")) == [ONE.article_id]
    assert pages.page_of(paged.connection, ONE.article_id) == pages.Page("https://p.example/1", NOW, "<p>whole</p>")


def test_the_feed_s_text_comes_back(paged: Store) -> None:
    with paged.write() as conn:
        assert pages.drop_page(conn, ONE.article_id)
        assert not pages.drop_page(conn, ONE.article_id)
    assert shown(paged) == ONE.text.text
    assert (found(paged, "substations"), found(paged, "wafers")) == (False, True)
    assert pages.page_of(paged.connection, ONE.article_id) is None


def test_an_edit_by_the_feed_goes_behind_the_page(paged: Store) -> None:
    with paged.write() as conn:
        findings.replace(conn, ONE.article_id, Findings(ONE.article_id), 1, "x")
    save(paged, edit(ONE, "A teaser about racks."))
    assert shown(paged) == PAGE.text
    assert found(paged, "substations")
    assert not found(paged, "racks")
    assert list(articles.stale(paged.connection, 1, "x")) == []
    assert [one.text for one in articles.revisions(paged.connection, ONE.article_id)] == [ONE.text.text]
    with paged.write() as conn:
        pages.drop_page(conn, ONE.article_id)
    assert shown(paged) == "A teaser about racks."
    assert found(paged, "racks")


def test_a_page_may_be_fetched_again(paged: Store) -> None:
    again = PlainText("Corrected story of turbines.")
    with paged.write() as conn:
        pages.save_page(conn, ONE.article_id, url="https://p.example/2", html="<p>2</p>", text=again, now=NOW)
    assert shown(paged) == again.text
    with paged.write() as conn:
        pages.drop_page(conn, ONE.article_id)
    assert shown(paged) == ONE.text.text


def test_an_unknown_article_is_a_mistake(store: Store) -> None:
    with pytest.raises(KeyError), store.write() as conn:
        pages.save_page(conn, "a000", url="https://p.example/", html="", text=PAGE, now=NOW)
