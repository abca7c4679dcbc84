"""What lists are asked for and what they say: filters, places in a list, counts, search hits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from reader.model.articles import ArticleRow
from reader.model.text import Span


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Which articles a list shows; all conditions that are set must hold.

    ``feed``, ``company``, ``topic`` and ``story`` are ids, ``tag`` a person's tag. ``since`` is inside the range,
    ``until`` outside it; both speak of the publication time, of first seen where there is none. ``query`` is text in
    the query language. ``collapse`` leaves near copies out.
    """

    feed: str | None = None
    company: str | None = None
    topic: str | None = None
    tag: str | None = None
    story: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    unread: bool = False
    starred: bool = False
    noted: bool = False
    query: str = ""
    collapse: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """A place in the list of articles: the time (UTC seconds) and key of the row that stands there."""

    time: int
    key: int


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A row that a search found, with words from its text; ``marks`` are the hits' ranges in ``snippet``."""

    row: ArticleRow
    snippet: str
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class CompanyCount:
    """How many stored articles name an organisation; ``last_seen`` is the newest one's time."""

    id: str
    name: str
    kind: str
    articles: int
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class TopicCount:
    id: str
    articles: int
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class TagCount:
    tag: str
    articles: int
    unread: int


@dataclass(frozen=True, slots=True)
class CandidateCount:
    """A name outside the gazetteer, with the number of articles that hold it and the newest of them."""

    name: str
    articles: int
    last_article: str


@dataclass(frozen=True, slots=True)
class LensCounts:
    """The counts beside the lenses. Unread by company and topic are those among the newest 20,000 unread ones."""

    articles: int
    unread: int
    starred: int
    noted: int
    stories: int
    notes: int
    feeds: int
    failing: int
    unread_companies: dict[str, int] = field(default_factory=dict)
    unread_topics: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that is held of an article or story, with the rule and the words that made it."""

    what: str
    rule: str
    words: str
    article: str
    start: int | None = None
    end: int | None = None
