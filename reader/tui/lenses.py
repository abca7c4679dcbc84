"""Lenses: the ways of looking at the store that the left panel offers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reader.model.lists import ArticleFilter


class LensKind(StrEnum):
    UNREAD = "unread"
    ALL = "all"
    STARRED = "starred"
    STORIES = "stories"
    WATCH = "watch"
    NOTES = "notes"
    COMPANIES = "companies"
    TOPICS = "topics"
    FEEDS = "feeds"
    VIEW = "view"
    COMPANY = "company"
    TOPIC = "topic"
    TAG = "tag"
    FEED = "feed"
    STORY = "story"
    SEARCH = "search"


ARTICLE_KINDS = frozenset({
    LensKind.UNREAD, LensKind.ALL, LensKind.STARRED, LensKind.NOTES, LensKind.VIEW, LensKind.COMPANY, LensKind.TOPIC,
    LensKind.TAG, LensKind.FEED, LensKind.STORY, LensKind.SEARCH,
})  # fmt: skip
"""the kinds whose list shows articles"""


@dataclass(frozen=True, slots=True)
class Lens:
    """One way of looking: ``value`` is the id of the company, topic, tag, feed or story, or the query."""

    kind: LensKind
    label: str
    value: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.value}"

    @property
    def shows_articles(self) -> bool:
        return self.kind in ARTICLE_KINDS


@dataclass(frozen=True, slots=True)
class LensLine:
    """A lens with its counts; ``trouble`` says what is wrong with a feed, in a few words."""

    lens: Lens
    unread: int = 0
    total: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class LensSection:
    """A heading of the left panel with the lenses under it; ``lens`` is what the heading itself opens."""

    title: str
    lines: tuple[LensLine, ...]
    lens: Lens | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class LensTree:
    """All of the left panel, as it was counted at one moment."""

    top: tuple[LensLine, ...]
    sections: tuple[LensSection, ...]
    articles: int
    feeds: int


UNREAD = Lens(LensKind.UNREAD, "Unread")
ALL = Lens(LensKind.ALL, "All articles")
STARRED = Lens(LensKind.STARRED, "Starred")
STORIES = Lens(LensKind.STORIES, "Stories")
WATCH = Lens(LensKind.WATCH, "Watch")
NOTES = Lens(LensKind.NOTES, "Notes")
COMPANIES = Lens(LensKind.COMPANIES, "Companies")
TOPICS = Lens(LensKind.TOPICS, "Topics")
FEEDS = Lens(LensKind.FEEDS, "Feeds")


def search_lens(query: str) -> Lens:
    """Returns the lens of a search."""
    return Lens(LensKind.SEARCH, f"“{query}”", query)


def filter_of(lens: Lens) -> ArticleFilter:
    """Returns which articles a lens lists."""
    if lens.kind in (LensKind.VIEW, LensKind.SEARCH):
        return ArticleFilter(query=lens.value)
    if lens.kind in (LensKind.COMPANY, LensKind.TOPIC, LensKind.TAG, LensKind.FEED, LensKind.STORY):
        names = {lens.kind.value: lens.value}
        return ArticleFilter(**names)  # type: ignore[arg-type]
    return ArticleFilter(
        unread=lens.kind is LensKind.UNREAD, starred=lens.kind is LensKind.STARRED, noted=lens.kind is LensKind.NOTES
    )
