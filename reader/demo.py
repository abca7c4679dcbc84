"""The bundled sample feeds of ``tapeout demo``: their subscriptions and bytes, as a server would send them."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from reader.feeds.subscriptions import parse_subscriptions
from reader.model.feeds import Subscription
from reader.toml_file import TomlFile

_FILES = {
    "https://longwire.example/rss.xml": ("longwire.rss", "application/rss+xml"),
    "https://tidewater.example/technology.rss": ("tidewater.rss", "application/rss+xml"),
    "https://reticle.example/feed.atom": ("reticle.atom", "application/atom+xml"),
    "https://rackandrow.example/feed.atom": ("rack-and-row.atom", "application/atom+xml"),
    "https://eastgate.example/index.rdf": ("eastgate.rdf", "application/rdf+xml"),
    "https://overclock.example/feed.atom": ("overclock.atom", "application/atom+xml"),
    "https://parallax.example/feed.json": ("parallax.json", "application/feed+json"),
    "https://chipclippings.example/rss.xml": ("chip-clippings.rss", "application/rss+xml"),
}


class DemoFeed(NamedTuple):
    """One sample feed: whoever serves it answers ``subscription.url`` with ``body`` of ``content_type``."""

    subscription: Subscription
    body: bytes
    content_type: str


def demo_feeds() -> tuple[DemoFeed, ...]:
    """Returns the sample feeds in the order of their list. They lie inside the package, so nothing can be missing."""
    folder = resources.files("reader") / "data" / "demo"
    return tuple(
        DemoFeed(feed, (folder / _FILES[feed.url][0]).read_bytes(), _FILES[feed.url][1])
        for feed in _subscriptions(folder)
    )


def _subscriptions(folder: Traversable) -> tuple[Subscription, ...]:
    source = (folder / "feeds.toml").read_text("utf-8")
    return parse_subscriptions(TomlFile.parse(Path("demo/feeds.toml"), source)).feeds
