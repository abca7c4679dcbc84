"""Stored articles, their revisions, the rows that lists show, and notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reader.model.feeds import Enclosure, FeedKind
from reader.model.text import Block, Inline


@dataclass(frozen=True, slots=True)
class Article:
    """The stored entry, its plain text and reading state."""

    id: str
    feed: str
    url: str | None
    title: str
    author: str | None
    published: datetime | None
    updated: datetime | None
    first_seen: datetime
    text: str
    blocks: tuple[Block, ...] = ()
    inlines: tuple[Inline, ...] = ()
    html: str = ""
    origin: str = ""
    kind: FeedKind = FeedKind.NEWS
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    read: bool = False
    starred: bool = False
    tags: tuple[str, ...] = ()
    edited: bool = False
    notes: int = 0
    duplicate_of: str | None = None
    story: str | None = None
    related: tuple[str, ...] = ()

    @property
    def day(self) -> datetime:
        """The moment that the article's relative dates are counted from."""
        return self.published or self.first_seen


@dataclass(frozen=True, slots=True)
class Revision:
    """An earlier state of an edited article, oldest first where several are given."""

    seen: datetime
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """What a list shows of an article, read without its text."""

    key: int
    id: str
    feed: str
    origin: str
    title: str
    url: str | None
    published: datetime | None
    first_seen: datetime
    read: bool
    starred: bool
    companies: tuple[str, ...] = ()
    """ids, main ones first"""
    story: str | None = None
    copies: int = 0
    notes: int = 0
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A person's Markdown on an article, story or company; ``quote`` anchors it to a sentence by its text."""

    id: str
    target: str
    created: datetime
    updated: datetime
    quote: str | None
    body: str
