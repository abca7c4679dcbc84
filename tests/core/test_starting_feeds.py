"""The starting list of feeds is read by the strict reader, names who publishes each, and covers the field."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

import pytest

from reader.feeds.subscriptions import Subscriptions, read_subscriptions
from reader.model.feeds import FeedKind
from tests.builders import PROJECT


@pytest.fixture(scope="module")
def starting() -> Subscriptions:
    return read_subscriptions(PROJECT / "feeds.toml")


def test_there_are_enough_feeds_of_every_kind(starting: Subscriptions) -> None:
    assert len(starting.feeds) >= 50
    kinds = Counter(feed.kind for feed in starting.feeds)
    assert kinds[FeedKind.NEWS] >= 15
    assert kinds[FeedKind.NEWSLETTER] >= 8
    assert kinds[FeedKind.COMPANY] >= 15
    assert kinds[FeedKind.FILING] >= 8


def test_every_feed_has_a_name_a_publisher_and_tags(starting: Subscriptions) -> None:
    assert [feed.url for feed in starting.feeds if not (feed.name and feed.publisher and feed.tags)] == []


def test_addresses_are_https_and_unlike(starting: Subscriptions) -> None:
    urls = [feed.url for feed in starting.feeds]
    assert [url for url in urls if urlsplit(url).scheme != "https"] == []
    assert len(set(urls)) == len(urls)
    assert len({urlsplit(url).netloc for url in urls}) >= 40


def test_nothing_in_it_needs_a_secret_or_starts_switched_off(starting: Subscriptions) -> None:
    assert [feed.id for feed in starting.feeds if feed.headers or not feed.enabled] == []


def test_ids_are_short_enough_to_type(starting: Subscriptions) -> None:
    assert [feed.id for feed in starting.feeds if len(feed.id) > 60] == []
