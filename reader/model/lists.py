"""What lists say: counts and search hits; what they are asked for is in ``reader.model.filters``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from reader.model.articles import ArticleRow
from reader.model.filters import ArticleFilter as ArticleFilter
from reader.model.filters import Cursor as Cursor
from reader.model.text import Span


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
