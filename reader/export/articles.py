"""An article as a page: where it came from, what it says in short, its text, and the notes on it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reader.export import layout
from reader.export.front import ID_KEY, KIND_KEY, Value, literal
from reader.export.markdown import inline, link, safe_url
from reader.export.notes import notes_text
from reader.export.sources import Links
from reader.export.wording import day_words
from reader.model.articles import Article, Note
from reader.model.exports import Page, PageBlock
from reader.model.findings import Findings

KIND = "article"
_NO_TAG = re.compile(r"[^\w/-]+")


@dataclass(frozen=True, slots=True)
class ArticleContext:
    """What an article's page is made with besides the article: findings, names by id, its story, notes, links."""

    findings: Findings | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    story_title: str | None = None
    notes: Sequence[Note] = ()
    lost: frozenset[str] = frozenset()
    links: Links = field(default_factory=Links)


def article_page(article: Article, told: ArticleContext, exported: datetime) -> Page:
    """Returns an article as a page."""
    summary = told.findings.summary if told.findings else ()
    short = "\n".join(f"- {inline(sentence.text)}" for sentence in summary)
    notes = notes_text(told.notes, told.lost)
    blocks = (
        PageBlock("head", _head(article, told)),
        PageBlock("summary", f"## In short\n\n{short}" if short else ""),
        PageBlock("text", f"## Text\n\n{layout.body(article)}" if article.text.strip() else ""),
        PageBlock("notes", f"## My notes\n\n{notes}" if notes else ""),
    )
    day = article.published.date() if article.published else article.first_seen.date()
    return Page(article.id, KIND, article.title, day, _front(article, told, exported), blocks)


def _front(article: Article, told: ArticleContext, exported: datetime) -> tuple[tuple[str, Value], ...]:
    found = told.findings
    companies = tuple(told.links.name(literal(tag.name)) for tag in found.companies) if found else ()
    return (
        ("title", literal(article.title)),
        ("aliases", (article.id,)),
        ("tags", tuple(dict.fromkeys(_tag(tag) for tag in article.tags if _tag(tag)))),
        ("url", safe_url(article.url) or ""),
        ("origin", literal(article.origin)),
        ("author", literal(_author(article))),
        ("published", article.published.isoformat() if article.published else ""),
        ("companies", companies),
        ("topics", tuple(told.topics.get(tag.id, tag.id) for tag in found.topics) if found else ()),
        ("story", article.story or ""),
        (ID_KEY, article.id),
        (KIND_KEY, KIND),
        ("exported", exported.isoformat(timespec="seconds")),
    )


def _tag(tag: str) -> str:
    """Returns a tag as vaults take them: letters, digits, dashes, at least one of them no digit."""
    name = _NO_TAG.sub("-", tag.strip()).strip("-/")
    return name if name and not name.isdigit() else ""


def _author(article: Article) -> str:
    """Returns the author, nobody where the outlet only names itself."""
    author = article.author or ""
    return "" if author.casefold() == article.origin.casefold() else author


def _head(article: Article, told: ArticleContext) -> str:
    parts = [inline(article.origin), day_words(article.published)]
    if author := _author(article):
        parts.append(inline(author, start=False))
    lines = [f"# {inline(article.title)}", ", ".join(part for part in parts if part) + "."]
    if address := safe_url(article.url):
        lines.append(link(article.url or "", address))
    if article.story and told.story_title:
        lines.append(f"Story: {told.links.page(told.story_title, article.story, 'briefing')}")
    lines.append(f"In Tapeout: `tapeout show {article.id}`")
    return "\n\n".join(lines)
