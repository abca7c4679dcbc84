"""Feeds: subscriptions, entries as they came, and the health of a feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reader.model.text import PlainText


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
    skip_hours: tuple[int, ...] = ()
    """hours of the day (UTC) in which the publisher asks not to be fetched"""
    raw_hashes: tuple[str | None, ...] = ()
    """for each entry the digest of its item's bytes, None where they are not known"""


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
    interval: int | None = None
    """seconds between fetches as the feed's own pace has made them; None before that is known"""
    ttl: int | None = None
    """seconds between changes that the last document spoke of"""
    skip_hours: tuple[int, ...] = ()
    """hours of the day (UTC) that it asked to be left alone in"""


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """One feed to fetch. ``home`` is the address that the user wrote, whose host and port may be private.

    ``etag`` and ``last_modified`` are the header values that the last answer gave, byte for byte (as Latin-1).
    """

    feed: str
    url: str
    etag: str | None = None
    last_modified: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    home: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body came. ``moved_to`` is set where a chain of permanent redirects led to it; ``max_age`` in seconds."""

    feed: str
    url: str
    body: bytes
    body_hash: str
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None
    max_age: int | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that nothing changed; validators that it sent anew replace the stored ones."""

    feed: str
    url: str
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None
    max_age: int | None = None


@dataclass(frozen=True, slots=True)
class FetchFailed:
    """No body came. ``error`` is one cleaned line; ``retry_after`` (seconds) is what the server asked for."""

    feed: str
    url: str
    error: str
    status: int | None = None
    retry_after: int | None = None
    gone: bool = False


FetchOutcome = Fetched | NotModified | FetchFailed


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of an article that a feed brought, under the identity that it was saved with.

    ``content_hash`` is that of the last saved change, ``raw_hash`` the digest of the item's own bytes (None where
    there is none), ``edits`` how often the article was changed after it was new.
    """

    article_id: str
    content_hash: str
    guid: str | None
    url: str | None
    raw_hash: str | None = None
    edits: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that is new, or whose content is not the one that is stored.

    ``visible`` says that a reader sees the difference (title or text). ``identity`` may differ from the one that
    the article is known by (a feed gave it a new guid): the store then keeps the new one.
    """

    article_id: str
    identity: str
    content_hash: str
    entry: Entry
    text: PlainText
    new: bool
    visible: bool
    raw_hash: str | None = None


@dataclass(frozen=True, slots=True)
class FeedDelta:
    """What one parsed document means for the store: plain data, as a worker process hands it back.

    ``seen`` are the identities of all entries in the document, in its order. ``raw_hashes`` pairs article ids
    with the digest of their item's bytes where the stored digest is another one though nothing else changed.
    ``rhythm`` is the usual gap between entries in seconds, None where the dates do not tell.
    """

    title: str | None
    site: str | None
    format: str
    changes: tuple[Change, ...]
    seen: tuple[str, ...]
    ttl: int | None = None
    warnings: tuple[str, ...] = ()
    rhythm: int | None = None
    skip_hours: tuple[int, ...] = ()
    raw_hashes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PageText:
    """The article that a web page holds: where it lies, its cleaned HTML, and its text with the layout."""

    url: str
    html: str
    text: PlainText
