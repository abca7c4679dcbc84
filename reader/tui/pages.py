"""What the screens are given to show: one article with all that is known of it, one dossier, lines of lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from reader.model.articles import Article, ArticleRow, Note
from reader.model.findings import Event, Figure, Findings
from reader.model.stories import Story, WatchItem
from reader.model.text import Inline, InlineKind, Reason, Span


class MarkKind(StrEnum):
    COMPANY = "company"
    DATE = "date"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of an article's text that leads on: a company's name, a dated event's date, a figure."""

    span: Span
    kind: MarkKind
    company: str | None = None
    event: Event | None = None
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link of an article with the letters that open it."""

    letters: str
    href: str
    words: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article as its view needs it. ``names`` gives the names of the companies and topics that its tags carry."""

    article: Article
    findings: Findings
    names: Mapping[str, str] = field(default_factory=dict)
    feed_title: str = ""
    story_title: str = ""
    copies: tuple[ArticleRow, ...] = ()
    notes: tuple[Note, ...] = ()
    revisions: int = 0
    paged: bool = False
    """the text was taken from the article's page, not from its feed"""

    def marks(self) -> tuple[Mark, ...]:
        """Returns the marks in order of their place; of two that overlap the longer one stays."""
        found = [Mark(span, MarkKind.COMPANY, company=tag.id) for tag in self.findings.companies for span in tag.spans]
        found += [
            Mark(source.at, MarkKind.DATE, event=event)
            for event in self.findings.events
            for source in event.sources[:1]
            if source.at is not None
        ]
        found += [Mark(figure.at, MarkKind.FIGURE, figure=figure) for figure in self.findings.figures]
        limit = len(self.article.text)
        found = [mark for mark in found if 0 <= mark.span.start < mark.span.end <= limit]
        found.sort(key=lambda mark: (mark.span.start, -mark.span.end))
        out: list[Mark] = []
        for mark in found:
            if not out or mark.span.start >= out[-1].span.end:
                out.append(mark)
        return tuple(out)

    def links(self) -> tuple[Link, ...]:
        """Returns the article's links with their letters, each address once, in order of their first place."""
        seen: dict[str, Inline] = {}
        for inline in self.article.inlines:
            if inline.kind is InlineKind.LINK and inline.href:
                seen.setdefault(inline.href, inline)
        many = len(seen) > 26
        text = self.article.text
        return tuple(
            Link(letters(index, many), href, text[inline.start : inline.end])
            for index, (href, inline) in enumerate(list(seen.items())[:676])
        )


def letters(index: int, many: bool) -> str:
    """Returns the letters of the link of that index: one, or two where there are more than 26 links."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    return alphabet[index // 26] + alphabet[index % 26] if many else alphabet[index]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A story, or a company made up like one, with the rows of its articles and all the names it needs.

    ``titles`` and ``origins`` are those of the articles that its lines point to; ``today`` is the day that parts the
    timeline; ``as_of`` is set where the dossier is shown as it was known then.
    """

    story: Story
    articles: tuple[ArticleRow, ...]
    names: Mapping[str, str]
    today: date
    company: str | None = None
    subtitle: str = ""
    related: tuple[tuple[str, str], ...] = ()
    """ids and titles of related stories; for a company its stories"""
    notes: tuple[Note, ...] = ()
    links: Mapping[str, Reason] = field(default_factory=dict)
    """article → why it belongs to the story"""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class WatchLine:
    """A line of the watch list over all stories."""

    item: WatchItem
    story: str
    story_title: str


@dataclass(frozen=True, slots=True)
class CompanyLine:
    """A company in the list of companies."""

    id: str
    name: str
    kind: str
    ticker: str | None
    articles: int
    unread: int = 0


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic in the list of topics."""

    id: str
    name: str
    articles: int
    unread: int = 0
