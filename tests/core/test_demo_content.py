"""The sample feeds: enough of them, in every format, dated, plainly invented, and told in our own words."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest

from reader.demo import DemoFeed, demo_feeds
from reader.text import plain_text
from tests.builders import SHARED


@dataclass(frozen=True)
class Item:
    feed: str
    id: str
    url: str
    title: str
    published: datetime
    html: str
    author: str | None

    @property
    def text(self) -> str:
        return plain_text(self.html, self.url).text


def read(feed: DemoFeed) -> list[Item]:
    if feed.content_type == "application/feed+json":
        return [
            Item(feed.subscription.id, item["id"], item["url"], item["title"],
                 datetime.fromisoformat(item["date_published"]), item["content_html"], None)
            for item in json.loads(feed.body)["items"]
        ]  # fmt: skip
    parsed: Any = feedparser.parse(feed.body)
    assert not parsed.bozo
    return [
        Item(feed.subscription.id, entry.get("id") or entry.link, entry.link, entry.title,
             datetime(*(entry.get("published_parsed") or entry.updated_parsed)[:6], tzinfo=UTC),
             entry.content[0].value if "content" in entry else entry.summary, entry.get("author"))
        for entry in parsed.entries
    ]  # fmt: skip


@cache
def items() -> tuple[Item, ...]:
    return tuple(item for feed in demo_feeds() for item in read(feed))


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9$%.]+", text.lower())


def shingles(text: str, size: int) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + size]) for i in range(len(found) - size + 1)}


def test_eight_outlets_send_four_formats() -> None:
    feeds = demo_feeds()
    assert len(feeds) == 8
    versions = {feedparser.parse(feed.body).version or "json" for feed in feeds if "json" not in feed.content_type}
    assert versions == {"rss20", "rss10", "atom10"}
    assert json.loads(next(f.body for f in feeds if "json" in f.content_type))["version"].endswith("/1.1")


def test_there_are_enough_short_articles_with_ids_of_their_own() -> None:
    assert len(items()) >= 44
    assert len({item.id for item in items()}) == len(items())
    assert len({item.url for item in items()}) == len(items())
    lengths = {item.id: len(item.text.split()) for item in items()}
    assert {id for id, count in lengths.items() if not 80 <= count <= 260} == set()


def test_addresses_never_resolve() -> None:
    addresses = [item.url for item in items()] + [feed.subscription.url for feed in demo_feeds()]
    for item in items():
        addresses += re.findall(r'(?:href|src)="(https?://[^"]+)"', item.html)
    assert {a for a in addresses if not (urlsplit(a).hostname or "").endswith(".example")} == set()


def test_dates_run_over_the_whole_story() -> None:
    days = sorted(item.published for item in items())
    assert (days[0].year, days[0].month) == (2024, 9)
    assert (days[-1].year, days[-1].month) == (2026, 6)
    assert len({(day.year, day.month) for day in days}) >= 14


def test_authors_are_desks_and_wires_not_people() -> None:
    named = {item.author for item in items() if item.author}
    outlets = {feed.subscription.name for feed in demo_feeds()}
    assert {name for name in named if "desk" not in name and name not in outlets} == set()


def test_a_day_of_the_week_is_never_beside_a_date_that_it_does_not_fit() -> None:
    pattern = re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (\w+ \d{1,2}, \d{4})")
    for item in items():
        for day, date in pattern.findall(item.text):
            assert datetime.strptime(date, "%B %d, %Y").replace(tzinfo=UTC).strftime("%A") == f"{day}day", item.id


def test_copies_of_the_wire_and_one_correction_are_there() -> None:
    wire = [item for item in items() if item.feed == "longwire"]
    copies = 0
    for item in items():
        if item.feed == "longwire":
            continue
        mine = shingles(item.text, 3)
        copies += any(len(mine & shingles(other.text, 3)) > 0.5 * len(mine) for other in wire)
    assert copies >= 4
    assert [item.title for item in items() if item.title.startswith("Correction")]


def test_every_kind_of_mark_up_is_there() -> None:
    tags = Counter(tag for item in items() for tag in set(re.findall(r"<(\w+)", item.html)))
    for tag in ("p", "ul", "ol", "table", "blockquote", "a", "pre", "img", "h2"):
        assert tags[tag], tag


def test_outlets_disagree_on_figures() -> None:
    text = "\n".join(item.text for item in items())
    for one, other in [
        ("more than $10 billion", "more than $20 billion"),
        ("$87.9 million", "$237.8 million"),
        ("valuation of $35 billion", "about $23 billion"),
        ("charge of up to $5.5 billion", "charge of $4.5 billion"),
        ("3.3 terabytes per second", "3 terabytes per second"),
    ]:
        assert one in text, one
        assert other in text, other


def test_nothing_is_copied_from_the_reference_texts() -> None:
    corpus = SHARED / "corpus" / "articles.jsonl"
    page = SHARED / "feeds" / "cerebras.html"
    if not (corpus.exists() and page.exists()):
        pytest.skip("the reference texts are not here")
    foreign = shingles(plain_text(page.read_text("utf-8")).text, 10)
    for line in corpus.read_text("utf-8").splitlines():
        foreign |= shingles(plain_text(json.loads(line)["html"]).text, 10)
    for item in items():
        assert not shingles(item.text, 10) & foreign, item.id
