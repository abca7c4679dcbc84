"""How long the store takes for lists, counts and searches: `python benchmarks/store.py N` with N invented articles.

Every line gives the median of five, in milliseconds, and its ratio to a floor measured in the same run: reading 50 rows
of the newest articles with bare sqlite3.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reader.model.feeds import Change, Entry, Subscription
from reader.model.findings import CompanyTag, Findings, Salience, TopicTag
from reader.model.ids import public_id
from reader.model.lexicon import CompanyKind
from reader.model.lists import ArticleFilter
from reader.model.text import PlainText, Reason
from reader.store import articles, companies, feeds, findings, lists, reading, search
from reader.store.connection import Store, open_reader

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
FEEDS = 200
COMPANIES = 200
TOPICS = 28
BATCH = 500
WORDS = 180
"""words of an article"""


def vocabulary(size: int = 40_000) -> tuple[list[str], list[float]]:
    """Invented words with the frequencies of a language (Zipf's law)."""
    chance = random.Random(7)
    letters = "etaoinshrdlucmfwypvbgkqjxz"
    words = ["".join(chance.choices(letters, k=chance.randint(3, 9))) for _ in range(size)]
    words[0], words[9], words[99], words[999] = "common", "tenth", "hundredth", "thousandth"
    total, weights = 0.0, []
    for rank in range(size):
        total += 1 / (rank + 3)
        weights.append(total)
    return words, weights


def fill(store: Store, number: int, analysed: bool) -> None:
    """Fills a store with ``number`` articles through the functions that a sync calls."""
    chance = random.Random(11)
    words, weights = vocabulary()
    subscriptions = [Subscription(f"feed-{n}", f"https://feed{n}.example/rss") for n in range(FEEDS)]
    with store.write() as conn:
        feeds.upsert_feeds(conn, subscriptions)
    for first in range(0, number, BATCH):
        feed = f"feed-{first // BATCH % FEEDS}"
        changes = []
        for n in range(first, min(first + BATCH, number)):
            text = " ".join(chance.choices(words, cum_weights=weights, k=WORDS))
            when = NOW - timedelta(minutes=5 * (number - n))
            entry = Entry(str(n), f"https://{feed}.example/{n}", f"{text[:60]} {n}", None, when, None, f"<p>{text}</p>")
            changes.append(Change(public_id("a", str(n)), f"g{n}", str(n), entry, PlainText(text), True, True))
        with store.write() as conn:
            articles.save_changes(conn, feed, changes[::-1], NOW)
            if analysed:
                for change in changes:
                    findings.replace(conn, change.article_id, invented(chance, change.article_id), 1, "none")
        if first % 50_000 == 0:
            store.checkpoint()
    store.checkpoint()


def invented(chance: random.Random, article: str) -> Findings:
    names = {min(int(chance.paretovariate(0.7)), COMPANIES) for _ in range(3)}
    subjects = {chance.randrange(TOPICS) for _ in range(2)}
    return Findings(
        article,
        companies=tuple(
            CompanyTag(f"company-{n}", f"Company {n}", CompanyKind.COMPANY, 1, Salience.MAIN, (), Reason("name"))
            for n in sorted(names)
        ),
        topics=tuple(TopicTag(f"topic-{n}", 1.0, Reason("terms")) for n in sorted(subjects)),
    )


def median(run: Callable[[], object], times: int = 5) -> float:
    """Milliseconds, the median of ``times`` runs after one that warms the cache."""
    run()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def floor(conn: sqlite3.Connection) -> list[tuple[object, ...]]:
    return conn.execute("SELECT key, id, title, sort_time FROM articles ORDER BY sort_time DESC LIMIT 50").fetchall()


def measure(path: Path, number: int) -> None:
    conn = open_reader(path)
    base = median(lambda: floor(conn), 25)
    print(f"{'floor: 50 bare rows':44} {base:9.2f} ms")
    middle = lists.keys(conn, limit=1, offset=number // 2)[0]
    deep = lists.rows_by_keys(conn, [middle])[0].id
    cursor = lists.cursor_of(conn, deep)

    def listed(**conditions: object) -> Callable[[], object]:
        return lambda: lists.rows(conn, ArticleFilter(**conditions), limit=50, now=NOW)  # type: ignore[arg-type]

    cases: list[tuple[str, Callable[[], object]]] = [
        ("open a reader", lambda: open_reader(path).close()),
        ("50 newest rows", listed()),
        ("50 rows from the middle, by cursor", lambda: lists.rows(conn, after=cursor, limit=50)),
        ("50 rows from the middle, by offset", lambda: lists.rows(conn, offset=number // 2, limit=50)),
        ("50 oldest rows", lambda: lists.rows(conn, newest=False, limit=50)),
        ("all keys", lambda: lists.keys(conn)),
        ("50 unread", listed(unread=True)),
        ("50 of a feed", listed(feed="feed-3")),
        ("50 unread of a feed", listed(feed="feed-3", unread=True)),
        ("50 of a common company", listed(company="company-1")),
        ("50 of a rare company", listed(company="company-199")),
        ("50 unread of a company and a topic", listed(company="company-2", topic="topic-3", unread=True)),
        ("50 starred", listed(starred=True)),
        ("50 with a common word", listed(query="common")),
        ("50 with a rare word", listed(query="thousandth")),
        ("50 with a common word of a rare company", listed(query="common company:company-199")),
        ("50 with a common word, unread", listed(query="common is:unread")),
        ("50 without a common word", listed(query="-common")),
        ("50 of author: that nobody has", listed(query="author:nobody")),
        ("lens counts", lambda: companies.lens_counts(conn)),
        ("count of unread", lambda: lists.count(conn, ArticleFilter(unread=True))),
        ("count of a company's unread", lambda: lists.count(conn, ArticleFilter(company="company-1", unread=True))),
        ("companies with counts", lambda: companies.companies(conn)),
        ("topics with counts", lambda: companies.topics(conn)),
    ]
    for word in ("common", "tenth", "hundredth", "thousandth", "common tenth", "com*", "t*", "te*", "thou*"):
        for sort in ("rank", "date"):
            cases.append(
                (f"search {word!r} by {sort}", lambda w=word, s=sort: search.search(conn, w, sort=s, limit=50))
            )  # type: ignore[misc]
    for name, run in cases:
        taken = median(run)
        print(f"{name:44} {taken:9.2f} ms {taken / base:9.1f} x")
    conn.close()
    with Store.open(path) as store:
        keys = lists.keys(store.connection, limit=5000)

        def flip(read: bool) -> None:
            with store.write() as writing:
                reading.mark_keys(writing, keys, read=read)

        taken = median(lambda: (flip(True), flip(False))) / 2
        print(f"{'mark 5,000 read':44} {taken:9.2f} ms {taken / base:9.1f} x")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=20_000)
    parser.add_argument("--keep", type=Path, help="fill this file, or measure it where it is there already")
    parser.add_argument("--plain", action="store_true", help="without company and topic tags")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "store.db"
        if not path.exists():
            start = time.perf_counter()
            with Store.open(path) as store:
                fill(store, options.number, not options.plain)
            taken = time.perf_counter() - start
            size = path.stat().st_size / options.number
            print(
                f"filled {options.number} in {taken:.1f} s: {taken / options.number * 1000:.2f} ms, {size:.0f} B each"
            )
        with open_reader(path) as conn:
            number = lists.count(conn)
        measure(path, number)


if __name__ == "__main__":
    main()
