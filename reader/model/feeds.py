"""Feeds: subscriptions, entries as they came, and the health of a feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FeedKind(StrEnum):
    FILING = "filing"
    COMPANY = "company"
    WIRE = "wire"
    NEWS = "news"
    NEWSLETTER = "newsletter"
    AGGREGATOR = "aggregator"


@dataclass(frozen=True, slots=True)
class Subscription:
    """One ``[[feed]]`` of feeds.toml. ``id`` is the slug by which the feed is named everywhere."""

    id: str
    url: str
    name: str | None = None
    tags: tuple[str, ...] = ()
    kind: FeedKind = FeedKind.NEWS
    publisher: str | None = None
    interval: int | None = None
    """seconds between fetches; None leaves it to the schedule"""
    full_text: bool = False
    headers: tuple[tuple[str, str], ...] = ()
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Enclosure:
    url: str
    type: str = ""
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed as it came (RFC 4287), cleaned of what a terminal must never see.

    ``html`` is the richest content that came, sanitised, with relative links made absolute.
    ``published`` and ``updated`` keep the offset that the document gave; None where absent or unbelievable.
    ``source`` is the RSS ``<source>``'s or Atom ``<source>``'s title: who published it first.
    """

    guid: str | None
    url: str | None
    title: str
    author: str | None
    published: datetime | None
    updated: datetime | None
    html: str
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    source: str | None = None
    claimed_date: str | None = None
    """the document's own words where its date was not believed"""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What one feed document says. ``ttl`` is in seconds; ``format`` is e.g. ``rss20``, ``atom10``, ``json11``."""

    title: str | None
    site: str | None
    format: str
    entries: tuple[Entry, ...]
    ttl: int | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedState:
    """A stored feed: its subscription's facts, what its document said, and its health."""

    id: str
    url: str
    title: str
    site: str | None = None
    tags: tuple[str, ...] = ()
    kind: FeedKind = FeedKind.NEWS
    publisher: str | None = None
    enabled: bool = True
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    last_sync: datetime | None = None
    last_status: str | None = None
    """``ok``, ``unchanged``, ``empty``, ``failed`` or ``gone``; None before the first sync"""
    error: str | None = None
    failures: int = 0
    next_due: datetime | None = None
    retry_after: datetime | None = None
    moved_to: str | None = None
    moved_sightings: int = 0
    articles: int = 0
    unread: int = 0
