"""The second process that analyses ahead: it changes when findings are made, never which."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from reader.analysis.lexicon import Lexicon
from reader.feeds.worker import ParseJob, read_feed
from reader.gazetteer import read_companies, read_topics
from reader.model.feeds import Subscription
from reader.pipeline.ahead import WORTH, Ahead, find
from reader.store.articles import get_many, save_changes
from reader.store.connection import Store
from reader.store.feeds import known_entries, upsert_feeds
from tests.command import Tapeout
from tests.servers import Server, item, rss

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
URL = "https://news.example/feed"
COUNT = WORTH + 10


def document(buyer: str = "Nvidia") -> bytes:
    entries = (
        item(str(n), f"{buyer} pays {n}", f"<p>{buyer} will pay CoreWeave ${n} million on May {n % 28 + 1}, 2026.</p>")
        for n in range(COUNT)
    )
    return rss(*entries).encode()


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.of(read_companies(), read_topics())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "t.db") as opened:
        with opened.write() as connection:
            upsert_feeds(connection, [Subscription("news", URL)])
        yield opened


def fill(store: Store, buyer: str = "Nvidia") -> list[str]:
    known = known_entries(store.connection, "news")
    delta = read_feed(ParseJob(document(buyer), None, URL, URL, known, NOW))
    with store.write() as connection:
        saved = save_changes(connection, "news", delta.changes, NOW)
    return [*saved.new_ids, *saved.updated_ids]


def until_ready(ahead: Ahead, count: int) -> None:
    for _ in range(600):
        if ahead.ready >= count:
            return
        time.sleep(0.05)
    raise AssertionError("nothing was analysed ahead")


def test_what_was_found_ahead_is_what_would_be_found_here(store: Store, lexicon: Lexicon) -> None:
    ids = fill(store)
    with Ahead(store.path, lexicon, processors=2) as ahead:
        ahead.offer(ids)
        until_ready(ahead, COUNT)
        articles = get_many(store.connection, ids, html=False)
        found = ahead.findings(articles)
        assert ahead.ready == 0
    assert found == [find(article, lexicon) for article in articles]


def test_an_article_that_changed_since_is_analysed_again(store: Store, lexicon: Lexicon) -> None:
    ids = fill(store)
    with Ahead(store.path, lexicon, processors=2) as ahead:
        ahead.offer(ids)
        until_ready(ahead, COUNT)
        assert fill(store, "Micron") == ids
        articles = get_many(store.connection, ids, html=False)
        found = ahead.findings(articles)
    assert found == [find(article, lexicon) for article in articles]
    assert {tag.id for tag in found[0].companies} == {"coreweave", "micron"}


@pytest.mark.parametrize("moment", ["at once", "midway"])
def test_a_process_that_dies_costs_nothing_but_time(store: Store, lexicon: Lexicon, moment: str) -> None:
    ids = fill(store)
    with Ahead(store.path, lexicon, processors=2) as ahead:
        ahead.offer(ids)
        if moment == "midway":
            until_ready(ahead, 1)
        for pid in children("reader.pipeline.ahead"):
            os.kill(pid, signal.SIGKILL)
        articles = get_many(store.connection, ids, html=False)
        assert ahead.findings(articles) == [find(article, lexicon) for article in articles]


def children(code: str) -> list[int]:
    """The processes that this one has started with ``code`` on their command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = int(path.joinpath("stat").read_text().rpartition(")")[2].split()[1])
            line = path.joinpath("cmdline").read_bytes()
        except (OSError, IndexError):
            continue
        if parent == os.getpid() and code.encode() in line:
            found.append(int(path.name))
    return found


def test_few_articles_and_one_processor_start_no_process(store: Store, lexicon: Lexicon) -> None:
    ids = fill(store)
    articles = get_many(store.connection, ids, html=False)
    for processors, some in ((2, articles[: WORTH - 1]), (1, articles)):
        with Ahead(store.path, lexicon, processors=processors) as ahead:
            ahead.offer([article.id for article in some])
            assert ahead.findings(some) == [find(article, lexicon) for article in some]
            assert not children("reader.pipeline.ahead")


def test_leaving_ends_the_process(store: Store, lexicon: Lexicon) -> None:
    ids = fill(store)
    with Ahead(store.path, lexicon, processors=2) as ahead:
        ahead.offer(ids)
    assert not children("reader.pipeline.ahead")


def test_a_sync_analyses_while_a_slow_feed_is_waited_for(tapeout: Tapeout, server: Server) -> None:
    def late(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(2.5)
        body = rss(item("late", "AMD sues Intel", "<p>AMD sued Intel on Monday.</p>")).encode()
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    server.put("/other.xml", document())
    server.pages["/late.xml"] = late
    tapeout.subscribe(Other=server.url + "/other.xml", Late=server.url + "/late.xml")
    done = tapeout.json("sync")
    assert (done["new"], done["failed"]) == (COUNT + 1, 0)
    assert len(tapeout.json("list", "--company", "coreweave")) == COUNT
    assert [one["title"] for one in tapeout.json("list", "--company", "amd")] == ["AMD sues Intel"]
